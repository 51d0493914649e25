"""The supply ledger: what a week brings, what is promised of it, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select, union

from catalog.models.listings import Listing
from catalog.models.stock import Reservation, StockPool
from catalog.models.supply import Commitment, Forecast, SupplyBucket
from catalog.queries.specs import get_specs
from catalog.rules.cards import SpecCard, SupplyWeek
from catalog.rules.listing import ListingState
from catalog.rules.shortage import Claim, Served, serve
from catalog.rules.stock import ReservationState
from catalog.rules.supply import atp_week_g, iso_week, promisable_g
from core import clock
from core.db import session
from core.types.dates import monday_of

Key = tuple[int, date]


@dataclass(frozen=True, slots=True)
class SupplyRow:
    """One spec of a seller with its weeks."""

    spec: SpecCard
    weeks: list[SupplyWeek]


@dataclass(frozen=True, slots=True)
class CommitmentRow:
    """What one contract may take of one week, in grams."""

    contract_ref: str
    spec_id: int
    monday: date
    grams: int
    drawn_g: int
    priority_at: datetime
    override_reason: str


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """One answer to "what will the week bring"."""

    monday: date
    p50_g: int
    p80_g: int
    source: str
    by_name: str
    created_at: datetime


def next_mondays(count: int) -> list[date]:
    """The Mondays of this week and the following ones."""
    first = monday_of(clock.today())
    return [first + timedelta(weeks=step) for step in range(count)]


def supply_weeks(seller_id: int, spec_id: int, weeks: Sequence[date] | int) -> list[SupplyWeek]:
    """The weeks of one spec of one seller.

    This week counts from stock: free = on hand − committed − reserved; later weeks from the
    forecast (ATP_WEEK).

    Args:
        seller_id: the organisation.
        spec_id: the goods.
        weeks: Mondays, or how many weeks from this one on.
    """
    mondays = next_mondays(weeks) if isinstance(weeks, int) else list(weeks)
    return _rows(seller_id, [spec_id], mondays)[spec_id]


def supply_ledger(*, org_id: int, weeks: int = 8) -> list[SupplyRow]:
    """All specs a seller forecasts, keeps or lists, with their weeks."""
    spec_ids = specs_of_seller(org_id)
    specs = get_specs(spec_ids)
    rows = _rows(org_id, spec_ids, next_mondays(weeks))
    return [SupplyRow(specs[spec_id], rows[spec_id]) for spec_id in spec_ids]


def specs_of_seller(seller_id: int) -> list[int]:
    """Ids of the specs a seller deals in, in order."""
    ended = Listing.state != ListingState.ENDED
    found = union(
        select(Listing.spec_id).where(Listing.seller_id == seller_id, ended),
        select(StockPool.spec_id).where(StockPool.seller_id == seller_id),
        select(SupplyBucket.spec_id).where(SupplyBucket.seller_id == seller_id),
    )
    return sorted(session().scalars(found))


def specs_of_seller_cards(seller_id: int) -> list[SpecCard]:
    """The specs a seller deals in."""
    return list(get_specs(specs_of_seller(seller_id)).values())


def list_commitments(*, org_id: int, spec_id: int | None = None) -> list[CommitmentRow]:
    """The open commitments of a seller in the order in which they are served."""
    statement = select(Commitment).where(Commitment.seller_id == org_id, Commitment.grams > 0)
    if spec_id is not None:
        statement = statement.where(Commitment.spec_id == spec_id)
    ordered = statement.order_by(Commitment.monday, Commitment.priority_at, Commitment.id)
    return [
        CommitmentRow(
            row.contract_ref,
            row.spec_id,
            row.monday,
            row.grams,
            row.drawn_g,
            row.priority_at,
            row.override_reason,
        )
        for row in session().scalars(ordered)
    ]


def list_forecasts(*, org_id: int, spec_id: int, limit: int = 40) -> list[ForecastRow]:
    """What a seller has said about a spec, newest first."""
    statement = (
        select(Forecast)
        .where(Forecast.seller_id == org_id, Forecast.spec_id == spec_id)
        .order_by(Forecast.id.desc())
        .limit(limit)
    )
    return [
        ForecastRow(row.monday, row.p50_g, row.p80_g, row.source, row.by_name, row.created_at)
        for row in session().scalars(statement)
    ]


def get_week(
    *, org_id: int, spec_id: int, monday: date
) -> tuple[SupplyWeek, list[Served], list[CommitmentRow]]:
    """One week with the rows behind its figures, and who is served if it falls short."""
    week = supply_weeks(org_id, spec_id, [monday])[0]
    mine = [row for row in list_commitments(org_id=org_id, spec_id=spec_id) if row.monday == monday]
    claims = [Claim(row.contract_ref, row.grams - row.drawn_g, row.priority_at) for row in mine]
    have_g = week.on_hand_g if week.is_current else promisable_g(week.p80_g)
    return week, serve(have_g, claims, week.reserved_g), mine


def _rows(
    seller_id: int, spec_ids: Sequence[int], mondays: Sequence[date]
) -> dict[int, list[SupplyWeek]]:
    buckets = _buckets(seller_id, spec_ids, mondays)
    open_g = _open_commitments(seller_id, spec_ids, mondays)
    stock = _stock(seller_id, spec_ids)
    this_week = monday_of(clock.today())
    return {
        spec_id: [
            _current(
                monday,
                buckets.get((spec_id, monday)),
                stock.get(spec_id, (0, 0)),
                open_g.get((spec_id, monday), 0),
            )
            if monday == this_week
            else _later(monday, buckets.get((spec_id, monday)))
            for monday in mondays
        ]
        for spec_id in spec_ids
    }


def _current(
    monday: date, bucket: SupplyBucket | None, stock: tuple[int, int], committed_g: int
) -> SupplyWeek:
    on_hand_g, reserved_g = stock
    return SupplyWeek(
        iso_week=iso_week(monday),
        monday=monday,
        on_hand_g=on_hand_g,
        p50_g=bucket.p50_g if bucket else 0,
        p80_g=bucket.p80_g if bucket else 0,
        committed_g=committed_g,
        reserved_g=reserved_g,
        free_g=max(0, on_hand_g - committed_g - reserved_g),
        is_current=True,
    )


def _later(monday: date, bucket: SupplyBucket | None) -> SupplyWeek:
    p50_g, p80_g = (bucket.p50_g, bucket.p80_g) if bucket else (0, 0)
    committed_g, booked_g = (bucket.committed_g, bucket.booked_g) if bucket else (0, 0)
    return SupplyWeek(
        iso_week=iso_week(monday),
        monday=monday,
        on_hand_g=0,
        p50_g=p50_g,
        p80_g=p80_g,
        committed_g=committed_g,
        reserved_g=booked_g,
        free_g=atp_week_g(p80_g, committed_g),
    )


def _buckets(
    seller_id: int, spec_ids: Iterable[int], mondays: Sequence[date]
) -> dict[Key, SupplyBucket]:
    statement = (
        select(SupplyBucket)
        .where(SupplyBucket.seller_id == seller_id, SupplyBucket.spec_id.in_(list(spec_ids)))
        .where(SupplyBucket.monday.in_(list(mondays)))
        .execution_options(populate_existing=True)
    )
    return {(row.spec_id, row.monday): row for row in session().scalars(statement)}


def _open_commitments(
    seller_id: int, spec_ids: Iterable[int], mondays: Sequence[date]
) -> dict[Key, int]:
    statement = (
        select(
            Commitment.spec_id,
            Commitment.monday,
            func.sum(Commitment.grams - Commitment.drawn_g),
        )
        .where(Commitment.seller_id == seller_id, Commitment.spec_id.in_(list(spec_ids)))
        .where(Commitment.monday.in_(list(mondays)))
        .group_by(Commitment.spec_id, Commitment.monday)
    )
    return {(spec, monday): int(grams) for spec, monday, grams in session().execute(statement)}


def _stock(seller_id: int, spec_ids: Iterable[int]) -> dict[int, tuple[int, int]]:
    """What is on hand and what of it is reserved, by spec; holds that are due do not count."""
    mine = (StockPool.seller_id == seller_id, StockPool.spec_id.in_(list(spec_ids)))
    reserved = func.sum(StockPool.reserved_g + StockPool.allocated_g)
    counters = (
        select(StockPool.spec_id, func.sum(StockPool.released_g), reserved)
        .where(*mine)
        .group_by(StockPool.spec_id)
    )
    due = (
        select(StockPool.spec_id, func.sum(Reservation.grams))
        .join(StockPool, StockPool.id == Reservation.pool_id)
        .where(*mine, Reservation.state == ReservationState.HOLD)
        .where(Reservation.expires_at <= clock.now(), Reservation.bucket_id.is_(None))
        .group_by(StockPool.spec_id)
    )
    over = {spec: int(grams) for spec, grams in session().execute(due)}
    return {
        spec: (int(on_hand), max(0, int(held) - over.get(spec, 0)))
        for spec, on_hand, held in session().execute(counters)
    }
