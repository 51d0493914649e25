"""Goods that are not there or not good any more leave the books of their lot, with the reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.errors import AllocationMoved
from catalog.models.stock import Lot
from catalog.rules.lots import LotState
from catalog.rules.stock import MovementKind
from catalog.services.holdings import move_pool
from catalog.services.locks import lock_pools
from catalog.services.movements import post
from core.db import session, update_where
from core.errors import NotFound

MISSING = "missing"


@dataclass(frozen=True, slots=True)
class WriteOff:
    """So many pieces of a lot, why, and what it was noticed at."""

    lot_ref: str
    pieces: int
    reason: str
    cause_ref: str


def write_off(actor: Actor, wanted: WriteOff, *, at: datetime) -> int:
    """Take pieces that nobody holds out of a lot, with their share of its grams.

    Returns:
        Grams written off.

    Raises:
        NotFound: another seller's lot, or none.
        AllocationMoved: fewer pieces than that are free.
    """
    lot = session().scalar(select(Lot).where(Lot.ref == wanted.lot_ref))
    if lot is None or not actor.acts_for(lot.seller_id):
        raise NotFound("lot_not_found")
    if not (actor.can(Permission.FULFIL) or actor.can(Permission.MANAGE_LOTS)):
        actor.require(Permission.MANAGE_LOTS)
    lock_pools([lot.pool_id])
    session().refresh(lot)
    if wanted.pieces > lot.pieces - lot.allocated_pieces:
        raise AllocationMoved(lot_ref=lot.ref)
    grams = _share_g(lot, wanted.pieces)
    is_missing = wanted.reason == MISSING
    kind = MovementKind.SHRINKAGE if is_missing else MovementKind.DISPOSED
    was_released = lot.state == LotState.RELEASED
    post(actor, lot, kind, (-wanted.pieces, -grams), cause_ref=wanted.cause_ref, at=at)
    if was_released:
        move_pool(lot.pool_id, released=(-wanted.pieces, -grams))
        update_where(Lot, Lot.id == lot.id, Lot.pieces == 0, state=LotState.DEPLETED)
    return grams


def _share_g(lot: Lot, pieces: int) -> int:
    """The free grams in proportion; all of them with the last free piece."""
    free, free_g = lot.pieces - lot.allocated_pieces, lot.grams - lot.allocated_g
    return free_g if pieces == free else free_g * pieces // free
