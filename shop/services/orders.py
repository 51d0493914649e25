"""The life of an order until it is paid or given up. `place_order` is the only way in. ADR 0002.

One transaction: price, rows, stock, parcels, payment. Whatever refuses, nothing is left behind.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from core.db import session
from core.outbox import publish
from shop.errors import CannotCancel, FormKeyReused, OrderNotFound, OrderNotPayable
from shop.events import OrderCancelled, OrderExpired, OrderHoldEnded, OrderPaid, OrderPlaced
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.lifecycle import GroupState, may_cancel
from shop.rules.orders import OrderRequest, PaymentMethod, PlacedOrder
from shop.services import payments, refunds
from shop.services.order_draft import draft_order
from shop.services.order_goods import book_parcels, firm_up, give_back, take_stock
from shop.services.order_rows import write_group, write_seller_orders
from shop.services.states import move_group


def place_order(actor: Actor, request: OrderRequest, *, at: datetime) -> PlacedOrder:
    """Place an order: the goods are held, lots and parcels planned, the payment opened.

    A request whose `source_key` was placed before gives that same order back.

    Args:
        actor: who orders.
        request: what, for whom, whereto, paid how.
        at: the instant of submission.

    Raises:
        CannotOrder: a line is not on sale, or not in this quantity.
        OutOfStock: somebody was faster; says how many are left.
        NoSuitableLot: no lot lives long enough at the door.
        FormKeyReused: the key belongs to somebody else's order.
    """
    known = _find_by_source(request)
    if known is not None:
        return known
    draft = draft_order(request, at=at)
    try:
        with session().begin_nested():
            group = write_group(actor, request, draft, at=at)
    except IntegrityError:
        known = _find_by_source(request)
        if known is None:
            raise
        return known
    orders = write_seller_orders(actor, group, draft, at=at)
    take_stock(actor, orders, draft, at=at)
    book_parcels(actor, group, request, draft, at=at)
    _open_payment(actor, group, orders, at=at)
    return _answer(group, orders)


def _open_payment(
    actor: Actor, group: OrderGroup, orders: Sequence[SellerOrder], *, at: datetime
) -> None:
    """Say what is owed to whom, and how long the order waits for it."""
    payments.open_payment(
        actor,
        group_ref=group.ref,
        due_fen=group.due_fen,
        splits={order.ref: order.due_fen for order in orders},
        method=group.payment_method,
        at=at,
    )
    publish(OrderPlaced(group.ref), dedupe_key=group.ref)
    if group.expires_at is not None:
        publish(OrderHoldEnded(group.ref), dedupe_key=group.ref, run_at=group.expires_at)


def confirm_paid(actor: Actor, *, group_ref: str, at: datetime) -> None:
    """The money is there: the hold becomes firm and the sellers see their orders.

    Says nothing when the order is placed already; called again it changes nothing.

    Raises:
        OrderNotPayable: the order was given up meanwhile; the money goes back.
    """
    group = load_group(group_ref)
    if group.state in (GroupState.PLACED, GroupState.CLOSED):
        return
    if group.state != GroupState.AWAITING_PAYMENT:
        raise OrderNotPayable(group.state)
    move_group(actor, group, GroupState.PLACED, cause="paid", at=at)
    group.placed_at = at
    group.expires_at = None
    for order in group.seller_orders:
        firm_up(actor, order, at=at)
    publish(OrderPaid(group_ref), dedupe_key=group_ref)


def expire_order(actor: Actor, *, group_ref: str, at: datetime) -> bool:
    """Give an unpaid order up once its hold has ended; the goods are free again.

    Returns:
        Whether the order is expired now. A paid or cancelled order stays as it is.
    """
    group = load_group(group_ref)
    if group.state != GroupState.AWAITING_PAYMENT:
        return group.state == GroupState.EXPIRED
    if group.expires_at is None or group.expires_at > at:
        return False
    move_group(actor, group, GroupState.EXPIRED, cause="hold_ended", at=at)
    give_back(actor, group, cause="hold_ended", at=at)
    publish(OrderExpired(group_ref), dedupe_key=group_ref)
    return True


def cancel_order(actor: Actor, *, group_ref: str, at: datetime) -> None:
    """Call an order off, until picking begins; what was paid goes back in full.

    Raises:
        OrderNotFound: unknown, or not this buyer's.
        CannotCancel: picking has begun, or the order is over.
    """
    group = load_group(group_ref)
    require_buyer(actor, group)
    verdict = may_cancel(group.state, [order.state for order in group.seller_orders])
    if not verdict.ok:
        raise CannotCancel(verdict.reasons[0].code)
    is_placed = group.state == GroupState.PLACED
    was_paid = is_placed and group.payment_method != PaymentMethod.TERMS
    move_group(actor, group, GroupState.CANCELLED, cause="cancelled_by_buyer", at=at)
    give_back(actor, group, cause="cancelled_by_buyer", at=at)
    for order in group.seller_orders if was_paid else ():
        refunds.request_refund(
            actor,
            group_ref=group.ref,
            seller_order_ref=order.ref,
            amount_fen=order.due_fen,
            reason="cancelled",
            cause_ref=f"cancel-{order.ref}",
            at=at,
        )
    publish(OrderCancelled(group_ref), dedupe_key=group_ref)


def find_placed(actor: Actor, source_key: str) -> PlacedOrder | None:
    """The order that this buyer placed under a key before, if there is one.

    Raises:
        FormKeyReused: the key belongs to somebody else's order.
    """
    return _same_order(source_key, (actor.user_id, actor.org_id))


def load_group(group_ref: str) -> OrderGroup:
    """The group with its seller orders.

    Raises:
        OrderNotFound: there is none.
    """
    with_orders = selectinload(OrderGroup.seller_orders)
    statement = select(OrderGroup).where(OrderGroup.ref == group_ref).options(with_orders)
    group = session().scalar(statement.execution_options(populate_existing=True))
    if group is None:
        raise OrderNotFound
    return group


def require_buyer(actor: Actor, group: OrderGroup) -> None:
    """Go on only if the order is this person's, or of the organisation they act for.

    Raises:
        OrderNotFound: somebody else's order does not exist for this actor.
    """
    is_own = actor.user_id is not None and actor.user_id == group.buyer_user_id
    is_ours = actor.org_id is not None and actor.org_id == group.buyer_org_id
    if not (is_own or is_ours or actor.is_system):
        raise OrderNotFound


def _find_by_source(request: OrderRequest) -> PlacedOrder | None:
    return _same_order(request.source_key, (request.buyer_user_id, request.buyer_org_id))


def _same_order(source_key: str, buyer: tuple[int | None, int | None]) -> PlacedOrder | None:
    statement = select(OrderGroup).where(OrderGroup.source_key == source_key)
    group = session().scalar(statement.options(selectinload(OrderGroup.seller_orders)))
    if group is None:
        return None
    if (group.buyer_user_id, group.buyer_org_id) != buyer:
        raise FormKeyReused
    return _answer(group, group.seller_orders)


def _answer(group: OrderGroup, orders: Sequence[SellerOrder]) -> PlacedOrder:
    refs = tuple(order.ref for order in orders)
    return PlacedOrder(group.ref, group.number, group.due_fen, refs)
