"""Small steps of the stock ledger that several services share. The pool is locked before."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from catalog.models.stock import Allocation, Lot, Reservation, StockPool
from catalog.models.supply import SupplyBucket
from catalog.rules.lots import HELD_STATES, AllocationState
from catalog.rules.stock import OPEN_RESERVATIONS, ReservationState
from catalog.services.round_sales import leave_round
from core.db import session, update_where


def open_reservations(owner_ref: str, line_refs: Iterable[str] | None = None) -> list[Reservation]:
    """The reservations of an owner that still hold goods, in pool and id order."""
    statement = (
        select(Reservation)
        .where(Reservation.owner_ref == owner_ref, Reservation.state.in_(OPEN_RESERVATIONS))
        .order_by(Reservation.pool_id, Reservation.id)
        .execution_options(populate_existing=True)
    )
    if line_refs is not None:
        statement = statement.where(Reservation.line_ref.in_(sorted(set(line_refs))))
    return list(session().scalars(statement))


def held_allocations(line_refs: Iterable[str]) -> list[Allocation]:
    """What is set aside for order lines and has not left, in id order."""
    statement = (
        select(Allocation)
        .where(Allocation.line_ref.in_(sorted(set(line_refs))))
        .where(Allocation.state.in_(HELD_STATES))
        .order_by(Allocation.pool_id, Allocation.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def expire_due(pool_ids: Sequence[int], *, at: datetime) -> int:
    """End the holds of pools that are due and take them out of the counters."""
    statement = (
        select(Reservation)
        .where(Reservation.pool_id.in_(pool_ids))
        .where(Reservation.state == ReservationState.HOLD, Reservation.expires_at <= at)
        .order_by(Reservation.pool_id, Reservation.id)
        .execution_options(populate_existing=True)
    )
    due = list(session().scalars(statement))
    return sum(end_reservation(row, ReservationState.EXPIRED) for row in due)


def end_reservation(row: Reservation, target: ReservationState) -> bool:
    """Give back what a reservation holds; False when somebody else ended it."""
    was_allocated, pieces, grams = row.is_allocated, row.pieces, row.grams
    bucket_id, is_of_contract = row.bucket_id, row.is_of_contract
    ended = update_where(
        Reservation,
        Reservation.id == row.id,
        Reservation.state.in_(OPEN_RESERVATIONS),
        state=target,
        expires_at=None,
        is_allocated=False,
    )
    if ended != 1:
        return False
    leave_round(row.round_id, pieces)
    if bucket_id is not None and is_of_contract:
        return True  # its contract takes it back
    if bucket_id is not None:
        left = SupplyBucket.booked_g - grams
        update_where(SupplyBucket, SupplyBucket.id == bucket_id, booked_g=left)
    elif was_allocated:
        free_allocations(held_allocations([row.line_ref]))
    else:
        move_pool(row.pool_id, reserved=(-pieces, -grams))
    return True


def free_allocations(rows: Sequence[Allocation]) -> None:
    """Give the pieces of allocations back to their lots and pools."""
    for row in rows:
        pool_id, lot_id, pieces, grams = row.pool_id, row.lot_id, row.pieces, row.grams
        freed = update_where(
            Allocation,
            Allocation.id == row.id,
            Allocation.state.in_(HELD_STATES),
            state=AllocationState.FREED,
        )
        if freed == 1:
            shift_lot(lot_id, -pieces, -grams)
            move_pool(pool_id, allocated=(-pieces, -grams))


def shift_lot(lot_id: int, pieces: int, grams: int) -> None:
    """Change what of a lot is set aside."""
    update_where(
        Lot,
        Lot.id == lot_id,
        allocated_pieces=Lot.allocated_pieces + pieces,
        allocated_g=Lot.allocated_g + grams,
    )


def move_pool(
    pool_id: int,
    *,
    released: tuple[int, int] = (0, 0),
    reserved: tuple[int, int] = (0, 0),
    allocated: tuple[int, int] = (0, 0),
    committed: tuple[int, int] = (0, 0),
) -> None:
    """Change the counters of a pool by (pieces, grams)."""
    update_where(
        StockPool,
        StockPool.id == pool_id,
        released_pieces=StockPool.released_pieces + released[0],
        released_g=StockPool.released_g + released[1],
        reserved_pieces=StockPool.reserved_pieces + reserved[0],
        reserved_g=StockPool.reserved_g + reserved[1],
        allocated_pieces=StockPool.allocated_pieces + allocated[0],
        allocated_g=StockPool.allocated_g + allocated[1],
        committed_pieces=StockPool.committed_pieces + committed[0],
        committed_g=StockPool.committed_g + committed[1],
    )
