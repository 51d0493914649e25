from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.rules.actor import GUEST, SYSTEM
from core.errors import InvalidInput, NotAllowed
from logistics.errors import (
    ColdChainBroken,
    StepNotPossible,
    UnknownDeparture,
    UnknownExcursion,
)
from logistics.models.tracking import Reading
from logistics.queries.cold_chain import get_excursion_page, list_excursions
from logistics.rules.states import ExcursionState
from logistics.services import departures
from logistics.services.delivery import mark_packed
from logistics.services.readings import NewReading, decide, record_reading
from logistics.services.reports import record_event
from tests.factories.accounts import make_org
from tests.factories.logistics import AT, make_consignment, make_network


@pytest.fixture
def parcel(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    return make_consignment(seller_id=make_org().id, order_ref="order", line_ref="line")


def read(parcel, minute: int, c10: int) -> str | None:  # type: ignore[no-untyped-def]
    at = AT + timedelta(minutes=minute)
    reading = NewReading("chilled", c10, at, "rear")
    return record_reading(SYSTEM, departure_ref=parcel.departure.ref, reading=reading, at=at)


def test_good_temperatures_open_nothing(parcel) -> None:
    assert read(parcel, 0, 23) is None
    assert read(parcel, 60, 39) is None
    assert list_excursions() == []


def test_an_excursion_opens_deepens_ends_and_is_decided_by_a_person(parcel) -> None:
    assert read(parcel, 0, 65) is None
    ref = read(parcel, 20, 66)
    assert ref is not None
    assert get_excursion_page(ref).card.severity == "major"
    assert read(parcel, 40, 110) == ref
    card = get_excursion_page(ref).card
    assert (card.severity, card.worst_c10, card.state) == ("critical", 110, "open")
    assert read(parcel, 60, 25) is None
    page = get_excursion_page(ref)
    assert (page.card.state, page.card.parcels, page.steps) == ("ended", 1, ("assessed",))
    for decision in (ExcursionState.ASSESSED, ExcursionState.RELEASED):
        decide(SYSTEM, excursion_ref=ref, decision=decision, note="中心 3.1 度", at=AT)
    page = get_excursion_page(ref)
    assert (page.card.state, page.card.note) == ("released", "中心 3.1 度")
    kinds = ["opened", "escalated", "ended", "assessed", "released"]
    assert [event.kind for event in page.events] == kinds


def test_a_later_stretch_is_an_excursion_of_its_own(parcel) -> None:
    for minute, c10 in ((0, 65), (20, 66), (40, 25), (60, 70), (80, 70)):
        read(parcel, minute, c10)
    assert [row.state for row in list_excursions()] == ["open", "ended"]


def test_a_reading_that_arrives_late_says_when_it_was_over(parcel) -> None:
    for minute, c10 in ((0, 65), (20, 66), (300, 25), (40, 28)):
        read(parcel, minute, c10)
    ended = [row.ended_at for row in list_excursions()]
    assert ended == [AT + timedelta(minutes=40)]


def test_nothing_is_decided_out_of_turn_or_without_a_reason(parcel) -> None:
    ref = read(parcel, 0, 110)
    assert ref is not None
    with pytest.raises(StepNotPossible):
        decide(SYSTEM, excursion_ref=ref, decision=ExcursionState.RELEASED, note="x", at=AT)
    with pytest.raises(InvalidInput):
        decide(SYSTEM, excursion_ref=ref, decision=ExcursionState.ENDED, note=" ", at=AT)
    with pytest.raises(UnknownExcursion):
        decide(SYSTEM, excursion_ref="no", decision=ExcursionState.RELEASED, note="x", at=AT)
    assert get_excursion_page(ref).card.state == "open"


def test_goods_of_a_critical_excursion_are_not_sent_out_until_released(parcel) -> None:
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
    ref = read(parcel, 10, 120)
    read(parcel, 20, 20)
    departures.arrive(SYSTEM, departure_ref=parcel.departure.ref, at=AT + timedelta(days=2))
    with pytest.raises(ColdChainBroken):
        record_event(SYSTEM, consignment_ref=parcel.ref, kind="out_for_delivery", at=AT)
    for decision in (ExcursionState.ASSESSED, ExcursionState.RELEASED):
        decide(SYSTEM, excursion_ref=ref or "", decision=decision, note="逐箱测过", at=AT)
    record_event(SYSTEM, consignment_ref=parcel.ref, kind="out_for_delivery", at=AT)


def test_a_reading_needs_a_truck_a_past_and_a_worker(parcel, db_session: Session) -> None:
    ahead = NewReading("chilled", 20, AT + timedelta(hours=1))
    old = NewReading("chilled", 20, AT - timedelta(days=15))
    for reading in (ahead, old):
        with pytest.raises(InvalidInput):
            record_reading(SYSTEM, departure_ref=parcel.departure.ref, reading=reading, at=AT)
    now = NewReading("chilled", 20, AT)
    with pytest.raises(UnknownDeparture):
        record_reading(SYSTEM, departure_ref="no", reading=now, at=AT)
    with pytest.raises(NotAllowed):
        record_reading(GUEST, departure_ref=parcel.departure.ref, reading=now, at=AT)
    assert db_session.scalar(select(func.count(Reading.id))) == 0
