"""The example valley for journeys: loaded once for all test processes, copied for each test."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from flask import Flask

from config.app import create_app
from core import clock
from core.db import db
from demo.load import load
from tests.conftest import TODAY, make_settings

READY = "loaded"


@pytest.fixture(scope="session")
def valley_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The instance folder with the whole example valley of 25 November 2026."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "valley"
    folder.mkdir(exist_ok=True)
    with (folder.parent / "valley.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / READY).exists():
            with ThreadPoolExecutor(1) as aside:  # a browser's event loop may run in this thread
                aside.submit(build, folder).result()
            (folder / READY).touch()
    return folder


def build(folder: Path) -> None:
    """Load the valley into a folder."""
    app = create_app(make_settings(folder, database_url=url_of(folder)))
    with app.app_context():
        with clock.at(TODAY):
            db.create_all()
            load(now=TODAY, report=lambda _name, _done, _all: None)
        db.engine.dispose()


def url_of(folder: Path) -> str:
    """The database of an instance folder."""
    return f"sqlite:///{folder / 'valley.sqlite'}"


@pytest.fixture
def own_valley(valley_folder: Path, tmp_path: Path) -> Path:
    """A copy of the valley that a test may change."""
    folder = tmp_path / "instance"
    shutil.copytree(valley_folder, folder)
    return folder


@pytest.fixture
def valley_app(own_valley: Path) -> Iterator[Flask]:
    """The house on a copy of the valley, at the instant of the load."""
    app = create_app(make_settings(own_valley, database_url=url_of(own_valley)))
    app.config["WTF_CSRF_ENABLED"] = False
    with clock.at(TODAY):
        yield app
    with app.app_context():
        db.engine.dispose()
