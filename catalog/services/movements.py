"""Post stock movements: the balance of a lot changes only here. The pool is locked before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select

from accounts.rules.actor import Actor
from catalog.errors import AllocationMoved, LotNotReleased
from catalog.models.stock import Allocation, Lot, Reservation, StockMovement
from catalog.rules.lots import HELD_STATES, AllocationState, LotState
from catalog.rules.stock import MovementKind, ReservationState, weigh_difference_g
from catalog.services.holdings import move_pool
from core.db import require_one, session, update_where


def post(
    actor: Actor,
    lot: Lot,
    kind: MovementKind,
    change: tuple[int, int],
    *,
    cause_ref: str,
    at: datetime,
) -> None:
    """Change the balance of a lot by (pieces, grams) and keep the reason.

    Raises:
        AllocationMoved: the lot does not have that much.
    """
    pieces, grams = change
    moved = update_where(
        Lot,
        Lot.id == lot.id,
        Lot.pieces + pieces >= Lot.allocated_pieces,
        Lot.grams + grams >= 0,
        pieces=Lot.pieces + pieces,
        grams=Lot.grams + grams,
    )
    require_one(moved, AllocationMoved(lot_ref=lot.ref))
    session().add(
        StockMovement(
            lot_id=lot.id,
            kind=kind,
            pieces=pieces,
            grams=grams,
            cause_ref=cause_ref,
            by_user_id=actor.user_id,
            created_at=at,
        )
    )


def enter_lots(actor: Actor, rows: Sequence[Mapping[str, Any]], *, at: datetime) -> None:
    """Make many new lots; the balance of each is its first movement, as after `post`.

    Args:
        actor: who receives.
        rows: all columns of the lots, their references and balances included.
        at: now.
    """
    if not rows:
        return
    session().execute(insert(Lot), [dict(row) for row in rows])
    refs = [row["ref"] for row in rows]
    made = session().execute(select(Lot.ref, Lot.id).where(Lot.ref.in_(refs)))
    ids = dict(made.tuples().all())
    received = [
        {
            "lot_id": ids[row["ref"]],
            "kind": MovementKind.RECEIVED,
            "pieces": row["pieces"],
            "grams": row["grams"],
            "cause_ref": row["ref"],
            "by_user_id": actor.user_id,
            "created_at": at,
        }
        for row in rows
    ]
    session().execute(insert(StockMovement), received)


def ship_allocation(actor: Actor, row: Allocation, *, at: datetime) -> None:
    """Let the goods of one allocation leave the cold store.

    Raises:
        LotNotReleased: the lot was blocked or recalled meanwhile.
    """
    lot = session().get_one(Lot, row.lot_id, populate_existing=True)
    if lot.state != LotState.RELEASED:
        raise LotNotReleased(lot_ref=lot.ref, line_ref=row.line_ref)
    pool_id, pieces, grams, line_ref = row.pool_id, row.pieces, row.grams, row.line_ref
    shipped = update_where(
        Allocation,
        Allocation.id == row.id,
        Allocation.state.in_(HELD_STATES),
        state=AllocationState.SHIPPED,
    )
    require_one(shipped, AllocationMoved(line_ref=line_ref))
    difference = weigh_difference_g((lot.pieces, lot.grams), (pieces, grams))
    is_last = lot.pieces == pieces
    update_where(
        Lot,
        Lot.id == lot.id,
        allocated_pieces=Lot.allocated_pieces - pieces,
        allocated_g=Lot.allocated_g - grams,
    )
    if difference:
        kind = MovementKind.WEIGH_DIFFERENCE
        post(actor, lot, kind, (0, difference), cause_ref=line_ref, at=at)
    post(actor, lot, MovementKind.SHIPPED, (-pieces, -grams), cause_ref=line_ref, at=at)
    move_pool(pool_id, released=(-pieces, difference - grams), allocated=(-pieces, -grams))
    if is_last:
        update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)


def close_reservation(row: Reservation) -> None:
    """Mark a reservation as shipped."""
    update_where(
        Reservation,
        Reservation.id == row.id,
        state=ReservationState.SHIPPED,
        expires_at=None,
        is_allocated=False,
    )
