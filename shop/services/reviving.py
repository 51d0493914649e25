"""Money that came after an order was given up: the order is taken up again while the goods last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session
from core.outbox import publish
from core.types.temperature import TemperatureClass
from logistics.errors import NoRoute
from logistics.rules.address import AddressSnapshot
from logistics.services import delivery
from logistics.services.delivery import BookLine
from logistics.services.promise import Item, ParcelQuote, quote
from shop.errors import OrderNotPayable
from shop.events import OrderPaid
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.services.order_goods import take_stock_again
from shop.services.orders import load_group
from shop.services.payments import accept_late
from shop.services.states import move_group, move_seller_order

CAUSE = "paid_late"


def revive_order(actor: Actor, *, group_ref: str, at: datetime) -> None:
    """Take an expired order up again whose money has come after all.

    Prices and freight stay as they were paid; the day at the door is that of the next departure,
    and the buyer may still call it off in full.

    Args:
        actor: the system.
        group_ref: the order group.
        at: now.

    Raises:
        OrderNotPayable: it was called off, the goods are gone, or nothing goes there any more.
    """
    group = load_group(group_ref)
    if group.state != GroupState.EXPIRED:
        raise OrderNotPayable(group.state)
    move_group(actor, group, GroupState.PLACED, cause=CAUSE, at=at)
    group.placed_at, group.expires_at = at, None
    lines = _lines(group)
    if not lines:
        raise OrderNotPayable("goods_gone")
    parcels = _quote_again(group, lines, at=at)
    for order in group.seller_orders:
        move_seller_order(actor, order, SellerOrderState.PLACED, cause=CAUSE, at=at)
        _redate(order, [line for line in lines if line.seller_order_id == order.id], parcels)
        session().flush()  # the lots are chosen for the new day
        take_stock_again(actor, order, at=at)
    group.promised_on = max(line.arrives_on for line in lines)
    _book_again(actor, group, lines, parcels, at=at)
    if not accept_late(actor, group_ref=group_ref, at=at):
        raise OrderNotPayable(group.state)
    publish(OrderPaid(group_ref), dedupe_key=group_ref)


def _lines(group: OrderGroup) -> list[OrderLine]:
    own = OrderLine.seller_order_id.in_([order.id for order in group.seller_orders])
    return list(session().scalars(select(OrderLine).where(own).order_by(OrderLine.id)))


def _quote_again(
    group: OrderGroup, lines: Sequence[OrderLine], *, at: datetime
) -> list[ParcelQuote]:
    items = [
        Item(
            key=line.ref,
            listing_id=line.listing_id,
            county_code=line.county_code,
            temperature=TemperatureClass(line.temperature),
            grams=line.piece_g * line.pieces,
        )
        for line in lines
    ]
    try:
        return quote(items, to_city=group.city_code, to_district=group.district_code, at=at)
    except NoRoute as none:
        raise OrderNotPayable("no_route") from none


def _redate(order: SellerOrder, lines: Sequence[OrderLine], parcels: Sequence[ParcelQuote]) -> None:
    parcel_of = {key: parcel for parcel in parcels for key in parcel.item_keys}
    for line in lines:
        line.arrives_on = parcel_of[line.ref].promise.arrives_on
        line.parcel_key = parcel_of[line.ref].key
    order.ship_by = min(parcel_of[line.ref].promise.cutoff_at for line in lines)
    order.arrives_on = max(line.arrives_on for line in lines)


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
        lines=[_book_line(line, seller_of[line.seller_order_id]) for line in lines],
        address=AddressSnapshot(
            group.receiver, group.phone, group.city_code, group.district_code, group.detail
        ),
        promised_on=group.promised_on,
        at=at,
    )
    ref_of = {parcel.key: ref for parcel, ref in zip(parcels, refs, strict=True)}
    for line in lines:
        line.consignment_ref = ref_of[line.parcel_key]


def _book_line(line: OrderLine, seller_id: int) -> BookLine:
    return BookLine(
        line_ref=line.ref,
        parcel_key=line.parcel_key,
        spec_id=line.spec_id,
        seller_id=seller_id,
        listing_id=line.listing_id,
        grams=line.piece_g * line.pieces,
        pack_grams=line.piece_g // line.unit_pieces,
        min_remaining_days=line.min_remaining_days,
        priority="retail",
        value_fen=line.ceiling_fen,
    )
