"""Lots: receive, release, block, recall.

A block takes the goods back from the orders that hold them and looks for other lots at once; what
finds none is named in the event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import LotStepRefused, NoSuitableLot
from catalog.events import LotBlocked, LotReleased
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.models.stock import Allocation, Lot, Reservation, StockPool
from catalog.queries.lots import lot_card
from catalog.rules.cards import LotCard
from catalog.rules.intake import intake_faults
from catalog.rules.lots import HELD_STATES, LotState, lot_may_become
from catalog.rules.outlets import OWN_STORE
from catalog.rules.stock import MovementKind
from catalog.services.grading import grade_lot
from catalog.services.holdings import free_allocations, held_allocations, move_pool
from catalog.services.locks import lock_pools
from catalog.services.lot_numbers import has_lot_no, next_lot_no
from catalog.services.lotting import allocate_row
from catalog.services.movements import post
from catalog.services.ownership import own_seller
from catalog.services.shields import shield_goods
from core import clock
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound
from core.outbox import publish


@dataclass(frozen=True, slots=True)
class NewLot:
    """Goods that came into a cold store: pieces, grams, where from, which day."""

    seller_id: int
    spec_id: int
    county_code: str
    produced_on: date
    pieces: int
    grams: int
    lot_no: str = ""
    grade: str = ""
    certificate_no: str = ""
    best_before: date | None = None
    measure: int | None = None
    parent_id: int | None = None


def receive_lot(actor: Actor, new: NewLot, *, at: datetime) -> LotCard:
    """Take goods into the cold store; they wait in quarantine until they are released.

    Args:
        actor: who receives.
        new: the goods; without a best-before day the shelf life of the spec is counted from the
            day of production, without a lot number the next one of that day is given.
        at: now.

    Raises:
        InvalidInput: names every field that is wrong.
    """
    own_seller(actor, new.seller_id, Permission.MANAGE_LOTS)
    spec = session().get(ProductSpec, new.spec_id)
    if spec is None:
        raise NotFound("spec_not_found")
    _check(new, clock.local_day(at))
    lot = Lot(
        **lot_facts(new, spec, at=at),
        pool_id=ensure_pool(new.seller_id, new.spec_id, new.county_code),
        lot_no=new.lot_no.strip() or next_lot_no(new.seller_id, new.county_code, new.produced_on),
    )
    session().add(lot)
    session().flush()  # the movement needs the id
    change = (new.pieces, new.grams)
    post(actor, lot, MovementKind.RECEIVED, change, cause_ref=lot.ref, at=at)
    session().refresh(lot)
    return lot_card(lot)


def lot_facts(new: NewLot, spec: ProductSpec, *, at: datetime) -> dict[str, Any]:
    """The columns of the lot that goods become, besides its pool, its number and its balance.

    Raises:
        InvalidInput: the goods do not reach their grade.
    """
    grade, measured = grade_lot(spec, new.grade, new.measure)
    return {
        "seller_id": new.seller_id,
        "spec_id": new.spec_id,
        "parent_id": new.parent_id,
        "county_code": new.county_code,
        "produced_on": new.produced_on,
        "best_before": new.best_before or last_day(new.produced_on, spec.shelf_life_days),
        "received_at": at,
        "grade": grade,
        "measured": measured,
        "certificate_no": new.certificate_no.strip(),
        "state": LotState.QUARANTINE,
        "created_at": at,
    }


def receive_and_release(actor: Actor, new: NewLot, *, at: datetime) -> LotCard:
    """Take goods in whose paper is there already, and let them be sold at once.

    Raises:
        InvalidInput: names every field that is wrong.
        LotStepRefused: the paper is missing or the last day has come.
    """
    if not new.certificate_no.strip():
        raise InvalidInput("lot_invalid", fields={"certificate_no": "lot_needs_certificate"})
    lot = receive_lot(actor, new, at=at)
    release_lot(actor, lot_ref=lot.ref, at=at)
    return lot


def last_day(produced_on: date, shelf_life_days: int | None) -> date | None:
    """The last day of goods, counted from the day of production."""
    return None if shelf_life_days is None else produced_on + timedelta(days=shelf_life_days)


def ensure_pool(seller_id: int, spec_id: int, county_code: str, *, place: str = OWN_STORE) -> int:
    """The id of the pool of a seller, spec, county and place; it is made with its first lot."""
    mine = (
        StockPool.seller_id == seller_id,
        StockPool.spec_id == spec_id,
        StockPool.county_code == county_code,
        StockPool.place == place,
    )
    found = session().scalar(select(StockPool.id).where(*mine))
    if found is not None:
        return found
    try:
        with session().begin_nested():
            session().add(
                StockPool(
                    seller_id=seller_id, spec_id=spec_id, county_code=county_code, place=place
                )
            )
    except IntegrityError:  # somebody was faster
        return session().scalars(select(StockPool.id).where(*mine)).one()
    return session().scalars(select(StockPool.id).where(*mine)).one()


def _check(new: NewLot, day: date) -> None:
    number = new.lot_no.strip()
    is_taken = bool(number) and has_lot_no(new.seller_id, number)
    sold = sold_weights(new.seller_id, [new.spec_id]).get(new.spec_id, ())
    fields = intake_faults(new, day, sold, is_taken=is_taken)
    if fields:
        raise InvalidInput("lot_invalid", fields=fields)


def sold_weights(seller_id: int, spec_ids: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
    """Lightest and heaviest piece of each way goods are sold by their seller, per spec."""
    columns = (Listing.spec_id, Listing.min_g, Listing.max_g, Listing.unit_pieces)
    own = Listing.seller_id == seller_id, Listing.spec_id.in_(spec_ids)
    found: dict[int, list[tuple[int, int]]] = {}
    for spec_id, lightest, heaviest, unit in session().execute(select(*columns).where(*own)):
        found.setdefault(spec_id, []).append((lightest // unit, heaviest // unit))
    return found


def release_lot(actor: Actor, *, lot_ref: str, at: datetime) -> None:
    """Let a lot be sold. It needs its paper, and its last day must lie ahead.

    Raises:
        LotStepRefused: no paper, past its day, or not in a state to be released.
    """
    lot = open_lot(actor, lot_ref=lot_ref, at=at)
    shield_goods(actor, seller_id=lot.seller_id, spec_id=lot.spec_id, at=at)


def open_lot(actor: Actor, *, lot_ref: str, at: datetime) -> Lot:
    """Release a lot without deciding yet who gets it.

    Raises:
        LotStepRefused: as `release_lot`.
    """
    lot = _load(actor, lot_ref)
    if not lot.certificate_no:
        raise LotStepRefused("lot_needs_certificate", lot_ref=lot_ref)
    if lot.best_before is not None and lot.best_before <= clock.local_day(at):
        raise LotStepRefused("lot_past_date", lot_ref=lot_ref)
    _step(lot, LotState.RELEASED, "")
    move_pool(lot.pool_id, released=(lot.pieces, lot.grams))
    publish(LotReleased(lot_ref=lot_ref))
    return lot


def block_lot(actor: Actor, *, lot_ref: str, reason: str, at: datetime) -> list[str]:
    """Stop the sale of a lot until it has been checked.

    Returns:
        References of order lines that have found no other lot.
    """
    return _withdraw(actor, lot_ref, LotState.BLOCKED, reason, at=at)


def recall_lot(actor: Actor, *, lot_ref: str, reason: str, at: datetime) -> list[str]:
    """Recall a lot: it is never sold again.

    Returns:
        References of order lines that have found no other lot.
    """
    return _withdraw(actor, lot_ref, LotState.RECALLED, reason, at=at)


def _withdraw(
    actor: Actor, lot_ref: str, target: LotState, reason: str, *, at: datetime
) -> list[str]:
    if not reason.strip():
        raise InvalidInput("reason_required", fields={"reason": "required"})
    lot = _load(actor, lot_ref)
    was_released = lot.state == LotState.RELEASED
    _step(lot, target, reason.strip())
    if was_released:
        move_pool(lot.pool_id, released=(-lot.pieces, -lot.grams))
    without = _find_other_lots(lot.id, at=at)
    publish(LotBlocked(lot_ref=lot_ref, line_refs=without))
    return without


def _find_other_lots(lot_id: int, *, at: datetime) -> list[str]:
    held = select(Allocation).where(Allocation.lot_id == lot_id, Allocation.state.in_(HELD_STATES))
    # One turn for each line, however many rows it has here: a second turn would count it twice.
    rows = {row.reservation_id: row for row in session().scalars(held.order_by(Allocation.id))}
    without: list[str] = []
    for reservation_id, row in rows.items():
        reservation = session().get_one(Reservation, reservation_id, populate_existing=True)
        free_allocations(held_allocations([row.line_ref]))
        update_where(Reservation, Reservation.id == reservation.id, is_allocated=False)
        move_pool(reservation.pool_id, reserved=(reservation.pieces, reservation.grams))
        try:
            allocate_row(reservation, row.arrives_on, row.min_remaining_days, at=at)
        except NoSuitableLot:
            without.append(row.line_ref)
    return without


def block_past_lots(actor: Actor, *, at: datetime) -> int:
    """Block the released lots whose last day has come. For the nightly job.

    Returns:
        How many lots were blocked.
    """
    past = select(Lot.ref).where(
        Lot.state == LotState.RELEASED, Lot.best_before <= clock.local_day(at)
    )
    refs = list(session().scalars(past.order_by(Lot.id)))
    for ref in refs:
        block_lot(actor, lot_ref=ref, reason="past_date", at=at)
    return len(refs)


def _load(actor: Actor, lot_ref: str) -> Lot:
    lot = session().scalar(select(Lot).where(Lot.ref == lot_ref))
    if lot is None or not actor.acts_for(lot.seller_id):
        raise NotFound("lot_not_found")
    actor.require(Permission.MANAGE_LOTS)
    lock_pools([lot.pool_id])
    session().refresh(lot)
    return lot


def _step(lot: Lot, target: LotState, reason: str) -> None:
    current = LotState(lot.state)
    if not lot_may_become(current, target):
        raise LotStepRefused(lot_ref=lot.ref, state=current.value)
    moved = update_where(
        Lot, Lot.id == lot.id, Lot.state == current, state=target, state_reason=reason
    )
    require_one(moved, LotStepRefused(lot_ref=lot.ref, state=current.value))
