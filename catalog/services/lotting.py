"""Take pieces out of lots for a line: the FEFO choice made true, row by row. Pool locked before."""

from __future__ import annotations

from datetime import date, datetime

from catalog.errors import AllocationMoved, NoSuitableLot
from catalog.models.stock import Allocation, Lot, Reservation, StockPool
from catalog.queries.lots import released_lots
from catalog.rules.lots import AllocationState, LotChoice, LotState, Take, choose_lots
from catalog.rules.stock import OPEN_RESERVATIONS, share_grams
from catalog.services.holdings import move_pool
from core.db import require_one, session, update_where


def allocate_row(row: Reservation, arrives_on: date, min_days: int, *, at: datetime) -> None:
    """Turn one reservation into allocations of lots.

    Raises:
        NoSuitableLot: the suitable lots do not suffice.
    """
    choices = [
        LotChoice(lot.id, lot.best_before, lot.received_at, lot.pieces - lot.allocated_pieces)
        for lot in released_lots([row.pool_id])
    ]
    takes = choose_lots(choices, pieces=row.pieces, arrives_on=arrives_on, min_days=min_days)
    if not takes:
        raise NoSuitableLot(row.line_ref, row.listing_id)
    grams = share_grams(row.grams, [take.pieces for take in takes])
    for take, share in zip(takes, grams, strict=True):
        hold_lot(row, take, share, arrives_on, min_days, at=at)
    taken = update_where(
        Reservation,
        Reservation.id == row.id,
        Reservation.state.in_(OPEN_RESERVATIONS),
        Reservation.is_allocated.is_(False),
        is_allocated=True,
    )
    require_one(taken, AllocationMoved(line_ref=row.line_ref))
    move_pool(row.pool_id, reserved=(-row.pieces, -row.grams), allocated=(row.pieces, row.grams))


def hold_lot(
    row: Reservation, take: Take, grams: int, arrives_on: date, min_days: int, *, at: datetime
) -> None:
    """Set pieces of one lot aside, if it is still released and has them."""
    held = update_where(
        Lot,
        Lot.id == take.lot_id,
        Lot.state == LotState.RELEASED,
        Lot.pieces - Lot.allocated_pieces >= take.pieces,
        allocated_pieces=Lot.allocated_pieces + take.pieces,
        allocated_g=Lot.allocated_g + grams,
    )
    require_one(held, AllocationMoved(line_ref=row.line_ref))
    session().add(
        Allocation(
            reservation_id=row.id,
            pool_id=session().get_one(Lot, take.lot_id).pool_id,
            lot_id=take.lot_id,
            owner_ref=row.owner_ref,
            line_ref=row.line_ref,
            pieces=take.pieces,
            grams=grams,
            arrives_on=arrives_on,
            min_remaining_days=min_days,
            state=AllocationState.PLANNED,
            created_at=at,
        )
    )


def take_from_pool(pool_id: int, pieces: int, grams: int, line_ref: str) -> None:
    """Count pieces as set aside, if the pool still has them free."""
    taken = update_where(
        StockPool,
        StockPool.id == pool_id,
        StockPool.released_pieces
        - StockPool.reserved_pieces
        - StockPool.allocated_pieces
        - StockPool.committed_pieces
        >= pieces,
        allocated_pieces=StockPool.allocated_pieces + pieces,
        allocated_g=StockPool.allocated_g + grams,
    )
    require_one(taken, AllocationMoved(line_ref=line_ref))
