"""A sale round that does not take place: its orders end, everybody gets everything back."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from catalog.queries.rounds import list_owners_of_round
from core.db import session
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.services import settling
from shop.services.states import close_if_finished, move_seller_order

CAUSE = "round_failed"


def end_orders_of_round(actor: Actor, *, round_ref: str, at: datetime) -> int:
    """End what was ordered in a failed round and give the money back. Repeating it does nothing.

    Orders that were never paid end by themselves: their hold ends with the round.

    Returns:
        How many seller orders ended.
    """
    owners = list_owners_of_round(round_ref)
    statement = (
        select(SellerOrder)
        .join(SellerOrder.group)
        .where(SellerOrder.ref.in_(owners), OrderGroup.state == GroupState.PLACED)
        .where(SellerOrder.state != SellerOrderState.CANCELLED)
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .order_by(SellerOrder.id)
    )
    orders = list(session().scalars(statement))
    for order in orders:
        move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=CAUSE, at=at)
        settling.let_go(actor, order, CAUSE, f"round-{order.ref}", at=at)
        close_if_finished(actor, order.group_id, at=at)
    return len(orders)
