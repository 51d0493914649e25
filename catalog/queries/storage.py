"""Grain storage of an organisation: silos, what lies in them, its equation, checks and fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from catalog.models.stock import Lot, StockMovement
from catalog.models.storage import Silo, StorageCheck, StorageClaim, StorageFee, StorageLot
from catalog.queries.specs import get_specs
from catalog.rules.cards import SpecCard
from catalog.rules.storage import (
    TURN_SOON,
    Balance,
    allowed_loss_g,
    balance_of,
    fee_fen,
    gram_days,
    month_of,
)
from core import clock
from core.db import session
from core.errors import NotFound


@dataclass(frozen=True, slots=True)
class StoredLot:
    """One stored lot with its equation and what keeping it has cost this month so far."""

    ref: str
    lot_ref: str
    lot_no: str
    lot_state: str
    grade: str
    spec: SpecCard
    silo_name: str
    gross_g: int
    tare_g: int
    moisture_bp: int
    tests: dict[str, Any]
    stored_on: date
    rotation_on: date
    fee_e4: int
    shrink_bp: int
    balance: Balance
    free_g: int
    month_fee_fen: int
    allowed_g: int
    is_due: bool

    @property
    def net_g(self) -> int:
        """What came in."""
        return self.gross_g - self.tare_g


@dataclass(frozen=True, slots=True)
class SiloCard:
    """A silo and how full it is; its lots in the order in which they leave."""

    ref: str
    name: str
    county_code: str
    capacity_g: int
    fee_e4: int
    shrink_bp: int
    lots: tuple[StoredLot, ...]

    @property
    def filled_g(self) -> int:
        """What lies in it now."""
        return sum(lot.balance.rest_g for lot in self.lots)

    @property
    def percent(self) -> int:
        """How full it is."""
        return self.filled_g * 100 // self.capacity_g


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check of a stored lot, with its claim if there is one."""

    at: datetime
    by_name: str
    rest_before_g: int
    loss_g: int
    allowed_g: int
    over_g: int
    moisture_bp: int
    rotation_on: date
    note: str
    claim_ref: str | None
    answer: str
    answered_by: str


@dataclass(frozen=True, slots=True)
class FeeRow:
    """What one month has cost."""

    month: date
    gram_days: int
    fee_fen: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One movement of the lot."""

    at: datetime
    kind: str
    grams: int
    cause_ref: str


def list_silos(*, org_id: int) -> list[SiloCard]:
    """The silos of an organisation with all that lies in them."""
    silos = session().scalars(select(Silo).where(Silo.org_id == org_id).order_by(Silo.id)).all()
    lots = _load([StorageLot.silo_id.in_([silo.id for silo in silos])])
    return [
        SiloCard(
            ref=silo.ref,
            name=silo.name,
            county_code=silo.county_code,
            capacity_g=silo.capacity_g,
            fee_e4=silo.fee_e4,
            shrink_bp=silo.shrink_bp,
            lots=tuple(lot for silo_id, lot in lots if silo_id == silo.id),
        )
        for silo in silos
    ]


def get_silo(silo_ref: str, *, org_id: int) -> SiloCard:
    """One silo of an organisation.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = next((silo for silo in list_silos(org_id=org_id) if silo.ref == silo_ref), None)
    if found is None:
        raise NotFound("silo_not_found")
    return found


