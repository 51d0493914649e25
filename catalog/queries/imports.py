"""Imports of a seller, and the rows of the tables they take away."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from catalog.models.imports import ImportFault, ImportJob
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot
from catalog.models.supply import SupplyBucket
from catalog.rules.imports import UNDER_WAY, Fault, ImportState
from catalog.rules.sheets import SheetKind
from core.db import session
from core.errors import NotFound
from core.types.dates import monday_of

SHOWN_FAULTS = 200
WEEKS = 8


@dataclass(frozen=True, slots=True)
class ImportCard:
    """One import: what, how far, how its rows end."""

    ref: str
    kind: str
    state: str
    file_name: str
    by_name: str
    created_at: datetime
    is_submitting: bool
    problem: str
    missing_columns: tuple[str, ...]
    rows_total: int
    rows_done: int
    ends: dict[str, int]
    faults: tuple[Fault, ...] = ()

    @property
    def is_under_way(self) -> bool:
        """Whether the worker still has to come, or is at it."""
        return self.state in UNDER_WAY

    @property
    def is_open(self) -> bool:
        """Whether it waits for somebody's yes."""
        return self.state == ImportState.CHECKED

    @property
    def may_confirm(self) -> bool:
        """Whether there is anything to take over."""
        return self.is_open and self.ends["new"] + self.ends["changed"] > 0

    @property
    def percent(self) -> int:
        """How far the worker has come, if the number of rows is known."""
        return min(100, self.rows_done * 100 // self.rows_total) if self.rows_total else 0


def _card(job: ImportJob, faults: tuple[Fault, ...] = ()) -> ImportCard:
    return ImportCard(
        ref=job.ref,
        kind=job.kind,
        state=job.state,
        file_name=job.file_name,
        by_name=job.by_name,
        created_at=job.created_at,
        is_submitting=job.is_submitting,
        problem=job.problem,
        missing_columns=tuple(job.missing_columns),
        rows_total=job.rows_total,
        rows_done=job.rows_done,
        ends={
            "new": job.rows_new,
            "changed": job.rows_changed,
            "same": job.rows_same,
            "bad": job.rows_bad,
        },
        faults=faults,
    )


def list_imports(*, org_id: int, limit: int = 20) -> list[ImportCard]:
    """The newest imports of a seller."""
    mine = select(ImportJob).where(ImportJob.seller_id == org_id).order_by(ImportJob.id.desc())
    return [_card(job) for job in session().scalars(mine.limit(limit))]


def get_import(import_ref: str, *, org_id: int) -> ImportCard:
    """One import with its first faults.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    mine = (ImportJob.ref == import_ref, ImportJob.seller_id == org_id)
    job = session().scalar(select(ImportJob).where(*mine))
    if job is None:
        raise NotFound("import_not_found")
    rows = select(ImportFault).where(ImportFault.job_id == job.id)
    faults = session().scalars(
        rows.order_by(ImportFault.row_no, ImportFault.id).limit(SHOWN_FAULTS)
    )
    return _card(
        job,
        tuple(Fault(f.row_no, f.cell, f.field, f.code, f.typed, f.is_note) for f in faults),
    )


def export_rows(kind: SheetKind, *, org_id: int, today: date) -> Iterator[dict[str, str]]:
    """A seller's own rows by field, as a table shows and takes them."""
    if kind is SheetKind.LISTINGS:
        return _listings(org_id)
    if kind is SheetKind.LOTS:
        return _lots(org_id)
    return _forecasts(org_id, monday_of(today))


def _decimal(number: int, scale: int) -> str:
    whole, rest = divmod(number, 10**scale)
    digits = str(rest).zfill(scale).rstrip("0")
    return f"{whole}.{digits}" if digits else str(whole)


def _listings(org_id: int) -> Iterator[dict[str, str]]:
    mine = (
        select(Listing, ProductSpec.code)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(Listing.seller_id == org_id)
        .order_by(Listing.id)
    )
    plain = ("sku", "title_zh", "title_en", "county_code", "sold_by", "priced_by", "state")
    whole = ("nominal_g", "min_g", "max_g", "step", "moq", "min_remaining_days")
    for listing, code in session().execute(mine.execution_options(yield_per=500)):
        row = {name: str(getattr(listing, name)) for name in (*plain, *whole)}
        row |= {"spec": code, "price": _decimal(listing.price_e4, 4)}
        row |= {"tax_bp": _decimal(listing.tax_bp, 2)}
        row |= {"story_zh": listing.story_zh, "story_en": listing.story_en}
        row |= {name: "1" if getattr(listing, name) else "" for name in ("is_halal", "uses_gi")}
        yield row | {f"label_{name}": text for name, text in listing.label.items()}


def _lots(org_id: int) -> Iterator[dict[str, str]]:
    mine = (
        select(Lot, ProductSpec.code)
        .join(ProductSpec, ProductSpec.id == Lot.spec_id)
        .where(Lot.seller_id == org_id)
        .order_by(Lot.produced_on.desc(), Lot.id.desc())
        .limit(20_000)
    )
    for lot, code in session().execute(mine.execution_options(yield_per=500)):
        yield {
            "lot_no": lot.lot_no,
            "spec": code,
            "county_code": lot.county_code,
            "produced_on": lot.produced_on.isoformat(),
            "best_before": lot.best_before.isoformat() if lot.best_before else "",
            "pieces": str(lot.pieces),
            "kilograms": _decimal(lot.grams, 3),
            "grade": lot.grade,
            "certificate_no": lot.certificate_no,
            "state": lot.state,
        }


def _forecasts(org_id: int, monday: date) -> Iterator[dict[str, str]]:
    """The next weeks of every spec this seller has spoken of or sells, empty ones included."""
    own = select(Listing.spec_id).where(Listing.seller_id == org_id)
    said = select(SupplyBucket.spec_id).where(SupplyBucket.seller_id == org_id)
    specs = session().execute(
        select(ProductSpec.id, ProductSpec.code)
        .where(ProductSpec.id.in_(own.union(said)))
        .order_by(ProductSpec.id)
    )
    mine = (SupplyBucket.seller_id == org_id, SupplyBucket.monday >= monday)
    found = session().scalars(select(SupplyBucket).where(*mine))
    known = {(b.spec_id, b.monday): (b.p50_g, b.p80_g) for b in found}
    for spec_id, code in specs.all():
        for week in range(WEEKS):
            day = monday + timedelta(weeks=week)
            p50, p80 = known.get((spec_id, day), (0, 0))
            row = {"spec": code, "monday": day.isoformat()}
            yield row | {"p50_kg": _decimal(p50, 3), "p80_kg": _decimal(p80, 3)}
