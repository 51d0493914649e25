"""Goods come onto the shelf of an outlet: a lot of its own, child of the lot they came from."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from accounts.rules.actor import Actor
from catalog.models.stock import Lot
from catalog.queries.lots import lots_of_allocation
from catalog.rules.lots import LotState
from catalog.rules.stock import MovementKind
from catalog.services.holdings import move_pool
from catalog.services.locks import lock_pools
from catalog.services.lots import ensure_pool
from catalog.services.movements import post
from core.db import session, update_where


@dataclass(frozen=True, slots=True)
class Entry:
    """What comes onto the shelf, and what for."""

    kind: MovementKind
    pieces: int
    grams: int
    cause_ref: str


def put_on_shelf(
    actor: Actor, source_lot_id: int, outlet_ref: str, entry: Entry, *, at: datetime
) -> int:
    """Add pieces of a lot of the store to its lot on a shelf; a stopped lot stays stopped.

    Returns:
        The id of the lot on the shelf.
    """
    source = session().get_one(Lot, source_lot_id, populate_existing=True)
    pool_id = ensure_pool(source.seller_id, source.spec_id, source.county_code, place=outlet_ref)
    lock_pools([pool_id])
    lot, change = _shelf_lot(source, pool_id, at), (entry.pieces, entry.grams)
    post(actor, lot, entry.kind, change, cause_ref=entry.cause_ref, at=at)
    update_where(Lot, Lot.id == lot.id, Lot.state == LotState.DEPLETED, state=LotState.RELEASED)
    session().refresh(lot)
    if lot.state == LotState.RELEASED:
        move_pool(pool_id, released=change)
    return lot.id


def put_back_on_shelf(
    actor: Actor, *, line_refs: Iterable[str], outlet_ref: str, at: datetime
) -> None:
    """Put what was sent for order lines on the shelf of an outlet: nobody came for it.

    Args:
        actor: the job, or who decided.
        line_refs: lines whose goods can be sold again.
        outlet_ref: where they lie.
        at: now.
    """
    for line_ref, takes in sorted(lots_of_allocation(line_refs).items()):
        by_lot: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
        for take in takes:
            pieces, grams = by_lot[take.lot_id]
            by_lot[take.lot_id] = (pieces + take.pieces, grams + take.grams)
        for lot_id, (pieces, grams) in sorted(by_lot.items()):
            entry = Entry(MovementKind.RETURNED, pieces, grams, line_ref)
            put_on_shelf(actor, lot_id, outlet_ref, entry, at=at)


def _shelf_lot(source: Lot, pool_id: int, at: datetime) -> Lot:
    """The lot on this shelf that came from a lot of the store; made when it is the first time."""
    same = select(Lot).where(Lot.parent_id == source.id, Lot.pool_id == pool_id)
    known = session().scalar(same.execution_options(populate_existing=True))
    if known is not None:
        return known
    siblings = select(func.count(Lot.id)).where(Lot.parent_id == source.id)
    is_stopped = source.state not in (LotState.RELEASED, LotState.DEPLETED)
    lot = Lot(
        seller_id=source.seller_id,
        spec_id=source.spec_id,
        pool_id=pool_id,
        parent_id=source.id,
        lot_no=f"{source.lot_no}/{(session().scalar(siblings) or 0) + 1}",
        county_code=source.county_code,
        produced_on=source.produced_on,
        best_before=source.best_before,
        received_at=at,
        grade=source.grade,
        measured=dict(source.measured),
        certificate_no=source.certificate_no,
        state=source.state if is_stopped else LotState.RELEASED,
        state_reason=source.state_reason if is_stopped else "",
        created_at=at,
    )
    session().add(lot)
    session().flush()  # the movement needs the id
    return lot
