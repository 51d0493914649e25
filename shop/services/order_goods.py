"""The goods of an order: held, planned, booked on their way, made firm, given back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.errors import HoldExpired, NoSuitableLot, OutOfStock, RoundNotOpen
from catalog.rules.stock import Want
from catalog.services import allocation, stock
from catalog.services.allocation import AllocLine
from core.db import session
from logistics.services import delivery
from logistics.services.delivery import BookLine
from shop.errors import OrderNotPayable
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.rules.lifecycle import SellerOrderState
from shop.rules.orders import Channel, OrderRequest
from shop.services.order_draft import DraftLine, OrderDraft
from shop.services.order_harvests import book_again, book_lines
from shop.services.states import move_seller_order


def firm_up(actor: Actor, order: SellerOrder, *, at: datetime) -> None:
    """Make the hold of a paid order firm; one that just ran out is taken again if it can be."""
    try:
        stock.confirm(actor, owner_ref=order.ref, at=at)
    except HoldExpired:
        take_stock_again(actor, order, at=at)


def take_stock_again(actor: Actor, order: SellerOrder, *, at: datetime) -> None:
    """Reserve and allocate the lines of an order whose hold was given away, firm at once.

    Raises:
        OrderNotPayable: somebody else has the goods now.
    """
    rows = select(OrderLine).where(OrderLine.seller_order_id == order.id).order_by(OrderLine.id)
    lines = list(session().scalars(rows))
    if lines[0].harvest_on is not None:
        book_again(actor, order.ref, lines, at=at)
        return
    wants = [Want(x.ref, x.listing_id, x.stock_pieces, x.piece_g * x.pieces) for x in lines]
    wishes = [wish_of(line) for line in lines]
    try:
        stock.reserve(actor, owner_ref=order.ref, wants=wants, expires_at=None, at=at)
        allocation.allocate(actor, owner_ref=order.ref, lines=wishes, at=at)
    except (OutOfStock, NoSuitableLot, RoundNotOpen) as gone:
        raise OrderNotPayable("goods_gone") from gone


def take_stock(
    actor: Actor, orders: Sequence[SellerOrder], draft: OrderDraft, *, at: datetime
) -> None:
    """Hold the pools, seller by seller in id order, and plan the lots; or book the harvest.

    Raises:
        OutOfStock: somebody was faster.
        NoSuitableLot: no lot lives long enough at the door.
        HarvestFull: the week's harvest takes no more.
    """
    for order, lines in zip(orders, draft.parts, strict=True):
        booked = [line for line in lines if line.request.harvest_on is not None]
        if booked:
            book_lines(actor, order.ref, booked, draft.expires_at, at=at)
        lines = [line for line in lines if line.request.harvest_on is None]
        if not lines:
            continue
        stock.reserve(
            actor,
            owner_ref=order.ref,
            wants=[_want(line, draft.place) for line in lines],
            expires_at=draft.expires_at,
            place=draft.place,
            at=at,
        )
        allocation.allocate(
            actor, owner_ref=order.ref, lines=[_alloc_line(line) for line in lines], at=at
        )


def _want(line: DraftLine, place: str) -> Want:
    return Want(
        line.ref,
        line.terms.listing_id,
        line.stock_pieces,
        line.price.grams,
        enters_rounds=line.request.contract_line_ref is None and not place,
        unit_pieces=line.terms.unit_pieces,
    )


def wish_of(line: OrderLine) -> AllocLine:
    """What a placed line asks of the lots: so many pieces, this day, this much life left."""
    return AllocLine(
        line_ref=line.ref,
        listing_id=line.listing_id,
        pieces=line.stock_pieces,
        grams=line.piece_g * line.pieces,
        arrives_on=line.arrives_on,
        min_remaining_days=line.min_remaining_days,
    )


def _alloc_line(line: DraftLine) -> AllocLine:
    return AllocLine(
        line_ref=line.ref,
        listing_id=line.terms.listing_id,
        pieces=line.stock_pieces,
        grams=line.price.grams,
        arrives_on=line.arrives_on,
        min_remaining_days=line.min_remaining_days,
    )


def book_parcels(
    actor: Actor, group: OrderGroup, request: OrderRequest, draft: OrderDraft, *, at: datetime
) -> None:
    """Book the parcels of an order and write down which line travels in which.

    What is handed over at a counter does not travel.
    """
    if request.channel == Channel.OUTLET:
        return
    is_contract = request.channel == Channel.CONTRACT
    refs = delivery.book(
        actor,
        order_ref=group.ref,
        parcels=draft.parcels,
        lines=[
            BookLine(
                line_ref=line.ref,
                parcel_key=line.parcel.key,
                spec_id=line.terms.spec_id,
                seller_id=line.terms.seller_id,
                listing_id=line.terms.listing_id,
                grams=line.price.grams,
                pack_grams=line.terms.weight_g_per_piece // line.terms.unit_pieces,
                min_remaining_days=line.min_remaining_days,
                priority="contract" if is_contract else "retail",
                value_fen=line.price.ceiling_fen,
            )
            for line in draft.lines
        ],
        address=request.address,
        promised_on=group.promised_on,
        at=at,
    )
    consignment = {p.key: ref for p, ref in zip(draft.parcels, refs, strict=True)}
    line_refs = [line.ref for line in draft.lines]
    for row in session().scalars(select(OrderLine).where(OrderLine.ref.in_(line_refs))):
        row.consignment_ref = consignment[row.parcel_key]


def give_back(actor: Actor, group: OrderGroup, *, cause: str, at: datetime) -> None:
    """Free stock and parcels of a whole group and end its seller orders."""
    for order in group.seller_orders:
        move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=cause, at=at)
        stock.release(actor, owner_ref=order.ref, at=at)
    delivery.cancel(actor, order_ref=group.ref, at=at)