def get_stored(storage_ref: str, *, org_id: int) -> StoredLot:
    """One stored lot of an organisation.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    found = _load([StorageLot.ref == storage_ref, Silo.org_id == org_id])
    if not found:
        raise NotFound("storage_not_found")
    return found[0][1]


def _load(conditions: list[Any]) -> list[tuple[int, StoredLot]]:
    """Stored lots by silo, the oldest rotation date first."""
    statement = (
        select(StorageLot, Lot, Silo)
        .join(Lot, Lot.id == StorageLot.lot_id)
        .join(Silo, Silo.id == StorageLot.silo_id)
        .where(*conditions)
        .order_by(StorageLot.rotation_on, StorageLot.id)
    )
    rows = session().execute(statement).all()
    moves = _movements([lot.id for _, lot, _ in rows])
    specs = get_specs({lot.spec_id for _, lot, _ in rows})
    return [
        (silo.id, _stored((row, lot, silo), specs[lot.spec_id], moves[lot.id]))
        for row, lot, silo in rows
    ]


def _movements(lot_ids: list[int]) -> dict[int, list[StockMovement]]:
    found: dict[int, list[StockMovement]] = {lot_id: [] for lot_id in lot_ids}
    mine = select(StockMovement).where(StockMovement.lot_id.in_(lot_ids))
    for movement in session().scalars(mine.order_by(StockMovement.id)):
        found[movement.lot_id].append(movement)
    return found


def _stored(
    rows: tuple[StorageLot, Lot, Silo], spec: SpecCard, moves: list[StockMovement]
) -> StoredLot:
    row, lot, silo = rows
    today = clock.today()
    changes = [(clock.local_day(m.created_at), m.grams) for m in moves]
    net_g, days = row.gross_g - row.tare_g, (today - row.stored_on).days
    return StoredLot(
        ref=row.ref,
        lot_ref=lot.ref,
        lot_no=lot.lot_no,
        lot_state=lot.state,
        grade=lot.grade,
        spec=spec,
        silo_name=silo.name,
        gross_g=row.gross_g,
        tare_g=row.tare_g,
        moisture_bp=row.moisture_bp,
        tests=row.tests,
        stored_on=row.stored_on,
        rotation_on=row.rotation_on,
        fee_e4=row.fee_e4,
        shrink_bp=row.shrink_bp,
        balance=balance_of(((m.kind, m.grams) for m in moves), lot.grams),
        free_g=lot.grams - lot.allocated_g,
        month_fee_fen=fee_fen(gram_days(changes, month_of(today)[0], today), row.fee_e4),
        allowed_g=allowed_loss_g(net_g, row.shrink_bp, days=days),
        is_due=lot.grams > 0 and row.rotation_on <= today + TURN_SOON,
    )


def list_checks(storage_ref: str) -> list[CheckRow]:
    """The checks of a stored lot, newest first."""
    statement = (
        select(StorageCheck, StorageClaim)
        .join(StorageLot, StorageLot.id == StorageCheck.storage_lot_id)
        .join(StorageClaim, StorageClaim.check_id == StorageCheck.id, isouter=True)
        .where(StorageLot.ref == storage_ref)
        .order_by(StorageCheck.id.desc())
    )
    return [
        CheckRow(
            at=check.created_at,
            by_name=check.by_name,
            rest_before_g=check.rest_before_g,
            loss_g=check.loss_g,
            allowed_g=check.allowed_g,
            over_g=check.over_g,
            moisture_bp=check.moisture_bp,
            rotation_on=check.rotation_on,
            note=check.note,
            claim_ref=claim.ref if claim else None,
            answer=claim.answer if claim else "",
            answered_by=claim.answered_by if claim else "",
        )
        for check, claim in session().execute(statement)
    ]


def list_fees(storage_ref: str) -> list[FeeRow]:
    """What the closed months have cost, newest first."""
    statement = (
        select(StorageFee)
        .join(StorageLot, StorageLot.id == StorageFee.storage_lot_id)
        .where(StorageLot.ref == storage_ref)
        .order_by(StorageFee.month.desc())
    )
    return [FeeRow(f.month, f.gram_days, f.fee_fen) for f in session().scalars(statement)]


def list_moves(storage_ref: str) -> list[MoveRow]:
    """The movements of a stored lot, newest first."""
    statement = (
        select(StockMovement)
        .join(StorageLot, StorageLot.lot_id == StockMovement.lot_id)
        .where(StorageLot.ref == storage_ref)
        .order_by(StockMovement.id.desc())
        .limit(100)
    )
    return [
        MoveRow(m.created_at, m.kind, m.grams, m.cause_ref) for m in session().scalars(statement)
    ]
