"""What a seller does with an order: accept, pick, finish weighing, pack, hand over.

The seller sees only their own orders, and only once they are placed.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.services import allocation, stock
from core.db import session
from core.outbox import publish
from logistics.services import delivery
from shop.errors import OrderNotFound, PiecesMissing
from shop.events import SellerOrderSettled, SellerOrderShipped
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.queries.weighings import pieces_of_lines
from shop.rules.catch_weight import Settlement, settle_counted, settle_weighed
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.rules.orders import PaymentMethod
from shop.rules.pieces import Piece, kept_grams, missing_pieces
from shop.services import refunds
from shop.services.states import close_if_finished, move_seller_order

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
    for line in order.lines:
        allocation.pick(actor, line_ref=line.ref, at=at)


def finish_weighing(actor: Actor, *, seller_order_ref: str, at: datetime) -> int:
    """Settle the order: every line at its weight, the difference goes back in one refund.

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
    if pieces and len(pieces) == len(order.lines) and not any(map(kept_grams, pieces.values())):
        return _cancel_empty(actor, order, at=at)
    move_seller_order(actor, order, SellerOrderState.WEIGHED, cause="weighed", at=at)
    for line in order.lines:
        _settle_line(actor, order, line, pieces.get(line.ref), at=at)
    order.settled_fen = sum(line.settled_fen or 0 for line in order.lines)
    order.settled_tax_fen = sum(line.settled_tax_fen or 0 for line in order.lines)
    order.settled_at = at
    publish(SellerOrderSettled(order.ref), dedupe_key=order.ref)
    return _give_difference_back(actor, order, at=at)


def _cancel_empty(actor: Actor, order: SellerOrder, *, at: datetime) -> int:
    """No piece is left to send: the order ends, all of it goes back, freight included."""
    cause, group = "nothing_left", order.group
    move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=cause, at=at)
    stock.release(actor, owner_ref=order.ref, at=at)
    refs = [line.ref for line in order.lines]
    delivery.cancel(actor, order_ref=group.ref, line_refs=refs, at=at)
    close_if_finished(actor, group.id, at=at)
    if group.payment_method == PaymentMethod.TERMS:
        return 0
    refunds.request_refund(
        actor,
        group_ref=group.ref,
        seller_order_ref=order.ref,
        amount_fen=order.due_fen,
        reason=cause,
        cause_ref=f"settle-{order.ref}",
        at=at,
    )
    return order.due_fen


def _settle_line(
    actor: Actor, order: SellerOrder, line: OrderLine, pieces: list[Piece] | None, *, at: datetime
) -> None:
    if pieces is None:
        settled = settle_counted(
            line.ceiling_fen, grams=line.piece_g * line.pieces, tax_bp=line.tax_bp
        )
        pieces_g = [line.piece_g] * line.pieces
    else:
        pieces_g = kept_grams(pieces)
        settled = _settle_pieces(line, pieces_g)
    line.settled_g = settled.grams
    line.settled_fen = settled.settled_fen
    line.settled_tax_fen = settled.tax_fen
    if pieces_g:
        allocation.weigh(actor, line_ref=line.ref, pieces_g=pieces_g, at=at)
    else:
        stock.release(actor, owner_ref=order.ref, line_refs=[line.ref], at=at)
        delivery.cancel(actor, order_ref=order.group.ref, line_refs=[line.ref], at=at)


def _settle_pieces(line: OrderLine, pieces_g: list[int]) -> Settlement:
    return settle_weighed(
        line.price_e4,
        pieces_g,
        max_g=line.max_g,
        ceiling_fen=line.ceiling_fen,
        tax_bp=line.tax_bp,
    )


def _give_difference_back(actor: Actor, order: SellerOrder, *, at: datetime) -> int:
    difference = order.goods_fen - (order.settled_fen or 0)
    if difference == 0 or order.group.payment_method == PaymentMethod.TERMS:
        return 0
    refunds.request_refund(
        actor,
        group_ref=order.group.ref,
        seller_order_ref=order.ref,
        amount_fen=difference,
        reason="weighed_less",
        cause_ref=f"settle-{order.ref}",
        at=at,
    )
    return difference


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
