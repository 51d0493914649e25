from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import GUEST, SYSTEM
from catalog.queries.lots import lots_of_allocation
from catalog.rules.stock import Want
from catalog.services import allocation, stock
from catalog.services.allocation import AllocLine
from core.errors import NotAllowed
from core.outbox import OutboxMessage
from logistics.errors import DemandChanged, RunInProgress
from logistics.gateways.inline import InlineEngine
from logistics.models.runs import Assignment
from logistics.queries.consignments import ConsignmentCard, get_consignment
from logistics.queries.network import load_network
from logistics.queries.runs import get_run
from logistics.rules.routing.plan import read_plan
from logistics.rules.snapshot import read_service_key
from logistics.services import departures, routing
from logistics.services.delivery import book, cancel
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import (
    AT,
    make_address,
    make_item,
    make_line,
    make_network,
    make_quote,
)

DAY = date(2026, 11, 25)


def place(listing, line_ref: str = "line", pieces: int = 2, min_days: int = 5) -> ConsignmentCard:
    """Reserve, allocate and book like an order does."""
    grams = pieces * listing.nominal_g
    stock.reserve(
        SYSTEM,
        owner_ref=line_ref,
        wants=[Want(line_ref, listing.listing_id, pieces, grams)],
        expires_at=None,
        at=AT,
    )
    item = make_item(line_ref, temperature=listing.temperature, grams=grams)
    parcels = make_quote(item)
    arrives = parcels[0].promise.arrives_on
    line = AllocLine(line_ref, listing.listing_id, pieces, grams, arrives, min_days)
    allocation.allocate(SYSTEM, owner_ref=line_ref, lines=[line], at=AT)
    booked = make_line(
        line_ref,
        seller_id=listing.seller_id,
        parcel_key=parcels[0].key,
        spec_id=listing.spec_id,
        listing_id=listing.listing_id,
        grams=grams,
        pack_grams=listing.nominal_g,
        min_remaining_days=min_days,
    )
    refs = book(
        SYSTEM,
        order_ref=f"order-{line_ref}",
        parcels=parcels,
        lines=[booked],
        address=make_address(),
        promised_on=arrives,
        at=AT,
    )
    return get_consignment(refs[0])


