"""Grain storage: open a silo, take grain in, measure it, answer for losses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from accounts.rules.places import find_place
from catalog.errors import AllocationMoved, StorageStepRefused
from catalog.models.specs import ProductSpec
from catalog.models.stock import Lot, StockMovement
from catalog.models.storage import Silo, StorageCheck, StorageClaim, StorageLot
from catalog.rules.cards import LotCard
from catalog.rules.lots import LotState
from catalog.rules.stock import MovementKind
from catalog.rules.storage import SHRINKS, allowed_loss_g, over_loss_g
from catalog.services.holdings import move_pool
from catalog.services.locks import lock_pools, lock_silo
from catalog.services.lots import NewLot, receive_lot
from catalog.services.movements import post
from catalog.services.ownership import own_seller
from core import clock
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class Intake:
    """Grain over the weighbridge: gross and tare in grams, moisture in 1/10000."""

    spec_id: int
    grade: str
    gross_g: int
    tare_g: int
    moisture_bp: int
    rotation_on: date
    produced_on: date
    certificate_no: str = ""
    tests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a check found: the rest in grams (None: not weighed), moisture, the next date."""

    rest_g: int | None
    moisture_bp: int
    rotation_on: date
    note: str = ""
    tests: dict[str, str] = field(default_factory=dict)


