"""Scheduled work is messages of the outbox: one per (job, slot), whoever inserts it first."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from sqlalchemy.exc import IntegrityError

from core import outbox
from core.clock import shanghai
from core.types.dates import SHANGHAI
from core.unit_of_work import unit_of_work

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class JobDue:
    """A slot of a scheduled job has come."""

    name: str
    slot: str


@dataclass(frozen=True)
class Job:
    """Scheduled work: every so often, or daily at a Shanghai wall-clock time."""

    name: str
    run: Callable[[datetime], None]
    every: timedelta | None = None
    daily_at: time | None = None

    def slot(self, at: datetime) -> datetime:
        """The latest slot at or before ``at``."""
        if self.every is not None:
            seconds = int(self.every.total_seconds())
            return datetime.fromtimestamp(int(at.timestamp()) // seconds * seconds, UTC)
        if self.daily_at is None:
            raise ValueError(f"job {self.name} has neither every nor daily_at")
        local = shanghai(at)
        slot = datetime.combine(local.date(), self.daily_at, SHANGHAI)
        return slot if slot <= local else slot - timedelta(days=1)


def handler_for(jobs: Sequence[Job]) -> outbox.Handler:
    """The one handler of JobDue: runs the named job; the job opens its own units of work."""
    table = {job.name: job for job in jobs}

    def run_scheduled(event: JobDue, message: outbox.Message) -> None:
        table[event.name].run(datetime.fromisoformat(event.slot))
        with unit_of_work():
            message.finish()

    return outbox.stepwise(run_scheduled)


def enqueue_due(jobs: Sequence[Job], *, at: datetime) -> None:
    """Insert the message of each job's present slot, once among all hosts."""
    for job in jobs:
        slot = job.slot(at).isoformat()
        try:
            with unit_of_work():
                outbox.publish(JobDue(job.name, slot), dedupe_key=f"{job.name}@{slot}")
        except IntegrityError:
            log.debug("slot %s of %s was taken by another host", slot, job.name)
