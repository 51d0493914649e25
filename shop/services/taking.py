"""Goods are in the buyer's hands: delivered, and accepted by whom and why."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from accounts.rules.actor import Actor
from core.db import session
from core.outbox import publish
from shop.errors import IllegalMove
from shop.events import AcceptanceDue, SellerOrderAccepted, SellerOrderDelivered
from shop.models.orders import SellerOrder
from shop.rules.acceptance import accepted_by_silence_at
from shop.rules.lifecycle import SellerOrderState
from shop.services.states import close_if_finished, move_seller_order


def deliver_lines(
    actor: Actor, orders: Iterable[SellerOrder], consignment_ref: str, *, at: datetime
) -> None:
    """The lines of a parcel are delivered, and every order that is complete with them."""
    for order in orders:
        if _is_complete(order, consignment_ref, at):
            _deliver(actor, order, "delivered", at)
            due_at = accepted_by_silence_at([line.temperature for line in order.lines], at)
            publish(AcceptanceDue(order.ref), dedupe_key=order.ref, run_at=due_at)


def accept_at_once(
    actor: Actor, order: SellerOrder, consignment_ref: str, *, cause: str, at: datetime
) -> None:
    """Nothing more will happen to the lines of a parcel: no time to object runs for them."""
    if _is_complete(order, consignment_ref, at):
        _deliver(actor, order, cause, at)
        accept(actor, order, cause, at=at)


def hand_to_buyer(actor: Actor, *, order: SellerOrder, cause: str, at: datetime) -> None:
    """Somebody took the goods along and looked at them: delivered and accepted in one.

    Raises:
        IllegalMove: the goods have not left the books yet.
    """
    for line in order.lines:
        line.delivered_at = at
    _deliver(actor, order, cause, at)
    accept(actor, order, cause, at=at)


def accept(actor: Actor, order: SellerOrder, cause: str, *, at: datetime) -> None:
    """The goods are right, or nobody says otherwise.

    Raises:
        IllegalMove: not delivered yet, or accepted already.
    """
    if order.state != SellerOrderState.DELIVERED:
        raise IllegalMove("seller_order", order.state, SellerOrderState.ACCEPTED_BY_BUYER)
    move_seller_order(actor, order, SellerOrderState.ACCEPTED_BY_BUYER, cause=cause, at=at)
    order.accepted_at = at
    session().flush()  # the group is judged by what its orders are now
    publish(SellerOrderAccepted(order.ref), dedupe_key=order.ref)
    close_if_finished(actor, order.group_id, at=at)


def _is_complete(order: SellerOrder, consignment_ref: str, at: datetime) -> bool:
    for line in order.lines:
        if line.consignment_ref == consignment_ref and line.delivered_at is None:
            line.delivered_at = at
    is_complete = all(line.delivered_at or line.settled_g == 0 for line in order.lines)
    return is_complete and order.state == SellerOrderState.SHIPPED


def _deliver(actor: Actor, order: SellerOrder, cause: str, at: datetime) -> None:
    move_seller_order(actor, order, SellerOrderState.DELIVERED, cause=cause, at=at)
    order.delivered_at = at
    session().flush()  # the next move reads the state
    session().refresh(order, ["state"])
    publish(SellerOrderDelivered(order.ref), dedupe_key=order.ref)
