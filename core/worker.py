"""The one worker process: runs the outbox and the schedule until it is told to stop."""

import logging
import signal
import time
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from types import FrameType

from flask import Flask
from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from core import clock, outbox
from core.db import Base, UtcDateTime, session
from core.schedule import Job, enqueue_due
from core.unit_of_work import unit_of_work

log = logging.getLogger(__name__)
IDLE_S = 0.25
SWEEP_EVERY = timedelta(seconds=10)


class WorkerBeat(Base):
    """When the worker was last seen."""

    __tablename__ = "worker_beat"
    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    beaten_at: Mapped[datetime] = mapped_column(UtcDateTime())


def beat(name: str = "worker") -> None:
    """Say that the worker lives."""
    with unit_of_work() as current:
        current.merge(WorkerBeat(name=name, beaten_at=clock.now()))


def last_beat(name: str = "worker") -> datetime | None:
    """When the worker was last seen, or None."""
    row = session().get(WorkerBeat, name)
    return row.beaten_at if row else None


class _Stop:
    def __init__(self) -> None:
        self.is_asked = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._ask)

    def _ask(self, _number: int, _frame: FrameType | None) -> None:
        self.is_asked = True


def run_once() -> int:
    """Handle what is due now; returns how many messages were handled."""
    ids = outbox.due_ids(at=clock.now())
    session().rollback()
    for message_id in ids:
        outbox.handle(message_id)
    return len(ids)


def run(app: Flask, jobs: Sequence[Job], *, is_stopped: Callable[[], bool] | None = None) -> None:
    """Work until a signal comes (or ``is_stopped`` says so)."""
    stop = _Stop() if is_stopped is None else None
    swept_at: datetime | None = None
    while not (is_stopped() if is_stopped else stop and stop.is_asked):
        with app.app_context():
            try:
                at = clock.now()
                if swept_at is None or at - swept_at >= SWEEP_EVERY:
                    beat()
                    enqueue_due(jobs, at=at)
                    swept_at = at
                handled = run_once()
            except Exception:  # the database may be away for a moment; the worker outlives it
                log.exception("worker round failed")
                handled = 0
        if not handled:
            time.sleep(IDLE_S)
