"""Counting at an outlet: the difference is posted with its reason and its person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from catalog.models.outlets import Outlet, StockCount
from catalog.models.stock import Lot, StockPool
from catalog.rules.lots import LotState
from catalog.rules.outlets import CountReason, count_faults, share_g
from catalog.rules.stock import MovementKind
from catalog.services.holdings import move_pool
from catalog.services.locks import lock_pools
from catalog.services.movements import post
from catalog.services.outlets import own_outlet
from core.db import session, update_where
from core.errors import InvalidInput, NotFound


@dataclass(frozen=True, slots=True)
class Counted:
    """What lies on the shelf of one lot, and why it differs from the books."""

    lot_ref: str
    pieces: int
    reason: CountReason = CountReason.MATCHES
    note: str = ""


def count_lot(actor: Actor, counted: Counted, *, outlet_ref: str, at: datetime) -> int:
    """Write down a count of a lot and put the books right.

    Args:
        actor: somebody who works at the outlet.
        counted: the lot, the pieces, the reason.
        outlet_ref: the outlet.
        at: now.

    Returns:
        Pieces more (or, negative, fewer) than the books said.

    Raises:
        NotFound: no such lot at this outlet.
        InvalidInput: names the field: no reason that fits, or fewer than are sold already.
    """
    outlet = own_outlet(actor, outlet_ref)
    lot = _load(outlet, counted.lot_ref)
    _check(lot, counted)
    pieces = counted.pieces - lot.pieces
    grams = _change_g(lot, pieces)
    row = StockCount(
        outlet_id=outlet.id,
        lot_id=lot.id,
        expected_pieces=lot.pieces,
        counted_pieces=counted.pieces,
        change_g=grams,
        reason=counted.reason.value,
        note=counted.note.strip(),
        by_name=actor.name,
        by_user_id=actor.user_id,
        created_at=at,
    )
    session().add(row)
    session().flush()  # its reference is the cause of the movement
    if pieces:
        _post(actor, lot, row, (pieces, grams), at=at)
    return pieces


def _check(lot: Lot, counted: Counted) -> None:
    faults = count_faults(lot.pieces, counted.pieces, counted.reason, lot.allocated_pieces)
    if counted.reason is not CountReason.MATCHES and not counted.note.strip():
        faults.setdefault("note", "required")
    if faults:
        raise InvalidInput("count_invalid", fields=faults)


def _load(outlet: Outlet, lot_ref: str) -> Lot:
    statement = (
        select(Lot)
        .join(StockPool, StockPool.id == Lot.pool_id)
        .where(Lot.ref == lot_ref, StockPool.place == outlet.ref)
    )
    lot = session().scalar(statement)
    if lot is None:
        raise NotFound("lot_not_found")
    lock_pools([lot.pool_id])
    session().refresh(lot)
    return lot


def _change_g(lot: Lot, pieces: int) -> int:
    free = (lot.pieces - lot.allocated_pieces, lot.grams - lot.allocated_g)
    if pieces < 0:
        return -share_g(free, -pieces)
    return lot.grams * pieces // lot.pieces if lot.pieces else 0


def _post(
    actor: Actor, lot: Lot, row: StockCount, change: tuple[int, int], *, at: datetime
) -> None:
    was_released = lot.state == LotState.RELEASED
    post(actor, lot, MovementKind.COUNTED, change, cause_ref=row.ref, at=at)
    if was_released:
        move_pool(lot.pool_id, released=change)
        update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)
