"""Fixtures of all tests: one app and schema per session, each test rolled back."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from hypothesis import HealthCheck
from hypothesis import settings as property_settings
from sqlalchemy.orm import Session

from config.app import create_app
from config.settings import Settings, read_settings
from core import clock
from core.db import db, writing

TODAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # Wednesday 10:00 in Shanghai
# A busy machine is slow, not wrong; and every run tries the same examples.
property_settings.register_profile(
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
property_settings.load_profile("steady")
LOOPBACK = ("127.0.0.1", "::1", "localhost")


def make_settings(folder: Path, **changes: object) -> Settings:
    """Settings of a test installation in ``folder``."""
    url = f"sqlite:///{folder / 'test.sqlite'}"
    env = {"APP_ENV": "test", "INSTANCE_DIR": str(folder), "DATABASE_URL": url}
    return replace(read_settings(env), **changes)  # type: ignore[arg-type]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files begin, so that no process has one left when the others have ended."""
    items.sort(key=lambda item: "tests/journeys/" not in item.nodeid)


@pytest.fixture(scope="session")
def database_url(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> str:
    """SQLite in a file, or the PostgreSQL of TEST_DATABASE_URL (one schema per xdist worker)."""
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given if worker_id == "master" else f"{given}?options=-csearch_path%3D{worker_id}"
    return f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.sqlite'}"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, database_url: str, worker_id: str) -> Flask:
    """The whole house on an empty database."""
    folder = tmp_path_factory.mktemp("instance")
    house = create_app(make_settings(folder, database_url=database_url))
    house.config["WTF_CSRF_ENABLED"] = False
    with house.app_context():
        if "search_path" in database_url:
            with db.engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {worker_id} CASCADE")
                connection.exec_driver_sql(f"CREATE SCHEMA {worker_id}")
        db.drop_all()
        db.create_all()
    return house


@pytest.fixture
def at() -> Iterator[datetime]:
    """A fixed instant; the clock stands still during the test."""
    with clock.at(TODAY):
        yield TODAY


@pytest.fixture
def db_session(app: Flask, at: datetime) -> Iterator[Session]:
    """A session whose commits are savepoints of one transaction, undone after the test."""
    with app.app_context(), writing():
        engines = db.engines
        engine = engines[None]
        with engine.connect() as connection:
            outer = connection.begin()
            engines[None] = connection  # type: ignore[assignment]  # a connection serves as well
            try:
                yield db.session()
            finally:
                db.session.remove()
                engines[None] = engine
                outer.rollback()


@pytest.fixture
def client(app: Flask, db_session: Session) -> FlaskClient:
    """A browser without JavaScript."""
    return app.test_client()


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only loopback may be reached."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else None
        if host is not None and host not in LOOPBACK:
            raise AssertionError(f"a test reached for the network: {host}")
        connect(self, address)  # type: ignore[arg-type]

    monkeypatch.setattr(socket.socket, "connect", guarded)
