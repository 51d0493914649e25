"""Whether the machinery runs: database, worker, outbox."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, text

from core import worker
from core.db import db, session
from core.outbox import OutboxMessage

LATE_WORKER = timedelta(seconds=45)
LATE_MESSAGE = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Health:
    """How the machinery is doing at one instant."""

    database: str
    beaten_at: datetime | None
    is_worker_alive: bool
    waiting: int
    lag_s: int
    dead: int

    @property
    def is_well(self) -> bool:
        """Whether nothing needs a person."""
        late = timedelta(seconds=self.lag_s) > LATE_MESSAGE
        return self.is_worker_alive and not late and self.dead == 0


@dataclass(frozen=True, slots=True)
class DeadMessage:
    """A message that was given up after its last attempt."""

    id: int
    kind: str
    handler: str
    error: str
    dead_at: datetime


def read_health(*, at: datetime) -> Health:
    """The state of database, worker and outbox.

    Args:
        at: the present instant.
    """
    session().execute(text("SELECT 1"))
    beaten_at = worker.last_beat()
    open_ = (OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))
    due = select(func.count(OutboxMessage.id), func.min(OutboxMessage.run_at)).where(
        *open_, OutboxMessage.run_at <= at
    )
    waiting, oldest = session().execute(due).one()
    dead = select(func.count(OutboxMessage.id)).where(OutboxMessage.dead_at.is_not(None))
    return Health(
        database=db.engine.dialect.name,
        beaten_at=beaten_at,
        is_worker_alive=beaten_at is not None and at - beaten_at <= LATE_WORKER,
        waiting=waiting,
        lag_s=int((at - oldest).total_seconds()) if oldest else 0,
        dead=session().scalar(dead) or 0,
    )


def list_dead(*, limit: int = 50) -> list[DeadMessage]:
    """Given-up messages, newest first."""
    statement = (
        select(OutboxMessage)
        .where(OutboxMessage.dead_at.is_not(None), OutboxMessage.done_at.is_(None))
        .order_by(OutboxMessage.dead_at.desc(), OutboxMessage.id.desc())
        .limit(limit)
    )
    return [
        DeadMessage(row.id, row.kind, row.handler, row.last_error or "", row.dead_at)
        for row in session().scalars(statement)
        if row.dead_at is not None
    ]
