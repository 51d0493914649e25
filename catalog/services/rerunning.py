"""First expiry first out again when the day of arrival moves; goods that come back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import AllocationMoved, LotStepRefused, NoSuitableLot
from catalog.models.stock import Lot, Reservation, StockMovement
from catalog.rules.lots import AllocationState, LotState
from catalog.rules.stock import MovementKind
from catalog.services.holdings import (
    free_allocations,
    held_allocations,
    move_pool,
    open_reservations,
)
from catalog.services.locks import lock_pools
from catalog.services.lotting import allocate_row
from catalog.services.movements import post
from core.db import session, update_where
from core.errors import NotFound

RETURNABLE = frozenset({LotState.RELEASED, LotState.DEPLETED, LotState.BLOCKED})


@dataclass(frozen=True, slots=True)
class Return:
    """Pieces of a lot that came back from an order line, weighed."""

    lot_ref: str
    line_ref: str
    pieces: int
    grams: int
    key: str

    @property
    def cause_ref(self) -> str:
        """The line and the key of this return: the same one is posted once."""
        return f"{self.line_ref}:{self.key}"


def move_arrival(actor: Actor, *, line_ref: str, arrives_on: date, at: datetime) -> bool:
    """Choose the lots of a line again for another day at the door, if nobody has picked them.

    Args:
        actor: who moved the day (the night's plan).
        line_ref: the order line.
        arrives_on: the new day.
        at: now.

    Returns:
        True when the line has lots that last; False when none does: it keeps what it had and
        somebody has to decide.
    """
    del actor
    rows = held_allocations([line_ref])
    if not rows or any(row.state != AllocationState.PLANNED for row in rows):
        return bool(rows)
    if all(row.arrives_on == arrives_on for row in rows):
        return True
    lock_pools(row.pool_id for row in rows)
    reservation = session().get_one(Reservation, rows[0].reservation_id, populate_existing=True)
    if reservation.line_ref not in {
        row.line_ref for row in open_reservations(reservation.owner_ref)
    }:
        return False
    min_days = rows[0].min_remaining_days
    try:
        with session().begin_nested():
            _choose_again(reservation, arrives_on, min_days, at=at)
    except NoSuitableLot:
        session().expire_all()
        return False
    return True


def _choose_again(row: Reservation, arrives_on: date, min_days: int, *, at: datetime) -> None:
    free_allocations(held_allocations([row.line_ref]))
    update_where(Reservation, Reservation.id == row.id, is_allocated=False)
    move_pool(row.pool_id, reserved=(row.pieces, row.grams))
    session().refresh(row)
    allocate_row(row, arrives_on, min_days, at=at)


def take_back(actor: Actor, back: Return, *, at: datetime) -> None:
    """Put returned goods back into the lot they came from; the same return twice is one.

    Raises:
        NotFound: another seller's lot, or none.
        AllocationMoved: more comes back than was sent of this lot for this line.
        LotStepRefused: the lot was recalled.
    """
    lot = session().scalar(select(Lot).where(Lot.ref == back.lot_ref))
    if lot is None or not actor.acts_for(lot.seller_id):
        raise NotFound("lot_not_found")
    actor.require(Permission.MANAGE_LOTS)
    lock_pools([lot.pool_id])
    session().refresh(lot)
    if _is_known(lot.id, back.cause_ref):
        return
    if LotState(lot.state) not in RETURNABLE:
        raise LotStepRefused(lot_ref=lot.ref, state=lot.state)
    if not 0 < back.pieces <= _still_out(lot.id, back.line_ref):
        raise AllocationMoved(line_ref=back.line_ref)
    change = (back.pieces, back.grams)
    post(actor, lot, MovementKind.RETURNED, change, cause_ref=back.cause_ref, at=at)
    if lot.state == LotState.RELEASED:
        move_pool(lot.pool_id, released=change)
    elif lot.state == LotState.DEPLETED:
        update_where(Lot, Lot.id == lot.id, state=LotState.BLOCKED, state_reason="returned")


def _is_known(lot_id: int, cause_ref: str) -> bool:
    known = select(StockMovement.id).where(
        StockMovement.lot_id == lot_id,
        StockMovement.kind == MovementKind.RETURNED,
        StockMovement.cause_ref == cause_ref,
    )
    return session().scalar(known) is not None


def _still_out(lot_id: int, line_ref: str) -> int:
    """Pieces of a lot that were sent for a line and have not come back: causes are `line:…`."""
    mine = select(func.sum(StockMovement.pieces)).where(StockMovement.lot_id == lot_id)
    sent = mine.where(
        StockMovement.kind == MovementKind.SHIPPED, StockMovement.cause_ref == line_ref
    )
    came = mine.where(
        StockMovement.kind == MovementKind.RETURNED,
        StockMovement.cause_ref.startswith(f"{line_ref}:", autoescape=True),
    )
    return -int(session().scalar(sent) or 0) - int(session().scalar(came) or 0)
