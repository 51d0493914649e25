"""Lists of a seller's lots, and what happened to one lot: where its figures come from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, select

from accounts.models.people import Person
from catalog.models.stock import Allocation, Lot, StockMovement
from catalog.queries.lots import load_facts
from catalog.rules.cards import LotFacts
from catalog.rules.lots import HELD_STATES, AllocationState, LotState
from core.db import session

PAGE_SIZE = 30
SOON_DAYS = 7
IN_STORE = (LotState.QUARANTINE, LotState.RELEASED)
VIEWS: dict[str, tuple[LotState, ...]] = {
    "store": IN_STORE,
    "waiting": (LotState.QUARANTINE,),
    "released": (LotState.RELEASED,),
    "soon": (LotState.RELEASED,),
    "stopped": (LotState.BLOCKED, LotState.RECALLED),
    "gone": (LotState.DEPLETED,),
}


@dataclass(frozen=True, slots=True)
class LotFilter:
    """Which lots somebody wants to see: a view, one spec, a part of the number."""

    view: str = "store"
    spec_id: int | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class LotPage:
    """One page of lots, and how many there are in all."""

    items: list[LotFacts]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """Pages in all, at least one."""
        return max(1, -(-self.total // PAGE_SIZE))


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One change of a lot's balance."""

    kind: str
    pieces: int
    grams: int
    cause_ref: str
    at: datetime
    by_name: str


@dataclass(frozen=True, slots=True)
class TakeRow:
    """Pieces of a lot set aside for, or sent with, one order line."""

    line_ref: str
    state: AllocationState
    pieces: int
    grams: int
    arrives_on: date


def read_lots(*, org_id: int, wanted: LotFilter, page: int, today: date) -> LotPage:
    """A seller's lots: those that end first on top, gone ones newest first.

    Args:
        org_id: the seller.
        wanted: what to show; an unknown view shows what is in the store.
        page: from 1.
        today: the day that "ends soon" is counted from.
    """
    statement = _matching(select(Lot.id), org_id, wanted, today)
    total = session().scalar(select(func.count()).select_from(statement.subquery())) or 0
    last = max(1, -(-total // PAGE_SIZE))
    page = min(max(page, 1), last)
    ordered = statement.order_by(*_order(wanted.view))
    ids = session().scalars(ordered.limit(PAGE_SIZE).offset((page - 1) * PAGE_SIZE))
    return LotPage(load_facts(list(ids)), total, page)


def count_views(*, org_id: int, today: date) -> dict[str, int]:
    """How many lots each view shows, over all specs."""
    rows = session().execute(
        select(Lot.state, func.count()).where(Lot.seller_id == org_id).group_by(Lot.state)
    )
    by_state = {state: int(count) for state, count in rows}
    counts = {
        view: sum(by_state.get(state, 0) for state in states) for view, states in VIEWS.items()
    }
    soon = _matching(select(Lot.id), org_id, LotFilter("soon"), today).subquery()
    return counts | {"soon": session().scalar(select(func.count()).select_from(soon)) or 0}


def _matching(statement: Select[int], org_id: int, wanted: LotFilter, today: date) -> Select[int]:
    states = VIEWS.get(wanted.view, IN_STORE)
    found = statement.where(Lot.seller_id == org_id, Lot.state.in_(states))
    if wanted.view == "soon":
        found = found.where(Lot.best_before <= today + timedelta(days=SOON_DAYS))
    if wanted.spec_id is not None:
        found = found.where(Lot.spec_id == wanted.spec_id)
    if wanted.text:
        found = found.where(Lot.lot_no.icontains(wanted.text, autoescape=True))
    return found


def _order(view: str) -> list[Any]:
    if view == "gone":
        return [Lot.received_at.desc(), Lot.id.desc()]
    return [Lot.best_before.is_(None), Lot.best_before, Lot.received_at, Lot.id]


def list_movements(lot_id: int) -> list[MovementRow]:
    """Every change of a lot's balance, newest first; together they are the balance."""
    statement = (
        select(StockMovement, Person.name)
        .outerjoin(Person, Person.id == StockMovement.by_user_id)
        .where(StockMovement.lot_id == lot_id)
        .order_by(StockMovement.id.desc())
    )
    return [
        MovementRow(row.kind, row.pieces, row.grams, row.cause_ref, row.created_at, name or "")
        for row, name in session().execute(statement)
    ]


def list_takes(lot_id: int) -> list[TakeRow]:
    """The order lines that hold goods of a lot or have received them, newest first."""
    shown = (*HELD_STATES, AllocationState.SHIPPED)
    own = select(Allocation).where(Allocation.lot_id == lot_id, Allocation.state.in_(shown))
    return [
        TakeRow(row.line_ref, AllocationState(row.state), row.pieces, row.grams, row.arrives_on)
        for row in session().scalars(own.order_by(Allocation.id.desc()))
    ]
