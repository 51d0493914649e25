"""Many book the last of a harvest at once: exactly what there is is booked, on both databases.

Runs on an SQLite file; with TEST_DATABASE_URL it runs on that PostgreSQL as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from catalog.errors import HarvestFull
from catalog.models.supply import SupplyBucket
from catalog.rules.stock import Want
from catalog.services.booking import Booking, book_harvest
from catalog.services.forecasts import record_forecast
from catalog.services.proof import prove_stock
from config.app import create_app
from core import clock
from core.db import db, session
from core.unit_of_work import unit_of_work
from tests.conftest import TODAY, make_settings
from tests.factories.catalog import make_listing

URLS = ["sqlite", *(["postgres"] if os.environ.get("TEST_DATABASE_URL") else [])]
BUYERS, ROOM, PIECE_G = 12, 5, 2_300
MONDAY = date(2026, 11, 30)


@pytest.fixture(params=URLS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own that really commits."""
    url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    if request.param == "postgres":
        url = f"{os.environ['TEST_DATABASE_URL']}?options=-csearch_path%3Dbooking_race"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if request.param == "postgres":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS booking_race CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA booking_race")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.race
def test_of_parallel_bookings_exactly_what_there_is_is_booked(house: Flask) -> None:
    with house.app_context(), clock.at(TODAY), unit_of_work():
        listing = make_listing()
        record_forecast(
            SYSTEM,
            seller_id=listing.seller_id,
            spec_id=listing.spec_id,
            monday=MONDAY,
            p50_g=ROOM * PIECE_G * 20,
            p80_g=ROOM * PIECE_G * 10,
        )
    start = Barrier(BUYERS)

    def book(number: int) -> str:
        want = Want(f"line-{number}", listing.listing_id, 1, PIECE_G)
        one = Booking(want, MONDAY, MONDAY + timedelta(days=9), 3)
        start.wait()
        with house.app_context(), clock.at(TODAY):
            try:
                with unit_of_work():
                    book_harvest(
                        SYSTEM,
                        owner_ref=f"order-{number}",
                        bookings=[one],
                        expires_at=None,
                        at=TODAY,
                    )
            except HarvestFull:
                return "full"
            return "booked"

    with ThreadPoolExecutor(BUYERS) as pool:
        outcomes = list(pool.map(book, range(BUYERS)))

    assert outcomes.count("booked") == ROOM
    with house.app_context(), clock.at(TODAY), unit_of_work():
        assert session().scalar(select(SupplyBucket.booked_g)) == ROOM * PIECE_G
        assert prove_stock() == []