@pytest.fixture
def listing(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    found = make_listing()
    make_lot(found, pieces=10, best_before=DAY + timedelta(days=200))
    return found


def solved(run_ref: str) -> dict:
    problem = routing.snapshot(SYSTEM, run_ref=run_ref, at=AT)
    return InlineEngine().solve(problem, seed=1, report=lambda *_: None)


def test_a_run_puts_every_open_line_on_a_lot_a_departure_and_a_day(
    listing, db_session: Session
) -> None:
    parcel = place(listing)
    ref = routing.request_run(SYSTEM, at=AT)
    routing.adopt(SYSTEM, run_ref=ref, plan=solved(ref), at=AT)
    run = get_run(ref)
    assert (run.state, run.line_count, run.short_count, run.late_count) == ("adopted", 1, 0, 0)
    assert run.bound_fen <= run.cost_fen
    after = get_consignment(parcel.ref)
    assert after.state == "allocated"
    assert after.arrives_on <= parcel.promised_on
    rows = db_session.scalars(select(Assignment).where(Assignment.run_id > 0)).all()
    assert [(row.line_ref, row.grams, row.reason) for row in rows] == [("line", 4600, "groupage")]


def test_the_same_night_again_gives_the_same_plan(listing) -> None:
    place(listing)
    ref = routing.request_run(SYSTEM, at=AT)
    assert solved(ref) == solved(ref)


def test_the_plan_moves_lines_to_the_lot_that_expires_first_but_lasts(listing) -> None:
    place(listing, min_days=30)
    soon = make_lot(listing, pieces=10, best_before=DAY + timedelta(days=40))
    ref = routing.request_run(SYSTEM, at=AT)
    routing.adopt(SYSTEM, run_ref=ref, plan=solved(ref), at=AT)
    assert [row.lot_ref for row in lots_of_allocation(["line"])["line"]] == [soon.ref]


def test_a_lot_that_does_not_last_is_never_taken(listing) -> None:
    place(listing, min_days=60)
    make_lot(listing, pieces=10, best_before=DAY + timedelta(days=40))
    before = lots_of_allocation(["line"])
    ref = routing.request_run(SYSTEM, at=AT)
    routing.adopt(SYSTEM, run_ref=ref, plan=solved(ref), at=AT)
    assert lots_of_allocation(["line"]) == before


def test_a_plan_is_refused_if_a_line_was_cancelled_meanwhile(listing) -> None:
    place(listing)
    ref = routing.request_run(SYSTEM, at=AT)
    plan = solved(ref)
    cancel(SYSTEM, order_ref="order-line", at=AT)
    with pytest.raises(DemandChanged):
        routing.adopt(SYSTEM, run_ref=ref, plan=plan, at=AT)


def test_an_order_that_came_meanwhile_does_not_hinder(listing) -> None:
    place(listing)
    ref = routing.request_run(SYSTEM, at=AT)
    plan = solved(ref)
    late = place(listing, "late")
    routing.adopt(SYSTEM, run_ref=ref, plan=plan, at=AT)
    assert get_run(ref).state == "adopted"
    assert get_consignment(late.ref).state == "planned"


def test_a_plan_puts_nothing_on_a_truck_that_left_meanwhile(listing) -> None:
    parcel = place(listing)
    ref = routing.request_run(SYSTEM, at=AT)
    plan = solved(ref)
    lanes = {lane.code: lane for lane in load_network().lanes.values()}
    for key in sorted({row.service for row in read_plan(plan).shipments}):
        code, day = read_service_key(key)
        gone = departures.open_departure(lanes[code].ref, day, at=AT)
        departures.depart(SYSTEM, departure_ref=gone.ref, at=AT)
    routing.adopt(SYSTEM, run_ref=ref, plan=plan, at=AT)
    after = get_consignment(parcel.ref)
    assert (after.state, after.departure.ref) == ("planned", parcel.departure.ref)
    assert (gone.state, gone.vehicles, gone.run_id) == ("departed", {}, None)


def test_a_picked_line_is_left_alone(listing) -> None:
    place(listing)
    allocation.pick(SYSTEM, line_ref="line", at=AT)
    ref = routing.request_run(SYSTEM, at=AT)
    assert routing.snapshot(SYSTEM, run_ref=ref, at=AT)["lines"]["rows"] == []


def test_after_the_farms_cut_off_tonights_departures_are_decided(listing) -> None:
    place(listing)
    evening = AT + timedelta(hours=10, minutes=30)
    ref = routing.request_run(SYSTEM, at=evening)
    problem = routing.snapshot(SYSTEM, run_ref=ref, at=evening)
    assert problem["lines"]["rows"] == []
    assert min(service["departure_day"] for service in problem["services"]) == 1


def test_only_one_run_at_a_time(listing) -> None:
    routing.request_run(SYSTEM, at=AT)
    with pytest.raises(RunInProgress):
        routing.request_run(SYSTEM, at=AT)


def test_a_visitor_starts_no_run(listing) -> None:
    with pytest.raises(NotAllowed):
        routing.request_run(GUEST, at=AT)


def test_a_queued_run_is_a_message_for_the_worker(listing, db_session: Session) -> None:
    routing.request_run(SYSTEM, at=AT)
    kinds = db_session.scalars(select(OutboxMessage.kind)).all()
    assert "logistics.RunRequested" in kinds


def test_a_failed_run_says_why_and_frees_the_way(listing) -> None:
    ref = routing.request_run(SYSTEM, at=AT)
    routing.end_run(SYSTEM, run_ref=ref, reason="exit -9", is_refused=False, at=AT)
    assert (get_run(ref).state, get_run(ref).failure) == ("failed", "exit -9")
    routing.request_run(SYSTEM, at=AT)