def open_silo(  # noqa: PLR0913 -- a silo is these facts
    actor: Actor,
    *,
    org_id: int,
    name: str,
    county_code: str,
    capacity_g: int,
    fee_e4: int,
    shrink_bp: int,
    at: datetime,
) -> str:
    """Enter a silo with its capacity, its fee per tonne and day, and the loss that is agreed.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    own_seller(actor, org_id, Permission.MANAGE_LOTS)
    fields = {} if find_place(county_code) else {"county_code": "invalid_choice"}
    same = select(Silo.id).where(Silo.org_id == org_id, Silo.name == name.strip())
    if session().scalar(same) is not None:
        fields["name"] = "silo_name_taken"
    if fields:
        raise InvalidInput("silo_invalid", fields=fields)
    silo = Silo(
        org_id=org_id,
        name=name.strip(),
        county_code=county_code,
        capacity_g=capacity_g,
        fee_e4=fee_e4,
        shrink_bp=shrink_bp,
        created_at=at,
    )
    session().add(silo)
    session().flush()  # the reference is made now
    return silo.ref


def take_in(actor: Actor, *, silo_ref: str, intake: Intake, at: datetime) -> str:
    """Take grain into a silo as a lot of its own; it waits in quarantine like all others.

    Its rotation date is the lot's last day, so that the oldest date leaves first.

    Returns:
        The reference of the storage lot.

    Raises:
        NotFound: another one's silo, or none.
        InvalidInput: names every field that is wrong; too much for the silo among them.
    """
    silo = _own_silo(actor, silo_ref)
    net_g = intake.gross_g - intake.tare_g
    piece_g = _check_intake(silo, intake, net_g, at)
    new = NewLot(
        seller_id=silo.org_id,
        spec_id=intake.spec_id,
        county_code=silo.county_code,
        produced_on=intake.produced_on,
        pieces=net_g // piece_g,
        grams=net_g,
        grade=intake.grade,
        certificate_no=intake.certificate_no,
        best_before=intake.rotation_on,
    )
    lot = receive_lot(actor, new, at=at)
    stored = _stored(lot, silo, intake, at)
    session().add(stored)
    session().flush()  # the reference is made now
    return stored.ref


def _stored(lot: LotCard, silo: Silo, intake: Intake, at: datetime) -> StorageLot:
    """Fee and agreed loss stay those of the day it came in."""
    return StorageLot(
        lot_id=lot.id,
        silo_id=silo.id,
        gross_g=intake.gross_g,
        tare_g=intake.tare_g,
        moisture_bp=intake.moisture_bp,
        tests=dict(intake.tests),
        fee_e4=silo.fee_e4,
        shrink_bp=silo.shrink_bp,
        stored_on=clock.local_day(at),
        rotation_on=intake.rotation_on,
        created_at=at,
    )


def _check_intake(silo: Silo, intake: Intake, net_g: int, at: datetime) -> int:
    """Grams of a piece; refuses what cannot lie in this silo."""
    spec = session().get(ProductSpec, intake.spec_id)
    if spec is None:
        raise InvalidInput("storage_invalid", fields={"spec": "invalid_choice"})
    fields: dict[str, str] = {}
    if net_g < spec.piece_g:
        fields["gross_g"] = "grams_impossible"
    elif net_g + _lying_g(silo.id) > silo.capacity_g:
        fields["gross_g"] = "silo_full"
    if intake.rotation_on <= clock.local_day(at):
        fields["rotation_on"] = "rotation_in_past"
    if fields:
        raise InvalidInput("storage_invalid", fields=fields)
    return spec.piece_g


def _lying_g(silo_id: int) -> int:
    lots = select(StorageLot.lot_id).where(StorageLot.silo_id == silo_id)
    return session().scalar(select(func.sum(Lot.grams)).where(Lot.id.in_(lots))) or 0


def check_storage(actor: Actor, *, storage_ref: str, found: Measured, at: datetime) -> int:
    """Measure a stored lot: a loss is booked, a new date noted, a loss beyond the rate claimed.

    Returns:
        Grams beyond the agreed loss; 0 if all is within it.

    Raises:
        NotFound: another one's lot, or none.
        InvalidInput: more than was there, or a date that has passed.
        AllocationMoved: less than what orders hold already.
    """
    stored, lot = _own_stored(actor, storage_ref)
    loss_g = 0 if found.rest_g is None else lot.grams - found.rest_g
    if loss_g < 0:
        raise InvalidInput("storage_invalid", fields={"rest_kg": "more_than_there_was"})
    if found.rotation_on <= clock.local_day(at):
        raise InvalidInput("storage_invalid", fields={"rotation_on": "rotation_in_past"})
    net_g, lost_g = stored.gross_g - stored.tare_g, _lost_g(lot.id)
    days = (clock.local_day(at) - stored.stored_on).days
    allowed_g = allowed_loss_g(net_g, stored.shrink_bp, days=days)
    over_g = over_loss_g(loss_g, lost_g, allowed_g)
    check = _new_check(actor, found, at)
    check.storage_lot_id, check.rest_before_g = stored.id, lot.grams
    check.loss_g, check.allowed_g, check.over_g = loss_g, allowed_g, over_g
    session().add(check)
    session().flush()  # the loss names its check
    if loss_g:
        _book_loss(actor, lot, loss_g, cause_ref=check.ref, at=at)
    if over_g:
        session().add(StorageClaim(check_id=check.id, over_g=over_g, created_at=at))
    _turn(stored, lot, found)
    return over_g


def _new_check(actor: Actor, found: Measured, at: datetime) -> StorageCheck:
    return StorageCheck(
        moisture_bp=found.moisture_bp,
        tests=dict(found.tests),
        rotation_on=found.rotation_on,
        note=found.note,
        by_name=actor.name[:80],
        by_user_id=actor.user_id,
        created_at=at,
    )


def _lost_g(lot_id: int) -> int:
    lost = select(func.sum(StockMovement.grams)).where(
        StockMovement.lot_id == lot_id, StockMovement.kind.in_(sorted(SHRINKS))
    )
    return -(session().scalar(lost) or 0)


def _book_loss(actor: Actor, lot: Lot, loss_g: int, *, cause_ref: str, at: datetime) -> None:
    """Take the loss out of the lot; as many whole pieces as the rest still gives remain."""
    spec = session().get_one(ProductSpec, lot.spec_id)
    rest_g = lot.grams - loss_g
    if rest_g < lot.allocated_g:
        raise AllocationMoved(lot_ref=lot.ref)
    pieces = min(lot.pieces, rest_g // spec.piece_g)
    change = (pieces - lot.pieces, -loss_g)
    was_released = lot.state == LotState.RELEASED
    post(actor, lot, MovementKind.SHRINKAGE, change, cause_ref=cause_ref, at=at)
    if was_released:
        move_pool(lot.pool_id, released=change)
        update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)


def _turn(stored: StorageLot, lot: Lot, found: Measured) -> None:
    own = StorageLot.id == stored.id
    values = {"rotation_on": found.rotation_on, "moisture_bp": found.moisture_bp}
    update_where(StorageLot, own, **values)
    update_where(Lot, Lot.id == lot.id, best_before=found.rotation_on)


def answer_claim(actor: Actor, *, claim_ref: str, answer: str, at: datetime) -> None:
    """Say who bears a loss beyond the agreed rate, and why.

    Raises:
        NotFound: another one's claim, or none.
        StorageStepRefused: it was answered before.
    """
    statement = (
        select(StorageClaim, StorageLot.ref)
        .join(StorageCheck, StorageCheck.id == StorageClaim.check_id)
        .join(StorageLot, StorageLot.id == StorageCheck.storage_lot_id)
        .where(StorageClaim.ref == claim_ref)
    )
    row = session().execute(statement).first()
    if row is None:
        raise NotFound("claim_not_found")
    claim, storage_ref = row
    _own_stored(actor, storage_ref)
    own = (StorageClaim.id == claim.id, StorageClaim.answered_at.is_(None))
    values = {"answer": answer, "answered_by": actor.name[:80], "answered_at": at}
    require_one(update_where(StorageClaim, *own, **values), StorageStepRefused())


def _own_silo(actor: Actor, silo_ref: str) -> Silo:
    silo = session().scalar(select(Silo).where(Silo.ref == silo_ref))
    if silo is None or not actor.acts_for(silo.org_id):
        raise NotFound("silo_not_found")
    actor.require(Permission.MANAGE_LOTS)
    lock_silo(silo.id)
    return silo


def _own_stored(actor: Actor, storage_ref: str) -> tuple[StorageLot, Lot]:
    statement = (
        select(StorageLot, Lot)
        .join(Lot, Lot.id == StorageLot.lot_id)
        .where(StorageLot.ref == storage_ref)
    )
    row = session().execute(statement).first()
    if row is None or not actor.acts_for(row[1].seller_id):
        raise NotFound("storage_not_found")
    actor.require(Permission.MANAGE_LOTS)
    lock_pools([row[1].pool_id])
    session().refresh(row[1])
    return row[0], row[1]
