"""Where a seller's money is, and the orders that every sum is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Subquery, case, func, select
from sqlalchemy.orm import selectinload

from core.db import session
from core.types.dates import SHANGHAI
from shop.models.earnings import SellerEarning
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.rules.earnings import EarningKind, EarningState
from shop.rules.lifecycle import GroupState, SellerOrderState

S = SellerOrderState
PAID = (GroupState.PLACED, GroupState.CLOSED)
PAGE_SIZE = 40


class Place(StrEnum):
    """Where the money of an order is: first by the order's state, once accepted by its rows."""

    READY = "ready"
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    OWED = "owed"
    """Accepted by a buyer on terms who has not paid yet."""
    IN_PAYOUT = "in_payout"
    PAID = "paid"


STATES: dict[Place, tuple[SellerOrderState, ...]] = {
    Place.WAITING: (S.DELIVERED,),
    Place.UNDER_WAY: (
        S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY, S.SHIPPED, S.ON_HOLD,
    ),
}  # fmt: skip
ROWS: dict[Place, EarningState] = {
    Place.READY: EarningState.AVAILABLE,
    Place.OWED: EarningState.PENDING,
    Place.IN_PAYOUT: EarningState.IN_PAYOUT,
    Place.PAID: EarningState.PAID,
}


@dataclass(frozen=True, slots=True)
class Money:
    """Where a seller's money is, in fen; `ready_fen` is negative while refunds outweigh sales."""

    ready_fen: int = 0
    waiting_fen: int = 0
    under_way_fen: int = 0
    owed_fen: int = 0
    in_payout_fen: int = 0
    paid_fen: int = 0

    @property
    def total_fen(self) -> int:
        """All that is still to come."""
        return sum(fen for _, fen in self._still_to_come())

    @property
    def parts(self) -> list[tuple[str, int]]:
        """Whole percent per place, for the bar; together 100 or nothing."""
        if not self.total_fen:
            return []
        shares = [(fill, fen * 100 // self.total_fen) for fill, fen in self._still_to_come()]
        rest = 100 - sum(share for _, share in shares[:-1])
        return [*shares[:-1], (shares[-1][0], rest)]

    def _still_to_come(self) -> list[tuple[str, int]]:
        return [
            ("m-ready", max(0, self.ready_fen + self.in_payout_fen)),
            ("m-wait", self.waiting_fen + self.owed_fen),
            ("m-way", self.under_way_fen),
        ]


@dataclass(frozen=True, slots=True)
class Period:
    """From the first to the last day, both counted; open where None."""

    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class EarningRow:
    """One order and how its money comes about, in fen; in a place only its rows there count."""

    order: SellerOrder
    group: OrderGroup
    has_sale: bool
    """False where only later refunds of the order are in the chosen place."""
    refund_fen: int
    fee_fen: int
    due_fen: int

    @property
    def back_fen(self) -> int:
        """What went back to the buyer by weight and shortage."""
        settled = self.order.settled_fen
        return 0 if settled is None else self.order.goods_fen - settled


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
    """Where a seller's money is, from the packing table to the bank."""
    booked = SellerEarning.booked_at.is_not(None)
    rows = (
        select(SellerEarning.state, func.sum(SellerEarning.amount_fen))
        .where(SellerEarning.seller_org_id == org_id, booked)
        .group_by(SellerEarning.state)
    )
    sums = {state: int(fen) for state, fen in session().execute(rows)}
    on_way = _sums_by_state(org_id)
    fen = {place: sums.get(state, 0) for place, state in ROWS.items()}
    fen |= {place: sum(on_way.get(s, 0) for s in states) for place, states in STATES.items()}
    return Money(**{f"{place}_fen": amount for place, amount in fen.items()})


def _sums_by_state(org_id: int) -> dict[str, int]:
    """What orders that nobody accepted yet are worth to their seller, by their state."""
    rows = _rows_by_order(None)
    open_states = [state for states in STATES.values() for state in states]
    statement = (
        select(SellerOrder.state, func.sum(_due(rows)))
        .join(SellerOrder.group)
        .outerjoin(rows, rows.c.seller_order_ref == SellerOrder.ref)
        .where(*_paid(org_id), SellerOrder.state.in_(open_states))
        .group_by(SellerOrder.state)
    )
    return {state: int(fen) for state, fen in session().execute(statement)}


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
    rows = _rows_by_order(place)
    own = [*_paid(org_id), *_conditions(place, period or Period(), rows)]
    sums = select(func.count(), func.sum(SellerOrder.goods_fen), func.sum(_due(rows)))
    total, goods, due = session().execute(_joined(sums, rows).where(*own)).one()
    page = min(max(page, 1), max(1, -(-total // PAGE_SIZE)))
    newest = _joined(select(SellerOrder, rows), rows).where(*own).order_by(SellerOrder.id.desc())
    shown = newest.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE)
    found = session().execute(shown.options(selectinload(SellerOrder.group)))
    cards = [_row(row[0], row._mapping, place) for row in found]
    return EarningPage(cards, total, page, int(goods or 0), int(due or 0))


def _joined(statement: Any, rows: Subquery) -> Any:
    return statement.join(SellerOrder.group).outerjoin(
        rows, rows.c.seller_order_ref == SellerOrder.ref
    )


def _row(order: SellerOrder, sums: Any, place: Place | None) -> EarningRow:
    expected = order.goods_fen if order.settled_fen is None else order.settled_fen
    return EarningRow(
        order=order,
        group=order.group,
        has_sale=bool(sums["sales"]) or place not in ROWS,
        refund_fen=-int(sums["refund_fen"] or 0),
        fee_fen=int(sums["fee_fen"] or 0),
        due_fen=expected if sums["amount_fen"] is None else int(sums["amount_fen"]),
    )


def _rows_by_order(place: Place | None) -> Subquery:
    """The rows of each order, added up: all, or those in a place."""
    is_sale = SellerEarning.kind == EarningKind.SALE.value
    goods = SellerEarning.goods_fen
    statement = select(
        SellerEarning.seller_order_ref,
        func.sum(case((is_sale, 1), else_=0)).label("sales"),
        func.sum(case((is_sale, 0), else_=goods)).label("refund_fen"),
        func.sum(SellerEarning.fee_fen).label("fee_fen"),
        func.sum(SellerEarning.amount_fen).label("amount_fen"),
    ).group_by(SellerEarning.seller_order_ref)
    if place in ROWS:
        state = SellerEarning.state == ROWS[place].value
        statement = statement.where(state, SellerEarning.booked_at.is_not(None))
    return statement.subquery()


def _due(rows: Subquery) -> ColumnElement[int]:
    return func.coalesce(rows.c.amount_fen, SellerOrder.settled_fen, SellerOrder.goods_fen)


def _paid(org_id: int) -> list[ColumnElement[bool]]:
    return [
        SellerOrder.seller_org_id == org_id,
        SellerOrder.state != S.CANCELLED,
        OrderGroup.state.in_(PAID),
    ]


def _conditions(
    place: Place | None, period: Period, rows: Subquery
) -> Sequence[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if place in STATES:
        found.append(SellerOrder.state.in_(STATES[place]))
    elif place is not None:
        found.append(rows.c.amount_fen.is_not(None))
    if period.first is not None:
        found.append(OrderGroup.placed_at >= start_of(period.first))
    if period.last is not None:
        found.append(OrderGroup.placed_at < start_of(period.last, days=1))
    return found


def sold_since(*, org_id: int, since: datetime) -> dict[int, int]:
    """Pieces ordered from a seller since an instant, by listing."""
    statement = (
        select(OrderLine.listing_id, func.sum(OrderLine.pieces))
        .join(OrderLine.seller_order)
        .join(SellerOrder.group)
        .where(*_paid(org_id), OrderGroup.placed_at >= since)
        .group_by(OrderLine.listing_id)
    )
    return {listing_id: int(pieces) for listing_id, pieces in session().execute(statement)}


def start_of(day: date, *, days: int = 0) -> datetime:
    """The instant a day begins in Shanghai, so many days later."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=SHANGHAI)
