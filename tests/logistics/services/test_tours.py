from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from core.errors import NotAllowed
from logistics.errors import (
    NothingToDeliver,
    TooWarmAtDoor,
    TourRunning,
    UnknownHub,
    UnknownTour,
)
from logistics.queries.consignments import get_consignment
from logistics.queries.tours import get_door, get_drive_page
from logistics.services import departures
from logistics.services.delivery import mark_packed
from logistics.services.tours import Outcome, finish_stop, start_tour
from tests.factories.accounts import actor_for, make_carrier, make_org, make_platform
from tests.factories.logistics import AT, FUZHOU, make_consignment, make_network

DUE = AT + timedelta(days=3)


@pytest.fixture
def parcel(db_session: Session):  # type: ignore[no-untyped-def]
    make_network()
    made = make_consignment(seller_id=make_org().id, order_ref="order", line_ref="line")
    mark_packed(SYSTEM, order_ref="order", line_grams={"line": 1_800}, at=AT)
    departures.depart(SYSTEM, departure_ref=made.departure.ref, at=AT)  # type: ignore[union-attr]
    arrived_at = AT + timedelta(days=2)
    departures.arrive(SYSTEM, departure_ref=made.departure.ref, at=arrived_at)  # type: ignore[union-attr]
    return made


@pytest.fixture
def driver(db_session: Session):  # type: ignore[no-untyped-def]
    return actor_for(make_carrier(), Role.DRIVER)


def test_a_driver_takes_what_is_due_and_hands_it_over(parcel, driver) -> None:
    assert get_drive_page(driver.user_id, at=DUE).waiting == ((FUZHOU, 1),)
    start_tour(driver, hub=FUZHOU, at=DUE)
    page = get_drive_page(driver.user_id, at=DUE)
    assert page.current is not None
    assert (page.current.ref, page.waiting, page.done_count) == (parcel.ref, (), 0)
    finish_stop(driver, outcome=Outcome(parcel.ref, "delivered", 25, "林秀英"), at=DUE)
    page = get_drive_page(driver.user_id, at=DUE)
    assert (page.current, page.done_count) == (None, 1)
    event = get_consignment(parcel.ref).events[-1]
    assert (event.kind, event.details) == ("delivered", {"door_c10": 25, "recipient": "林秀英"})


def test_a_box_that_is_too_warm_is_not_handed_over(parcel, driver) -> None:
    start_tour(driver, hub=FUZHOU, at=DUE)
    with pytest.raises(TooWarmAtDoor):
        finish_stop(driver, outcome=Outcome(parcel.ref, "delivered", 61, "林秀英"), at=DUE)
    assert get_consignment(parcel.ref).state == "out_for_delivery"


def test_what_nobody_took_comes_back_and_rides_again(parcel, driver) -> None:
    start_tour(driver, hub=FUZHOU, at=DUE)
    finish_stop(driver, outcome=Outcome(parcel.ref, "at_hub", note="没人"), at=DUE)
    assert get_consignment(parcel.ref).state == "at_hub"
    start_tour(driver, hub=FUZHOU, at=DUE + timedelta(hours=5))
    assert get_consignment(parcel.ref).state == "out_for_delivery"


def test_a_refusal_keeps_its_reason(parcel, driver) -> None:
    start_tour(driver, hub=FUZHOU, at=DUE)
    refused = Outcome(parcel.ref, "rejected", 80, reason="temperature")
    finish_stop(driver, outcome=refused, at=DUE)
    assert get_consignment(parcel.ref).events[-1].details["reason"] == "temperature"


def test_tours_are_refused_when_there_is_nothing_or_one_is_running(parcel, driver) -> None:
    with pytest.raises(UnknownHub):
        start_tour(driver, hub="999999", at=DUE)
    with pytest.raises(NothingToDeliver):
        start_tour(driver, hub=FUZHOU, at=AT + timedelta(days=2))  # not due yet
    with pytest.raises(NotAllowed):
        start_tour(actor_for(make_platform(), Role.HUB_WORKER), hub=FUZHOU, at=DUE)
    start_tour(driver, hub=FUZHOU, at=DUE)
    with pytest.raises(TourRunning):
        start_tour(driver, hub=FUZHOU, at=DUE)


def test_a_stop_of_another_driver_does_not_exist(parcel, driver) -> None:
    start_tour(driver, hub=FUZHOU, at=DUE)
    other = actor_for(make_carrier(), Role.DRIVER)
    with pytest.raises(UnknownTour):
        get_door(parcel.ref, driver_id=other.user_id)
    with pytest.raises(UnknownTour):
        finish_stop(other, outcome=Outcome(parcel.ref, "delivered", 20, "x"), at=DUE)
