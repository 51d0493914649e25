"""Two call-offs that together pass the cap: exactly one wins, whatever the database.

Runs on an SQLite file; with TEST_DATABASE_URL it runs on that PostgreSQL as well.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from flask import Flask
from sqlalchemy import select

from config.app import create_app
from contracts.errors import VolumeCapExceeded
from contracts.models.agreements import LinePeriod
from contracts.models.call_offs import CallOff
from contracts.queries.progress import counters_that_differ
from contracts.rules.call_off import Wish
from contracts.services import call_offs
from core import clock
from core.db import db, session
from core.unit_of_work import unit_of_work
from shop.models.orders import OrderGroup
from tests.conftest import TODAY, make_settings
from tests.factories import contracts as make

URLS = ["sqlite", *(["postgres"] if os.environ.get("TEST_DATABASE_URL") else [])]
BUYERS = 6


@pytest.fixture(params=URLS)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Flask]:
    """An app on a database of its own that really commits."""
    url = f"sqlite:///{tmp_path / 'race.sqlite'}"
    if request.param == "postgres":
        url = f"{os.environ['TEST_DATABASE_URL']}?options=-csearch_path%3Dcall_off_race"
    app = create_app(make_settings(tmp_path, database_url=url))
    with app.app_context():
        if request.param == "postgres":
            with db.engine.begin() as connection:
                connection.exec_driver_sql("DROP SCHEMA IF EXISTS call_off_race CASCADE")
                connection.exec_driver_sql("CREATE SCHEMA call_off_race")
        db.create_all()
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.mark.race
def test_of_parallel_call_offs_that_together_pass_the_cap_exactly_one_wins(house: Flask) -> None:
    with house.app_context(), clock.at(TODAY), unit_of_work():
        deal = make.active()
        clerk, contract_ref = deal.clerk, deal.contract_ref
        line = deal.line
        week = session().scalar(
            select(LinePeriod.cap_g).where(
                LinePeriod.line_id == line.id, LinePeriod.monday == make.NEXT_MONDAY
            )
        )
        assert week is not None
        pieces = week // line.piece_g  # each alone fills the week
        wish = Wish({line.ref: pieces * line.piece_g}, make.TUESDAY, deal.site.ref)
    start = Barrier(BUYERS)

    def call(number: int) -> str:
        start.wait()
        with house.app_context(), clock.at(TODAY):
            try:
                with unit_of_work():
                    call_offs.call_off(
                        clerk,
                        contract_ref=contract_ref,
                        wish=wish,
                        form_key=f"form-{number}",
                        at=TODAY,
                    )
            except VolumeCapExceeded:
                return "refused"
            return "released"

    with ThreadPoolExecutor(BUYERS) as pool:
        outcomes = sorted(pool.map(call, range(BUYERS)))

    assert outcomes == ["refused"] * (BUYERS - 1) + ["released"]
    with house.app_context(), clock.at(TODAY), unit_of_work():
        assert len(session().scalars(select(CallOff)).all()) == 1
        assert len(session().scalars(select(OrderGroup)).all()) == 1
        assert counters_that_differ() == []
