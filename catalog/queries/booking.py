"""Which weeks of a harvest may be booked, and what was decided when goods came in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from catalog.models.listings import Listing
from catalog.models.stock import Lot, Reservation, StockPool
from catalog.models.supply import HarvestDecision, SupplyBucket
from catalog.rules.booking import WEEKS_AHEAD, WeekRoom
from catalog.rules.stock import OPEN_RESERVATIONS, ReservationState
from core import clock
from core.db import session
from core.types.dates import monday_of


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """What somebody got of a lot that came in, in grams."""

    step: str
    owner_ref: str
    line_ref: str
    wanted_g: int
    given_g: int
    lot_ref: str
    lot_no: str
    at: datetime
    is_last: bool

    @property
    def missing_g(self) -> int:
        """What was wanted and not given."""
        return self.wanted_g - self.given_g


@dataclass(frozen=True, slots=True)
class BookedRow:
    """An order line that waits for a harvest."""

    line_ref: str
    owner_ref: str
    pieces: int
    grams: int
    is_paid: bool
    since: datetime


def weeks_to_book(listing_id: int, *, at: datetime) -> list[WeekRoom]:
    """The coming weeks of a listing's goods that somebody forecasts, with their room.

    Holds that are due do not count any more.
    """
    first = monday_of(clock.local_day(at)) + timedelta(weeks=1)
    statement = (
        select(SupplyBucket)
        .join(
            Listing,
            (Listing.seller_id == SupplyBucket.seller_id)
            & (Listing.spec_id == SupplyBucket.spec_id),
        )
        .where(Listing.id == listing_id, SupplyBucket.p80_g > 0)
        .where(SupplyBucket.monday >= first)
        .where(SupplyBucket.monday < first + timedelta(weeks=WEEKS_AHEAD))
        .order_by(SupplyBucket.monday)
        .execution_options(populate_existing=True)
    )
    rows = list(session().scalars(statement))
    due = _due_g([row.id for row in rows], at)
    return [
        WeekRoom(
            row.monday,
            row.p80_g,
            row.committed_g,
            row.booked_g - due.get(row.id, 0),
            row.closed_at is not None,
        )
        for row in rows
    ]


def _due_g(bucket_ids: list[int], at: datetime) -> dict[int, int]:
    statement = (
        select(Reservation.bucket_id, func.sum(Reservation.grams))
        .where(Reservation.bucket_id.in_(bucket_ids))
        .where(Reservation.state == ReservationState.HOLD, Reservation.expires_at <= at)
        .group_by(Reservation.bucket_id)
    )
    return {bucket: int(grams) for bucket, grams in session().execute(statement).tuples() if bucket}


def list_decisions(*, org_id: int, spec_id: int, monday: date) -> list[DecisionRow]:
    """What was decided for a week of a seller, in order."""
    statement = (
        select(HarvestDecision, Lot)
        .join(SupplyBucket, SupplyBucket.id == HarvestDecision.bucket_id)
        .join(Lot, Lot.id == HarvestDecision.lot_id)
        .where(SupplyBucket.seller_id == org_id, SupplyBucket.spec_id == spec_id)
        .where(SupplyBucket.monday == monday)
        .order_by(HarvestDecision.id)
    )
    return [
        DecisionRow(
            row.step,
            row.owner_ref,
            row.line_ref,
            row.wanted_g,
            row.given_g,
            lot.ref,
            lot.lot_no,
            row.created_at,
            row.is_last,
        )
        for row, lot in session().execute(statement)
    ]


def list_booked(*, org_id: int, spec_id: int, monday: date) -> list[BookedRow]:
    """The order lines that wait for a week's harvest, in the order in which they are served."""
    statement = (
        select(Reservation)
        .join(SupplyBucket, SupplyBucket.id == Reservation.bucket_id)
        .where(SupplyBucket.seller_id == org_id, SupplyBucket.spec_id == spec_id)
        .where(SupplyBucket.monday == monday, Reservation.state.in_(OPEN_RESERVATIONS))
        .order_by(Reservation.firm_at.is_(None), Reservation.firm_at, Reservation.id)
    )
    return [_booked(row) for row in session().scalars(statement)]


def list_reserved(*, org_id: int, spec_id: int, limit: int = 60) -> list[BookedRow]:
    """The order lines that hold goods from stock, those that hold longest first."""
    statement = (
        select(Reservation)
        .join(StockPool, StockPool.id == Reservation.pool_id)
        .where(StockPool.seller_id == org_id, StockPool.spec_id == spec_id)
        .where(Reservation.bucket_id.is_(None), Reservation.state.in_(OPEN_RESERVATIONS))
        .order_by(Reservation.id)
        .limit(limit)
    )
    return [_booked(row) for row in session().scalars(statement)]


def _booked(row: Reservation) -> BookedRow:
    return BookedRow(
        row.line_ref,
        row.owner_ref,
        row.pieces,
        row.grams,
        row.state == ReservationState.FIRM,
        row.firm_at or row.created_at,
    )
