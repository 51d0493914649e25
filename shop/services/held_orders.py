"""Orders whose lot was blocked: nothing is sent until another lot, or the seller's word, is there.

A lot that is blocked or recalled looks for other lots for its orders by itself; only lines that
found none put their order on hold. A new lot of the same goods lifts the hold.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import SYSTEM, Actor
from catalog.errors import HoldExpired, NoSuitableLot
from catalog.queries.lots import get_public_lot, lots_of_allocation
from catalog.services import allocation
from core.db import session
from shop.errors import StillWithoutLot
from shop.models.orders import OrderLine, SellerOrder, StateChange
from shop.queries.weighings import shortages_of_lines
from shop.rules.lifecycle import SellerOrderState
from shop.rules.shortages import OPEN
from shop.services.fulfilment import own_order
from shop.services.order_goods import wish_of
from shop.services.states import move_seller_order

BLOCKED, LIFTED = "lot_blocked", "hold_lifted"


def hold_lines(actor: Actor, *, line_refs: Iterable[str], at: datetime) -> int:
    """Stop the orders of lines that lost their lot and found no other, while they are not sent.

    Returns:
        How many seller orders are on hold now.
    """
    own = SellerOrder.id.in_(
        select(OrderLine.seller_order_id).where(OrderLine.ref.in_(sorted(set(line_refs))))
    )
    in_time = SellerOrder.state.in_([state.value for state in OPEN])
    orders = list(
        session().scalars(select(SellerOrder).where(own, in_time).order_by(SellerOrder.id))
    )
    for order in orders:
        move_seller_order(actor, order, SellerOrderState.ON_HOLD, cause=BLOCKED, at=at)
    return len(orders)


def lift_hold(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """The seller goes on: every line has a lot again, or was said to be missing.

    Raises:
        OrderNotFound: unknown, or another seller's.
        StillWithoutLot: there is still no lot for a line; nothing is changed.
    """
    order = own_order(actor, seller_order_ref)
    _lift(actor, order, at=at)


def lift_holds_of(lot_ref: str, *, at: datetime) -> int:
    """A lot was released: orders on hold that it can serve go on.

    Returns:
        How many went on.
    """
    facts = get_public_lot(lot_ref)
    waiting = (
        select(SellerOrder)
        .where(
            SellerOrder.seller_org_id == facts.seller_id,
            SellerOrder.state == SellerOrderState.ON_HOLD,
        )
        .options(selectinload(SellerOrder.lines))
        .order_by(SellerOrder.id)
    )
    lifted = 0
    for order in list(session().scalars(waiting)):
        try:
            with session().begin_nested():
                _lift(SYSTEM, order, at=at)
            lifted += 1
        except StillWithoutLot:
            continue
    return lifted


def _lift(actor: Actor, order: SellerOrder, *, at: datetime) -> None:
    bare = _without_lot(order.lines)
    wishes = [wish_of(line) for line in bare]
    try:
        allocation.allocate(actor, owner_ref=order.ref, lines=wishes, at=at)
    except (NoSuitableLot, HoldExpired) as none:
        raise StillWithoutLot(order_ref=order.ref) from none
    before = _state_before(order)
    move_seller_order(actor, order, before, cause=LIFTED, at=at)
    if before == SellerOrderState.PICKING:
        for line in bare:
            allocation.pick(actor, line_ref=line.ref, at=at)


def _without_lot(lines: Sequence[OrderLine]) -> list[OrderLine]:
    lots = lots_of_allocation([line.ref for line in lines])
    short = shortages_of_lines([line.id for line in lines])
    return [
        line
        for line in lines
        if not lots.get(line.ref) and (line.id not in short or short[line.id].pieces < line.pieces)
    ]


def _state_before(order: SellerOrder) -> SellerOrderState:
    statement = (
        select(StateChange.from_state)
        .where(StateChange.subject_ref == order.ref)
        .where(StateChange.to_state == SellerOrderState.ON_HOLD)
        .order_by(StateChange.id.desc())
    )
    return SellerOrderState(session().scalars(statement).first() or SellerOrderState.PLACED)
