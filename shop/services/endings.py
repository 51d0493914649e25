"""The end of an order as a whole, once each seller's part has ended."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import Actor
from core.db import session
from core.outbox import publish
from shop.events import OrderCancelled
from shop.rules.lifecycle import GroupState, SellerOrderState, is_finished
from shop.services.orders import load_group
from shop.services.states import move_group


def end_group_if_over(actor: Actor, group_ref: str, *, at: datetime) -> None:
    """Close an order when nothing more will happen to it; cancel it when nothing was sent."""
    session().flush()  # the group is judged by what its orders are now
    group = load_group(group_ref)
    states = [order.state for order in group.seller_orders]
    if group.state != GroupState.PLACED or not is_finished(states):
        return
    if all(state == SellerOrderState.CANCELLED for state in states):
        move_group(actor, group, GroupState.CANCELLED, cause="nothing_sent", at=at)
        publish(OrderCancelled(group_ref), dedupe_key=group_ref)
    else:
        move_group(actor, group, GroupState.CLOSED, cause="all_accepted", at=at)
