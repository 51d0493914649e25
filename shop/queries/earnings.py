"""Where a seller's money is, and the orders that every sum is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from core.db import session
from core.types.dates import SHANGHAI
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.lifecycle import GroupState, SellerOrderState

S = SellerOrderState
PAID = (GroupState.PLACED, GroupState.CLOSED)
PAGE_SIZE = 40


class Place(StrEnum):
    """Where the money of an order is."""

    READY = "ready"
    WAITING = "waiting"
    UNDER_WAY = "under_way"


STATES: dict[Place, tuple[SellerOrderState, ...]] = {
    Place.READY: (S.ACCEPTED_BY_BUYER, S.CLOSED),
    Place.WAITING: (S.DELIVERED,),
    Place.UNDER_WAY: (
        S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY, S.SHIPPED, S.ON_HOLD,
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Money:
    """Where a seller's money is, in fen; each order is in exactly one place."""

    ready_fen: int = 0
    waiting_fen: int = 0
    under_way_fen: int = 0

    @property
    def total_fen(self) -> int:
        """All of it."""
        return self.ready_fen + self.waiting_fen + self.under_way_fen

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Whole percent per place, for the bar; together 100 or nothing."""
        if not self.total_fen:
            return []
        ready = self.ready_fen * 100 // self.total_fen
        waiting = self.waiting_fen * 100 // self.total_fen
        return [("m-ready", ready), ("m-wait", waiting), ("m-way", 100 - ready - waiting)]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted; open where None."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EarningRow:
    """One order: prepaid goods, what went back, what is left for the seller, in fen."""

    order: SellerOrder
    group: OrderGroup

    @property
    def due_fen(self) -> int:
        """What the seller gets; until it is settled, what was prepaid."""
        order = self.order
        return order.goods_fen if order.settled_fen is None else order.settled_fen

    @property
    def back_fen(self) -> int:
        """What went back to the buyer by weight and shortage."""
        return self.order.goods_fen - self.due_fen


@dataclass(frozen=True, slots=True)
class EarningPage:
    """One page of orders with the sums over all pages."""

    rows: list[EarningRow]
    total: int
    page: int
    goods_fen: int
    due_fen: int

    @property
    def pages(self) -> int:
        """Pages in all, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


def read_money(*, org_id: int) -> Money:
    """Where a seller's money is: to be settled, waiting for the buyer, on its way."""
    statement = (
        select(SellerOrder.state, func.sum(_due()))
        .join(SellerOrder.group)
        .where(*_paid(org_id))
        .group_by(SellerOrder.state)
    )
    sums = {state: int(total) for state, total in session().execute(statement)}
    places = {place: sum(sums.get(s, 0) for s in states) for place, states in STATES.items()}
    return Money(places[Place.READY], places[Place.WAITING], places[Place.UNDER_WAY])


def list_earnings(
    *, org_id: int, place: Place | None = None, period: Period | None = None, page: int = 1
) -> EarningPage:
    """The orders behind a seller's money, newest first.

    Args:
        org_id: the seller.
        place: only the orders whose money is there; None means all.
        period: only orders placed in these days.
        page: from 1.
    """
    own = [*_paid(org_id), *_conditions(place, period or Period())]
    sums = select(func.count(), func.sum(SellerOrder.goods_fen), func.sum(_due()))
    total, goods, due = session().execute(sums.join(SellerOrder.group).where(*own)).one()
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    newest = select(SellerOrder).join(SellerOrder.group).where(*own)
    shown = newest.order_by(SellerOrder.id.desc()).limit(PAGE_SIZE)
    loaded = shown.offset((page - 1) * PAGE_SIZE).options(selectinload(SellerOrder.group))
    orders = session().scalars(loaded)
    rows = [EarningRow(order, order.group) for order in orders]
    return EarningPage(rows, total, page, int(goods or 0), int(due or 0))


def _due() -> ColumnElement[int]:
    return func.coalesce(SellerOrder.settled_fen, SellerOrder.goods_fen)


def _paid(org_id: int) -> list[ColumnElement[bool]]:
    return [
        SellerOrder.seller_org_id == org_id,
        SellerOrder.state != S.CANCELLED,
        OrderGroup.state.in_(PAID),
    ]


def _conditions(place: Place | None, period: Period) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if place is not None:
        found.append(SellerOrder.state.in_(STATES[place]))
    if period.first is not None:
        found.append(OrderGroup.placed_at >= start_of(period.first))
    if period.last is not None:
        found.append(OrderGroup.placed_at < start_of(period.last, days=1))
    return found


def start_of(day: date, *, days: int = 0) -> datetime:
    """The instant a day begins in Shanghai, so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=SHANGHAI)
