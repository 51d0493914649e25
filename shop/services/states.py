"""Moves groups and seller orders from state to state, and writes down who, when and why."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from core.db import require_one, session, update_where
from core.outbox import publish
from shop.errors import IllegalMove
from shop.events import OrderCancelled
from shop.models.orders import OrderGroup, SellerOrder, StateChange
from shop.rules.lifecycle import (
    GroupState,
    SellerOrderState,
    check_group_move,
    check_seller_move,
    is_finished,
)
from shop.services.locks import lock_group


def move_group(
    actor: Actor, group: OrderGroup, wanted: GroupState, *, cause: str, at: datetime
) -> None:
    """Move a group on; of two who try at once, one wins.

    Raises:
        IllegalMove: the group is not (or no longer) in a state before ``wanted``.
    """
    current = group.state
    check_group_move(current, wanted)
    own = (OrderGroup.id == group.id, OrderGroup.state == current)
    refusal = IllegalMove("order_group", current, wanted)
    require_one(update_where(OrderGroup, *own, state=wanted.value), refusal)
    record_change(actor, ("order_group", group.ref), (current, wanted), cause=cause, at=at)


def move_seller_order(
    actor: Actor, order: SellerOrder, wanted: SellerOrderState, *, cause: str, at: datetime
) -> None:
    """Move a seller order on; of two who try at once, one wins.

    Raises:
        IllegalMove: the order is not (or no longer) in a state before ``wanted``.
    """
    current = order.state
    check_seller_move(current, wanted)
    own = (SellerOrder.id == order.id, SellerOrder.state == current)
    refusal = IllegalMove("seller_order", current, wanted)
    require_one(update_where(SellerOrder, *own, state=wanted.value), refusal)
    record_change(actor, ("seller_order", order.ref), (current, wanted), cause=cause, at=at)


def close_if_finished(actor: Actor, group_id: int, *, at: datetime) -> None:
    """End a placed group once nothing more will happen to any of its parts.

    A group of which nothing was sent ends cancelled, so that a contract gets its quantity back.
    """
    lock_group(group_id)
    parts = selectinload(OrderGroup.seller_orders)
    statement = select(OrderGroup).where(OrderGroup.id == group_id).options(parts)
    group = session().scalars(statement.execution_options(populate_existing=True)).one()
    states = {order.state for order in group.seller_orders}
    if group.state != GroupState.PLACED or not is_finished(states):
        return
    if states == {SellerOrderState.CANCELLED}:
        move_group(actor, group, GroupState.CANCELLED, cause="nothing_left", at=at)
        publish(OrderCancelled(group.ref), dedupe_key=group.ref)
        return
    move_group(actor, group, GroupState.CLOSED, cause="all_accepted", at=at)


def hold_seller_order(order: SellerOrder) -> None:
    """Keep a seller order in its state until this transaction ends; whoever comes next waits.

    Of two phones that weigh one piece at once, the second sees what the first has written.

    Raises:
        IllegalMove: somebody has moved it on meanwhile.
    """
    own = (SellerOrder.id == order.id, SellerOrder.state == order.state)
    refusal = IllegalMove("seller_order", order.state, order.state)
    require_one(update_where(SellerOrder, *own, state=order.state), refusal)


def record_change(
    actor: Actor,
    subject: tuple[str, str],
    step: tuple[str | None, str],
    *,
    cause: str,
    at: datetime,
) -> None:
    """Append one row of history.

    Args:
        actor: who did it.
        subject: kind and reference of the thing.
        step: state before (None for a new thing) and after.
        cause: short code of the reason.
        at: when.
    """
    session().add(
        StateChange(
            subject_kind=subject[0],
            subject_ref=subject[1],
            from_state=step[0],
            to_state=step[1],
            actor_name=actor.name[:60],
            actor_user_id=actor.user_id,
            cause=cause,
            changed_at=at,
        )
    )
