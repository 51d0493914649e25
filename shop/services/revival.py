"""What becomes of an unpaid order when its time is over, and of money that comes after that."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from logistics.services import delivery
from logistics.services.delivery import BookLine
from logistics.services.promise import Item, ParcelQuote, quote
from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session
from core.outbox import publish
from logistics.rules.address import AddressSnapshot
from shop.errors import OrderNotPayable
from shop.events import AttemptCloseDue, OrderHoldEnded, OrderPaid
from shop.models.orders import OrderGroup, OrderLine
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.services.attempts import find_open
from shop.services.order_goods import take_stock_again
from shop.services.orders import expire_order, load_group
from shop.services.payments import close_payment, load_payment
from shop.services.states import move_group, move_seller_order

LOOK_AGAIN_AFTER = timedelta(seconds=30)


def end_hold(actor: Actor, *, group_ref: str, at: datetime) -> bool:
    """The hold of an unpaid order is over: close the cashier first, only then free the goods.

    While the cashier's page is open, it is told to close and this looks again a little later;
    if the buyer was faster, the order is paid and nothing is freed.

    Returns:
        Whether the order is expired now.
    """
    payment = load_payment(group_ref)
    attempt = find_open(payment.id)
    if attempt is not None and load_group(group_ref).state == GroupState.AWAITING_PAYMENT:
        publish(AttemptCloseDue(attempt.ref), dedupe_key=f"{attempt.ref}-hold")
        again = at + LOOK_AGAIN_AFTER
        key = f"{group_ref}-{again:%Y%m%d%H%M%S}"
        publish(OrderHoldEnded(group_ref), dedupe_key=key, run_at=again)
        return False
    is_expired = expire_order(actor, group_ref=group_ref, at=at)
    if is_expired:
        close_payment(actor, group_ref=group_ref, at=at)
    return is_expired


def revive_order(actor: Actor, *, group_ref: str, at: datetime) -> None:
    """Money came for an expired order: take the goods again, on the next departure.

    Raises:
        OrderNotPayable: the goods are gone or the order was cancelled; the money goes back.
    """
    group = load_group(group_ref)
    if group.state == GroupState.PLACED:
        return
    if group.state != GroupState.EXPIRED:
        raise OrderNotPayable(group.state)
    move_group(actor, group, GroupState.PLACED, cause="paid_late", at=at)
    group.placed_at = at
    group.expires_at = None
    lines = _lines_of(group)
    parcels = _quote_again(group, lines, at)
    arrives = {key: p.promise.arrives_on for p in parcels for key in p.item_keys}
    parcel_key = {key: p.key for p in parcels for key in p.item_keys}
    for line in lines:
        line.arrives_on, line.parcel_key = arrives[line.ref], parcel_key[line.ref]
    group.promised_on = max(arrives.values())
    for order in group.seller_orders:
        move_seller_order(actor, order, SellerOrderState.PLACED, cause="paid_late", at=at)
        order.arrives_on = max(x.arrives_on for x in lines if x.seller_order_id == order.id)
        take_stock_again(actor, order, at=at)
    _book_again(actor, group, lines, parcels, at=at)
    publish(OrderPaid(group_ref), dedupe_key=group_ref)


def _lines_of(group: OrderGroup) -> list[OrderLine]:
    ids = [order.id for order in group.seller_orders]
    rows = select(OrderLine).where(OrderLine.seller_order_id.in_(ids)).order_by(OrderLine.id)
    return list(session().scalars(rows))


def _quote_again(group: OrderGroup, lines: Sequence[OrderLine], at: datetime) -> list[ParcelQuote]:
    items = [
        Item(
            key=line.ref,
            listing_id=line.listing_id,
            county_code=line.county_code,
            temperature=line.temperature,
            grams=line.piece_g * line.pieces,
            best_before=None,
        )
        for line in lines
    ]
    return quote(items, to_city=group.city_code, to_district=group.district_code, at=at)


def _book_again(
    actor: Actor,
    group: OrderGroup,
    lines: Sequence[OrderLine],
    parcels: Sequence[ParcelQuote],
    *,
    at: datetime,
) -> None:
    seller_of = {order.id: order.seller_org_id for order in group.seller_orders}
    refs = delivery.book(
        actor,
        order_ref=group.ref,
        parcels=parcels,
        lines=[
            BookLine(
                line_ref=line.ref,
                parcel_key=line.parcel_key,
                spec_id=line.spec_id,
                seller_id=seller_of[line.seller_order_id],
                listing_id=line.listing_id,
                grams=line.piece_g * line.pieces,
                pack_grams=line.piece_g,
                min_remaining_days=line.min_remaining_days,
                priority="retail",
                value_fen=line.ceiling_fen,
            )
            for line in lines
        ],
        address=AddressSnapshot(
            group.receiver, group.phone, group.city_code, group.district_code, group.detail
        ),
        promised_on=group.promised_on,
        at=at,
    )
    consignment = {parcel.key: ref for parcel, ref in zip(parcels, refs, strict=True)}
    for line in lines:
        line.consignment_ref = consignment[line.parcel_key]
