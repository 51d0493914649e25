"""What a seller does with an order: accept, pick, finish weighing, pack, hand over.

The seller sees only their own orders, and only once they are placed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.services import allocation
from core.db import session
from core.outbox import publish
from logistics.services import delivery
from shop.errors import OrderNotFound, PiecesMissing
from shop.events import SellerOrderSettled, SellerOrderShipped
from shop.models.orders import OrderGroup, SellerOrder
from shop.queries.weighings import pieces_of_lines, shortages_of_lines
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.rules.pieces import missing_pieces
from shop.services import settling
from shop.services.states import move_seller_order

SHOWN_TO_SELLER = (GroupState.PLACED, GroupState.CLOSED)


def accept(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """Take an order on.

    Raises:
        OrderNotFound: unknown, not placed yet, or another seller's.
        IllegalMove: it was taken on before.
    """
    order = own_order(actor, seller_order_ref)
    move_seller_order(actor, order, SellerOrderState.ACCEPTED, cause="accepted", at=at)


def start_picking(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """Begin to pick: from now on the buyer cannot call the order off.

    Raises:
        OrderNotFound: unknown, or another seller's.
        IllegalMove: it is not accepted, or picked already.
    """
    order = own_order(actor, seller_order_ref)
    move_seller_order(actor, order, SellerOrderState.PICKING, cause="picking", at=at)
    short = shortages_of_lines([line.id for line in order.lines])
    for line in order.lines:
        if line.id not in short or short[line.id].pieces < line.pieces:
            allocation.pick(actor, line_ref=line.ref, at=at)


def finish_weighing(actor: Actor, *, seller_order_ref: str, at: datetime) -> int:
    """Settle the order: every line at what is sent of it, the difference goes back in one refund.

    Returns:
        Fen that go back to the buyer (0 for orders on terms: they owe the settled sum).

    Raises:
        PiecesMissing: pieces without a weighing, or a light piece without an answer.
    """
    order = own_order(actor, seller_order_ref)
    pieces = pieces_of_lines(order.lines)
    missing = sum(missing_pieces(found) for found in pieces.values())
    if missing:
        raise PiecesMissing(missing)
    packed = settling.packed_lines(order.lines, pieces)
    if not any(line.sent for line in packed):
        return settling.cancel_empty(actor, order, packed, at=at)
    move_seller_order(actor, order, SellerOrderState.WEIGHED, cause="weighed", at=at)
    settling.settle(actor, order, packed, at=at)
    publish(SellerOrderSettled(order.ref), dedupe_key=order.ref)
    return settling.give_difference_back(actor, order, packed, at=at)


def pack(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """Close the boxes; logistics learns the true weights.

    Raises:
        IllegalMove: not weighed yet, or packed already.
    """
    order = own_order(actor, seller_order_ref)
    move_seller_order(actor, order, SellerOrderState.READY, cause="packed", at=at)
    grams = {line.ref: line.settled_g for line in order.lines if line.settled_g}
    delivery.mark_packed(actor, order_ref=order.group.ref, line_grams=grams, at=at)


def hand_over(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """Give the boxes to the truck; the goods leave the books.

    Raises:
        IllegalMove: not packed yet, or handed over already.
    """
    order = own_order(actor, seller_order_ref)
    move_seller_order(actor, order, SellerOrderState.SHIPPED, cause="handed_over", at=at)
    allocation.ship(actor, owner_ref=order.ref, at=at)
    publish(SellerOrderShipped(order.ref), dedupe_key=order.ref)


def own_order(actor: Actor, seller_order_ref: str) -> SellerOrder:
    """The seller's own placed order with its lines.

    Raises:
        NotAllowed: this member does not fulfil orders.
        OrderNotFound: unknown, not placed yet, or another seller's.
    """
    actor.require(Permission.FULFIL)
    statement = (
        select(SellerOrder)
        .join(SellerOrder.group)
        .where(SellerOrder.ref == seller_order_ref, OrderGroup.state.in_(SHOWN_TO_SELLER))
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .execution_options(populate_existing=True)
    )
    order = session().scalar(statement)
    if order is None or not actor.acts_for(order.seller_org_id):
        raise OrderNotFound
    return order
