"""Boxes and loads: packed with the parcel, put into a truck's load, taken out at the other hub.

A box holds goods of one seller only, so no lot is mixed with another producer's in one carton and
the producer's own certificate stays good. Each unit has a row of depth 0 for itself in the closure;
putting one into another copies the rows of both sides, taking it out ends them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import select

from catalog.queries.lots import lots_of_allocation
from core.db import session, update_where
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure
from logistics.models.units import HandlingUnit, UnitContent, UnitSpan

BOX, LOAD = "box", "load"
PACKED, LOADED, UNLOADED = "packed", "loaded", "unloaded"


def pack_boxes(
    consignment: Consignment, lines: Sequence[ConsignmentLine], *, at: datetime
) -> list[HandlingUnit]:
    """One box per seller of a parcel, with the lots that went into it.

    Args:
        consignment: the parcel that has just been packed.
        lines: its lines that travel.
        at: when.
    """
    by_seller: dict[int, list[ConsignmentLine]] = defaultdict(list)
    for line in lines:
        by_seller[line.seller_id].append(line)
    lots = lots_of_allocation([line.line_ref for line in lines])
    boxes = []
    for number, (seller_id, mine) in enumerate(sorted(by_seller.items()), start=1):
        box = HandlingUnit(
            code=f"{consignment.number}-{number}",
            kind=BOX,
            consignment_id=consignment.id,
            seller_id=seller_id,
            temperature=consignment.temperature,
            grams=sum(line.grams if line.packed_g is None else line.packed_g for line in mine),
            state=PACKED,
            created_at=at,
        )
        _begin(box, at)
        for line in mine:
            for lot in lots.get(line.line_ref, ()):
                content = UnitContent(
                    unit_id=box.id,
                    line_ref=line.line_ref,
                    lot_id=lot.lot_id,
                    pieces=lot.pieces,
                    grams=lot.grams,
                )
                session().add(content)
        boxes.append(box)
    session().flush()  # the labels need the ids and refs of the boxes
    return boxes


def load_boxes(departure: Departure, consignments: Iterable[Consignment], *, at: datetime) -> None:
    """Put the boxes of these parcels into the load of a truck, one load per temperature class."""
    by_class: dict[str, list[HandlingUnit]] = defaultdict(list)
    for box in _boxes_of([consignment.id for consignment in consignments]):
        by_class[box.temperature].append(box)
    for temperature, boxes in sorted(by_class.items()):
        load = HandlingUnit(
            code=f"{departure.number}-{temperature}",
            kind=LOAD,
            departure_id=departure.id,
            temperature=temperature,
            grams=sum(box.grams for box in boxes),
            state=LOADED,
            created_at=at,
        )
        _begin(load, at)
        for box in boxes:
            _put_into(load, box, at)
            box.state = LOADED


def unload_boxes(departure: Departure, *, at: datetime) -> None:
    """Take everything out of a truck's loads."""
    loads = session().scalars(
        select(HandlingUnit)
        .where(HandlingUnit.departure_id == departure.id, HandlingUnit.kind == LOAD)
        .order_by(HandlingUnit.id)
    )
    for load in loads:
        update_where(
            UnitSpan,
            UnitSpan.ancestor_id == load.id,
            UnitSpan.depth > 0,
            UnitSpan.until_at.is_(None),
            until_at=at,
        )
        load.state = UNLOADED
    for box in _boxes_of(_parcels_on(departure.id)):
        if box.state == LOADED:
            box.state = UNLOADED


def _begin(unit: HandlingUnit, at: datetime) -> None:
    session().add(unit)
    session().flush()  # the closure points at it
    session().add(UnitSpan(ancestor_id=unit.id, descendant_id=unit.id, depth=0, from_at=at))


def _put_into(outer: HandlingUnit, inner: HandlingUnit, at: datetime) -> None:
    """Everything that contains `outer` now contains everything in `inner`."""
    session().flush()  # the rows of both sides are read from the table
    above = select(UnitSpan.ancestor_id, UnitSpan.depth).where(
        UnitSpan.descendant_id == outer.id, UnitSpan.until_at.is_(None)
    )
    below = select(UnitSpan.descendant_id, UnitSpan.depth).where(
        UnitSpan.ancestor_id == inner.id, UnitSpan.until_at.is_(None)
    )
    inside = session().execute(below).all()
    for ancestor_id, up in session().execute(above).all():
        for descendant_id, down in inside:
            session().add(
                UnitSpan(
                    ancestor_id=ancestor_id,
                    descendant_id=descendant_id,
                    depth=up + down + 1,
                    from_at=at,
                )
            )


def _boxes_of(consignment_ids: Sequence[int]) -> list[HandlingUnit]:
    statement = (
        select(HandlingUnit)
        .where(HandlingUnit.consignment_id.in_(consignment_ids), HandlingUnit.kind == BOX)
        .order_by(HandlingUnit.id)
    )
    return list(session().scalars(statement))


def _parcels_on(departure_id: int) -> list[int]:
    statement = select(Consignment.id).where(Consignment.departure_id == departure_id)
    return list(session().scalars(statement.order_by(Consignment.id)))
