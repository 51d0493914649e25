from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from logistics.models.units import HandlingUnit, UnitContent, UnitSpan
from logistics.queries.boxes import get_box
from logistics.queries.trace import get_trace
from logistics.services import departures
from logistics.services.delivery import mark_packed
from logistics.services.readings import NewReading, record_reading
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import AT, make_network
from tests.logistics.services.test_routing import DAY, place

THERE = AT + timedelta(days=2)


@pytest.fixture
def lot(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    listing = make_listing()
    made = make_lot(listing, pieces=10, best_before=DAY + timedelta(days=200))
    parcel = place(listing)
    grams = parcel.lines[0].grams
    mark_packed(SYSTEM, order_ref=parcel.order_ref, line_grams={"line": grams}, at=AT)
    return made, parcel


def test_packing_makes_a_box_with_its_lots(lot, db_session: Session) -> None:
    made, parcel = lot
    box = db_session.scalars(select(HandlingUnit)).one()
    assert (box.code, box.kind, box.state) == (f"{parcel.number}-1", "box", "packed")
    content = db_session.scalars(select(UnitContent)).one()
    assert (content.lot_id, content.pieces, content.line_ref) == (made.id, 2, "line")
    page = get_box(box.ref, at=AT)
    assert [row.lot.card.ref for row in page.lots] == [made.ref]
    assert [step.kind for step in page.steps] == ["packed"]


def test_a_load_holds_its_boxes_from_departure_to_arrival(lot, db_session: Session) -> None:
    _, parcel = lot
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    load = db_session.scalars(select(HandlingUnit).where(HandlingUnit.kind == "load")).one()
    box = db_session.scalars(select(HandlingUnit).where(HandlingUnit.kind == "box")).one()
    assert (box.state, load.grams) == ("loaded", box.grams)
    inside = select(UnitSpan).where(UnitSpan.ancestor_id == load.id, UnitSpan.depth == 1)
    span = db_session.scalars(inside).one()
    assert (span.descendant_id, span.from_at, span.until_at) == (box.id, AT, None)
    departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=THERE)
    db_session.refresh(span)
    assert span.until_at == THERE
    assert (box.state, load.state) == ("unloaded", "unloaded")


def test_the_page_of_a_lot_tells_its_road_and_its_temperature(lot) -> None:
    made, parcel = lot
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    for minute, c10 in ((60, 21), (120, 34)):
        at = AT + timedelta(minutes=minute)
        reading = NewReading(parcel.temperature, c10, at)
        record_reading(SYSTEM, departure_ref=parcel.departure.ref, reading=reading, at=at)
    page = get_trace(made.ref, at=THERE)
    assert [road.number for road in page.roads] == [parcel.departure.number]
    assert (page.warmth.count, page.warmth.low_c10, page.warmth.high_c10) == (2, 21, 34)
    assert (page.warmth.truck, page.boxes) == (parcel.departure.number, 1)
