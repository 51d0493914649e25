"""An order and the button "depart" at the same moment: nothing is booked on a truck that has left.

Runs on an SQLite file; with TEST_DATABASE_URL it runs on that PostgreSQL as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from accounts.rules.actor import SYSTEM
from config.app import create_app
from core import clock
from core.db import db
from core.unit_of_work import unit_of_work
from logistics.queries.consignments import ConsignmentCard, get_consignment
from logistics.services.delivery import book
from logistics.services.departures import depart
from logistics.services.promise import ParcelQuote
from tests.conftest import make_settings
from tests.factories.accounts import make_org
from tests.factories.logistics import (
    AT,
    make_address,
    make_consignment,
    make_line,
    make_network,
    make_quote,
)

URLS = ["sqlite", *(["postgres"] if os.environ.get("TEST_DATABASE_URL") else [])]
WAIT_S = 1.0


@pytest.fixture(params=URLS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own that really commits."""
    url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    if request.param == "postgres":
        url = f"{os.environ['TEST_DATABASE_URL']}?options=-csearch_path%3Ddeparture_race"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if request.param == "postgres":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS departure_race CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA departure_race")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def waiting(house: Flask) -> tuple[ConsignmentCard, int, list[ParcelQuote]]:
    """A parcel whose truck waits, its seller, and another parcel quoted on the same truck."""
    with house.app_context(), clock.at(AT), unit_of_work():
        make_network()
        seller_id = make_org().id
        return make_consignment(seller_id=seller_id), seller_id, make_quote()


def book_on(quoted: list[ParcelQuote], seller_id: int) -> ConsignmentCard:
    (ref,) = book(
        SYSTEM,
        order_ref="late",
        parcels=quoted,
        lines=[make_line("late", seller_id=seller_id, parcel_key=quoted[0].key)],
        address=make_address(),
        promised_on=quoted[0].promise.arrives_on,
        at=AT,
    )
    return get_consignment(ref)


def is_waiting(future: Future[object]) -> bool:
    return not wait([future], timeout=WAIT_S).done


@pytest.mark.race
def test_an_order_waits_for_a_truck_that_is_leaving_and_takes_the_next(house, waiting) -> None:
    parcel, seller_id, quoted = waiting

    def late() -> ConsignmentCard:
        with house.app_context(), clock.at(AT), unit_of_work():
            return book_on(quoted, seller_id)

    with ThreadPoolExecutor(1) as pool:
        with house.app_context(), clock.at(AT), unit_of_work():
            depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)
            booked = pool.submit(late)
            assert is_waiting(booked)
        card = booked.result(timeout=30)
    assert card.departure.ref != parcel.departure.ref
    assert (card.departure.state, card.arrives_on) == ("planned", date(2026, 11, 29))


@pytest.mark.race
def test_a_truck_waits_for_an_order_that_is_being_booked_on_it(house, waiting) -> None:
    parcel, seller_id, quoted = waiting

    def leave() -> int:
        with house.app_context(), clock.at(AT), unit_of_work():
            return depart(SYSTEM, departure_ref=parcel.departure.ref, at=AT)

    with ThreadPoolExecutor(1) as pool:
        with house.app_context(), clock.at(AT), unit_of_work():
            card = book_on(quoted, seller_id)
            left = pool.submit(leave)
            assert is_waiting(left)
        assert left.result(timeout=30) == 0  # nothing is packed yet
    assert card.departure.ref == parcel.departure.ref
