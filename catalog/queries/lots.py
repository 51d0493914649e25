"""Lots: what lies in the cold stores, and what of it is set aside for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from catalog.models.specs import ProductSpec
from catalog.models.stock import Allocation, Lot
from catalog.queries.specs import spec_card
from catalog.rules.cards import AllocatedLot, LotCard, LotFacts
from catalog.rules.lots import HELD_STATES, AllocationState, LotState
from core.db import session
from core.errors import NotFound

SHOWN_STATES = (*HELD_STATES, AllocationState.SHIPPED)


def lot_card(lot: Lot) -> LotCard:
    """Put a lot into words."""
    return LotCard(
        id=lot.id,
        ref=lot.ref,
        lot_no=lot.lot_no,
        county_code=lot.county_code,
        produced_on=lot.produced_on,
        best_before=lot.best_before,
        pieces=lot.pieces,
        grams=lot.grams,
        free_pieces=lot.pieces - lot.allocated_pieces,
        grade=lot.grade,
        certificate_no=lot.certificate_no,
        measured={str(key): str(value) for key, value in lot.measured.items()},
    )


def released_lots(pool_ids: Iterable[int]) -> list[Lot]:
    """Released lots of pools with free pieces, first expiry first."""
    statement = (
        select(Lot)
        .where(Lot.pool_id.in_(sorted(set(pool_ids))), Lot.state == LotState.RELEASED)
        .where(Lot.pieces > Lot.allocated_pieces)
        .order_by(Lot.best_before.is_(None), Lot.best_before, Lot.received_at, Lot.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def lots_of_allocation(line_refs: Iterable[str]) -> dict[str, list[AllocatedLot]]:
    """The lots behind order lines, shipped ones included; a line without any is left out."""
    statement = (
        select(Allocation, Lot)
        .join(Lot, Lot.id == Allocation.lot_id)
        .where(Allocation.line_ref.in_(sorted(set(line_refs))))
        .where(Allocation.state.in_(SHOWN_STATES))
        .order_by(Allocation.id)
        .execution_options(populate_existing=True)
    )
    found: dict[str, list[AllocatedLot]] = {}
    for allocation, lot in session().execute(statement):
        found.setdefault(allocation.line_ref, []).append(_allocated(allocation, lot))
    return found


def _allocated(allocation: Allocation, lot: Lot) -> AllocatedLot:
    return AllocatedLot(
        lot_id=lot.id,
        lot_ref=lot.ref,
        lot_no=lot.lot_no,
        pieces=allocation.pieces,
        grams=allocation.grams,
        produced_on=lot.produced_on,
        best_before=lot.best_before,
        county_code=lot.county_code,
        state=AllocationState(allocation.state),
    )


def lines_of_lot(lot_id: int) -> list[str]:
    """The order lines that hold or have received goods of a lot (for a recall)."""
    statement = (
        select(Allocation.line_ref)
        .where(Allocation.lot_id == lot_id, Allocation.state.in_(SHOWN_STATES))
        .distinct()
        .order_by(Allocation.line_ref)
    )
    return list(session().scalars(statement))


def list_lots(*, org_id: int) -> list[LotFacts]:
    """The lots of a seller, newest first."""
    statement = _loaded().where(Lot.seller_id == org_id).order_by(Lot.received_at.desc(), Lot.id)
    return [_facts(lot, spec) for lot, spec in session().execute(statement)]


def lots_of_spec(*, org_id: int, spec_id: int, limit: int = 40) -> list[LotFacts]:
    """The lots of one spec that have pieces, first to end on top."""
    own = Lot.seller_id == org_id, Lot.spec_id == spec_id, Lot.pieces > 0
    ordered = _loaded().where(*own).order_by(Lot.best_before.is_(None), Lot.best_before, Lot.id)
    return [_facts(lot, spec) for lot, spec in session().execute(ordered.limit(limit))]


def page_of_lots(
    *, org_id: int, before_id: int | None, limit: int
) -> tuple[list[LotFacts], int | None]:
    """A seller's lots in pages, newest first.

    Returns:
        The lots, and the id before which the next page begins (None on the last page).
    """
    own = _loaded().where(Lot.seller_id == org_id).order_by(Lot.id.desc()).limit(limit + 1)
    if before_id is not None:
        own = own.where(Lot.id < before_id)
    rows = [_facts(lot, spec) for lot, spec in session().execute(own)]
    shown = rows[:limit]
    return shown, shown[-1].card.id if len(rows) > limit else None


def load_facts(lot_ids: Sequence[int]) -> list[LotFacts]:
    """Several lots with their specs, in the order of their ids as given."""
    rows = session().execute(_loaded().where(Lot.id.in_(sorted(set(lot_ids)))))
    found = {lot.id: _facts(lot, spec) for lot, spec in rows}
    return [found[lot_id] for lot_id in lot_ids]


def get_lot(ref: str, *, org_id: int) -> LotFacts:
    """A lot of one seller.

    Raises:
        NotFound: there is none, or it is somebody else's.
    """
    return _one(_loaded().where(Lot.ref == ref, Lot.seller_id == org_id))


def get_public_lot(ref: str) -> LotFacts:
    """What everybody may know of a lot that has left quarantine.

    Raises:
        NotFound: there is none, or it was never released.
    """
    return _one(_loaded().where(Lot.ref == ref, Lot.state != LotState.QUARANTINE))


def _loaded() -> Any:
    return (
        select(Lot, ProductSpec)
        .join(ProductSpec, ProductSpec.id == Lot.spec_id)
        .options(joinedload(ProductSpec.gi))
        .execution_options(populate_existing=True)
    )


def _one(statement: Any) -> LotFacts:
    row = session().execute(statement).one_or_none()
    if row is None:
        raise NotFound("lot_not_found")
    return _facts(row[0], row[1])


def _facts(lot: Lot, spec: ProductSpec) -> LotFacts:
    return LotFacts(
        card=lot_card(lot),
        state=LotState(lot.state),
        state_reason=lot.state_reason,
        received_at=lot.received_at,
        measured={str(key): str(value) for key, value in lot.measured.items()},
        allocated_pieces=lot.allocated_pieces,
        spec=spec_card(spec),
        seller_id=lot.seller_id,
        allocated_g=lot.allocated_g,
    )
