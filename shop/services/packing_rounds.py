"""A whole table of orders at once: begin to pick them all, settle and box all that are weighed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from catalog.services import allocation
from core.db import session
from shop.models.orders import SellerOrder
from shop.queries.packing import PackOrder
from shop.rules.lifecycle import SellerOrderState
from shop.services import fulfilment

S = SellerOrderState


@dataclass(frozen=True, slots=True)
class Begun:
    """Orders that are being picked now, and those that have no lot to take from."""

    orders: int
    without_lot: int


@dataclass(frozen=True, slots=True)
class Boxed:
    """Orders in their boxes, those that had nothing to send, and what goes back to buyers."""

    orders: int
    empty: int
    back_fen: int


def begin_all(actor: Actor, orders: Sequence[PackOrder], *, at: datetime) -> Begun:
    """Accept and begin to pick every order that has its lots.

    Args:
        actor: who packs.
        orders: placed or accepted orders of the actor's organisation.
        at: now.
    """
    ready = [order for order in orders if not any(line.is_without_lot for line in order.lines)]
    _lock(actor, ready)
    for order in ready:
        if order.row.state == S.PLACED:
            fulfilment.accept(actor, seller_order_ref=order.row.ref, at=at)
        fulfilment.start_picking(actor, seller_order_ref=order.row.ref, at=at)
    return Begun(len(ready), len(orders) - len(ready))


def box_all(actor: Actor, orders: Sequence[PackOrder], *, at: datetime) -> Boxed:
    """Settle and close the boxes of every order of which nothing is missing any more.

    Args:
        actor: who packs.
        orders: orders being picked; those with a missing piece are left alone.
        at: now.
    """
    done = [order for order in orders if not order.missing]
    _lock(actor, done)
    boxed, back = 0, 0
    for order in done:
        back += fulfilment.finish_weighing(actor, seller_order_ref=order.row.ref, at=at)
        boxed += _box(actor, order.row, at)
    return Boxed(boxed, len(done) - boxed, back)


def _box(actor: Actor, order: SellerOrder, at: datetime) -> bool:
    session().refresh(order)
    if order.state != S.WEIGHED:  # nothing of it was left to send
        return False
    fulfilment.pack(actor, seller_order_ref=order.ref, at=at)
    return True


def _lock(actor: Actor, orders: Sequence[PackOrder]) -> None:
    refs = [line.row.ref for order in orders for line in order.lines]
    allocation.lock_lines(actor, line_refs=refs)
