"""Thirty buyers, ten pieces: exactly ten are sold, whatever the database.

Runs on an SQLite file; with TEST_DATABASE_URL it runs on that PostgreSQL as well.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask

from accounts.rules.actor import GUEST
from catalog.errors import OutOfStock
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.rules.stock import Want
from catalog.services.proof import prove_stock
from catalog.services.stock import reserve
from config.app import create_app
from core import clock
from core.db import db
from core.unit_of_work import unit_of_work
from tests.conftest import TODAY, make_settings
from tests.factories.catalog import make_stock

THREADS = 30
URLS = ["sqlite", *(["postgres"] if os.environ.get("TEST_DATABASE_URL") else [])]


@pytest.fixture(params=URLS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own that really commits."""
    url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    if request.param == "postgres":
        url = f"{os.environ['TEST_DATABASE_URL']}?options=-csearch_path%3Dstock_race"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if request.param == "postgres":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS stock_race CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA stock_race")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


def buy(app: Flask, listing: Terms, buyer: int, start: Barrier, at: datetime) -> str:
    want = Want(f"line-{buyer}", listing.listing_id, 1, listing.nominal_g)
    expires = at + timedelta(minutes=50)
    start.wait()
    with app.app_context(), clock.at(at):
        try:
            with unit_of_work():
                reserve(GUEST, owner_ref=f"o-{buyer}", wants=[want], expires_at=expires, at=at)
        except OutOfStock:
            return "sold out"
        return "sold"


@pytest.mark.race
def test_thirty_buyers_for_ten_pieces_get_exactly_ten(house: Flask) -> None:
    with house.app_context(), clock.at(TODAY), unit_of_work():
        listing = make_stock(10)
    start = Barrier(THREADS)
    with ThreadPoolExecutor(THREADS) as pool:
        asked = [pool.submit(buy, house, listing, n, start, TODAY) for n in range(THREADS)]
        outcomes = Counter(answer.result() for answer in asked)
    assert outcomes == {"sold": 10, "sold out": 20}
    with house.app_context(), clock.at(TODAY):
        assert available_pieces([listing.listing_id], at=TODAY) == {listing.listing_id: 0}
        assert prove_stock() == []
