"""kill -9 of the worker at random moments: no message is lost, no effect happens twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import func, select

from core.db import Counter, db, session
from core.outbox import OutboxMessage, publish
from core.unit_of_work import unit_of_work
from tests.journeys.potter import PotMade, make_app

POTS = 120
KILLS = 8
DEADLINE_S = 60.0
ROOT = Path(__file__).resolve().parents[2]


def start_worker() -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from tests.journeys.potter import main; main()"]
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def undone() -> int:
    waiting = select(func.count()).where(OutboxMessage.done_at.is_(None))
    left = session().scalar(waiting)
    session().rollback()
    return int(left or 0)


@pytest.mark.slow
def test_no_message_is_lost_or_done_twice_under_kill_9(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = {"APP_ENV": "test", "INSTANCE_DIR": str(tmp_path), "LEASE_S": "1"}
    settings["DATABASE_URL"] = f"sqlite:///{tmp_path / 'pots.sqlite'}"
    for name, value in settings.items():
        monkeypatch.setenv(name, value)
    dice = random.Random(20261125)
    with make_app().app_context():
        db.create_all()
        with unit_of_work():
            for number in range(POTS):
                publish(PotMade(str(number)))
        until, kills = time.monotonic() + DEADLINE_S, 0
        worker = start_worker()
        while undone() and time.monotonic() < until:
            time.sleep(dice.uniform(0.4, 1.6) if kills < KILLS else 0.5)
            if kills < KILLS:
                os.killpg(worker.pid, signal.SIGKILL)
                worker.wait()
                worker, kills = start_worker(), kills + 1
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait()
        painted = session().scalars(
            select(Counter.value).where(Counter.series.startswith("painted:"))
        )
        assert list(painted) == [1] * POTS
        assert undone() == 0
    assert kills >= 3
