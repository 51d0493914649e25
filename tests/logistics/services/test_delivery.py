from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import GUEST, SYSTEM
from core.errors import NotAllowed
from core.outbox import OutboxMessage
from logistics.errors import StepNotPossible, TooLateToCancel, TooWarmAtDoor
from logistics.models.tracking import Event
from logistics.queries.consignments import ConsignmentCard, consignments_of, get_consignment
from logistics.rules.chain import broken_at
from logistics.services import departures
from logistics.services.delivery import book, cancel, mark_packed
from logistics.services.journal import event_facts
from logistics.services.promise import ParcelQuote
from logistics.services.reports import Deed, record_event, report
from tests.factories.accounts import make_org
from tests.factories.logistics import (
    AT,
    make_address,
    make_consignment,
    make_line,
    make_network,
    make_quote,
)


@pytest.fixture
def parcel(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    return make_consignment(seller_id=make_org().id, order_ref="order", line_ref="line")


def kinds(ref: str) -> list[str]:
    return [happened.kind for happened in get_consignment(ref).events]


def test_a_booked_parcel_has_its_departure_and_first_event(parcel) -> None:
    assert parcel.state == "planned"
    assert parcel.departure.number.startswith("L-")
    assert parcel.arrives_on == date(2026, 11, 28)
    assert kinds(parcel.ref) == ["planned"]


def test_a_later_day_takes_a_later_departure(db_session: Session) -> None:
    make_network()
    later = make_consignment(seller_id=make_org().id, promised_on=date(2026, 12, 2))
    assert later.arrives_on == date(2026, 12, 2)
    assert later.departure.arrives_on == date(2026, 12, 1)


def test_a_parcel_goes_from_packing_to_the_door(parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_790}, at=AT)
    assert departures.depart(SYSTEM, departure_ref=parcel.departure.ref, seal="WZ1", at=AT) == 1
    assert departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT) == 1
    record_event(SYSTEM, consignment_ref=parcel.ref, kind="out_for_delivery", at=AT)
    deed = Deed("delivered", AT, door_c10=35, recipient="林秀英")
    report(SYSTEM, consignment_ref=parcel.ref, deed=deed)
    there = get_consignment(parcel.ref)
    assert (there.state, there.grams, there.delivered_at) == ("delivered", 1_790, AT)
    assert kinds(parcel.ref) == [
        "planned",
        "packed",
        "dispatched",
        "at_hub",
        "out_for_delivery",
        "delivered",
    ]


def test_the_events_of_a_parcel_are_a_whole_chain(parcel, db_session: Session) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    statement = select(Event).where(Event.subject_ref == parcel.ref).order_by(Event.number)
    rows = [(row, event_facts(row)) for row in db_session.scalars(statement)]
    assert broken_at(rows) is None
    rows[0][1]["note"] = "changed"
    assert broken_at(rows) == 1


def test_goods_that_are_too_warm_are_not_delivered(parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    record_event(SYSTEM, consignment_ref=parcel.ref, kind="out_for_delivery", at=AT)
    with pytest.raises(TooWarmAtDoor):
        report(SYSTEM, consignment_ref=parcel.ref, deed=Deed("delivered", AT, door_c10=61))
    assert get_consignment(parcel.ref).state == "out_for_delivery"


def test_the_same_action_of_a_device_counts_once(parcel) -> None:
    for _ in range(2):
        record_event(
            SYSTEM, consignment_ref=parcel.ref, kind="on_hold", at=AT, action_id="device-1"
        )
    assert kinds(parcel.ref) == ["planned", "on_hold"]


def test_a_released_parcel_goes_on_where_it_was_held(parcel) -> None:
    record_event(SYSTEM, consignment_ref=parcel.ref, kind="on_hold", at=AT)
    record_event(SYSTEM, consignment_ref=parcel.ref, kind="released", at=AT)
    assert get_consignment(parcel.ref).state == "planned"


def test_a_step_that_the_table_does_not_know_is_refused(parcel) -> None:
    with pytest.raises(StepNotPossible):
        record_event(SYSTEM, consignment_ref=parcel.ref, kind="delivered", at=AT)
    assert kinds(parcel.ref) == ["planned"]


def test_a_visitor_reports_nothing(parcel) -> None:
    with pytest.raises(NotAllowed):
        record_event(GUEST, consignment_ref=parcel.ref, kind="packed", at=AT)
    assert kinds(parcel.ref) == ["planned"]


def test_an_order_is_cancelled_once_and_only_before_it_left(parcel) -> None:
    assert cancel(SYSTEM, order_ref="order", at=AT) == 1
    assert cancel(SYSTEM, order_ref="order", at=AT) == 0
    assert consignments_of("order")[0].state == "cancelled"


def test_a_parcel_on_the_road_is_not_cancelled(parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT + timedelta(hours=11))
    with pytest.raises(TooLateToCancel):
        cancel(SYSTEM, order_ref="order", at=AT)
    assert get_consignment(parcel.ref).state == "dispatched"


def test_leaving_and_arriving_are_told_to_those_above(parcel, db_session: Session) -> None:
    before = db_session.query(OutboxMessage).count()
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    assert db_session.query(OutboxMessage).count() == before


def book_late(quoted: list[ParcelQuote], at: datetime = AT) -> ConsignmentCard:
    line = make_line("late", seller_id=make_org().id, parcel_key=quoted[0].key)
    (ref,) = book(
        SYSTEM,
        order_ref="late",
        parcels=quoted,
        lines=[line],
        address=make_address(),
        promised_on=quoted[0].promise.arrives_on,
        at=at,
    )
    return get_consignment(ref)


def told(db_session: Session) -> int:
    kinds = OutboxMessage.kind.like("%ConsignmentScheduled%")
    return db_session.query(OutboxMessage).where(kinds).count()


@pytest.mark.parametrize("is_there", [False, True])
def test_a_truck_that_has_left_takes_no_order_the_next_one_does(
    parcel, db_session: Session, is_there: bool
) -> None:
    quoted = make_quote()  # before the dispatcher presses the button
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    if is_there:
        departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    late = book_late(quoted)
    assert late.departure.ref != parcel.departure.ref
    assert (late.departure.state, late.departure.arrives_on) == ("planned", date(2026, 11, 28))
    assert (late.promised_on, late.arrives_on) == (date(2026, 11, 28), date(2026, 11, 29))
    assert told(db_session) == 1
    mark_packed(SYSTEM, order_ref="late", line_grams={"late": 1_800}, at=AT)
    assert departures.depart(SYSTEM, departure_ref=late.departure.ref, at=AT) == 1


@pytest.mark.parametrize(
    ("at", "leaves_on"),
    [
        (datetime(2026, 11, 25, 7, 59, 59, tzinfo=UTC), date(2026, 11, 25)),
        (datetime(2026, 11, 25, 8, 0, tzinfo=UTC), date(2026, 11, 26)),
    ],
)
def test_a_booking_past_the_cut_off_takes_the_next_departure(
    parcel, db_session: Session, at: datetime, leaves_on: date
) -> None:
    late = book_late(make_quote(), at=at)
    assert late.departure.arrives_on == leaves_on + timedelta(days=2)
    assert told(db_session) == (leaves_on != date(2026, 11, 25))


def test_an_order_on_a_truck_that_waits_keeps_its_day(parcel, db_session: Session) -> None:
    same = book_late(make_quote())
    assert same.departure.ref == parcel.departure.ref
    assert told(db_session) == 0
