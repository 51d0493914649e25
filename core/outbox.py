"""The outbox: side effects are rows of the transaction that causes them. ADR 0004.

``publish`` adds one row for every handler of an event. ``handle`` claims a row with a lease,
runs the handler and marks the row done in the handler's own transaction. A handler may
run twice (a crash between its effect and its commit), so handlers are idempotent.
"""

import logging
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from flask import Flask, current_app
from sqlalchemy import Index, String, Text, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from core import clock
from core.db import Base, IdMixin, JSONValue, UtcDateTime, database_epoch, session, update_where
from core.unit_of_work import unit_of_work

log = logging.getLogger(__name__)
KEY = "outbox"
LEASE_S = 120
MAX_ATTEMPTS = 12
MAX_BACKOFF_S = 3600


class OutboxMessage(IdMixin, Base):
    """One thing to do once its transaction has been kept."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        UniqueConstraint("kind", "handler", "dedupe_key"),
        Index("ix_outbox_message_due", "done_at", "dead_at", "run_at"),
    )
    kind: Mapped[str] = mapped_column(String(120))
    handler: Mapped[str] = mapped_column(String(160))
    payload: Mapped[dict[str, Any]] = mapped_column(JSONValue)
    dedupe_key: Mapped[str | None] = mapped_column(String(200))
    run_at: Mapped[datetime] = mapped_column(UtcDateTime())
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[int | None]  # epoch seconds of the database's clock
    lease_token: Mapped[str | None] = mapped_column(String(32))
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    dead_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    last_error: Mapped[str | None] = mapped_column(Text)


class LeaseLost(RuntimeError):
    """Somebody else took the message over; the present work is rolled back."""


class Outcome(StrEnum):
    """What became of one call of ``handle``."""

    DONE = "done"
    NOT_MINE = "not_mine"
    FAILED = "failed"


@dataclass
class Message:
    """The claimed message, as a stepwise handler sees it."""

    id: int
    token: str
    attempts: int
    is_finished: bool = field(default=False)

    def finish(self) -> None:
        """Mark it done in the present transaction. Raises LeaseLost."""
        self._mine(done_at=clock.now(), lease_until=None)
        self.is_finished = True

    def extend(self, seconds: int) -> None:
        """Keep the lease for ``seconds`` more, from now. Raises LeaseLost."""
        self._mine(lease_until=database_epoch() + seconds)

    def _mine(self, **values: Any) -> None:
        mine = (OutboxMessage.id == self.id, OutboxMessage.lease_token == self.token)
        if update_where(OutboxMessage, *mine, **values) != 1:
            raise LeaseLost(self.id)


Run = Callable[[Any, Message], None]


@dataclass(frozen=True)
class Handler:
    """A named reaction to an event."""

    name: str
    run: Run


def _name(function: Callable[..., None]) -> str:
    return f"{function.__module__}.{function.__qualname__}"


def transactional(function: Callable[[Any], None]) -> Handler:
    """A reaction that is one transaction: ``function(event)``."""

    def run(event: Any, message: Message) -> None:
        with unit_of_work():
            function(event)
            message.finish()

    return Handler(_name(function), run)


def stepwise(function: Run) -> Handler:
    """A reaction that calls a vendor between transactions: ``function(event, message)``.

    It opens its own units of work and calls ``message.finish()`` inside the last one.
    """
    return Handler(_name(function), function)


class Registry:
    """Which event has which handlers; filled from config/events.py."""

    def __init__(self) -> None:
        self.events: dict[str, type[Any]] = {}
        self.handlers: dict[str, dict[str, Handler]] = {}

    def add(self, event: type[Any], handlers: Sequence[Handler]) -> None:
        """List the handlers of an event class."""
        kind = kind_of(event)
        self.events[kind] = event
        self.handlers.setdefault(kind, {}).update({h.name: h for h in handlers})


def kind_of(event: type[Any]) -> str:
    """``shop.events.OrderPaid`` is the kind ``shop.OrderPaid``."""
    return f"{event.__module__.split('.', 1)[0]}.{event.__name__}"


def register(app: Flask, table: Mapping[type[Any], Sequence[Handler]]) -> None:
    """Fill the app's registry."""
    registry = app.extensions.setdefault(KEY, Registry())
    for event, handlers in table.items():
        registry.add(event, handlers)


def _registry() -> Registry:
    registry: Registry = current_app.extensions[KEY]
    return registry


def publish(event: Any, *, dedupe_key: str | None = None, run_at: datetime | None = None) -> None:
    """Say that something happened; every handler of it runs after the commit.

    Args:
        event: frozen dataclass of ids.
        dedupe_key: a second message of the same kind and key is not added.
        run_at: not before this instant.
    """
    kind = kind_of(type(event))
    for name in _registry().handlers.get(kind, {}):
        _add(kind, name, asdict(event), dedupe_key, run_at or clock.now())


def _add(
    kind: str, handler: str, payload: dict[str, Any], dedupe_key: str | None, run_at: datetime
) -> None:
    if dedupe_key is not None:
        known = select(OutboxMessage.id).where(
            OutboxMessage.kind == kind,
            OutboxMessage.handler == handler,
            OutboxMessage.dedupe_key == dedupe_key,
        )
        if session().scalar(known) is not None:
            return
    session().add(
        OutboxMessage(
            kind=kind,
            handler=handler,
            payload=payload,
            dedupe_key=dedupe_key,
            run_at=run_at,
            created_at=clock.now(),
        )
    )


def due_ids(*, at: datetime, limit: int = 50) -> list[int]:
    """Messages that are due and not leased, oldest first."""
    is_free = or_(OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until < database_epoch())
    statement = (
        select(OutboxMessage.id)
        .where(OutboxMessage.done_at.is_(None), OutboxMessage.dead_at.is_(None))
        .where(OutboxMessage.run_at <= at, is_free)
        .order_by(OutboxMessage.run_at, OutboxMessage.id)
        .limit(limit)
    )
    return list(session().scalars(statement))


def _claim(message_id: int) -> tuple[OutboxMessage, Message] | None:
    token = secrets.token_hex(16)
    with unit_of_work() as current:
        is_free = or_(
            OutboxMessage.lease_until.is_(None), OutboxMessage.lease_until < database_epoch()
        )
        claimed = update_where(
            OutboxMessage,
            OutboxMessage.id == message_id,
            OutboxMessage.done_at.is_(None),
            OutboxMessage.dead_at.is_(None),
            is_free,
            lease_token=token,
            lease_until=database_epoch() + LEASE_S,
            attempts=OutboxMessage.attempts + 1,
        )
        if claimed != 1:
            return None
        row = current.get_one(OutboxMessage, message_id, populate_existing=True)
        current.expunge(row)
    return row, Message(row.id, token, row.attempts)


def handle(message_id: int) -> Outcome:
    """Claim one message, run its handler, mark it done. The one function all runners call."""
    claim = _claim(message_id)
    if claim is None:
        return Outcome.NOT_MINE
    row, message = claim
    try:
        handler = _registry().handlers[row.kind][row.handler]
        handler.run(_registry().events[row.kind](**row.payload), message)
    except Exception as failure:  # a handler may fail in any way; it is retried
        log.exception("outbox message %s (%s) failed", row.id, row.handler)
        _give_back(row, message, failure)
        return Outcome.FAILED
    if not message.is_finished:
        _give_back(row, message, RuntimeError("handler did not finish its message"))
        return Outcome.FAILED
    return Outcome.DONE


def _give_back(row: OutboxMessage, message: Message, failure: Exception) -> None:
    backoff = min(5 * 2**message.attempts, MAX_BACKOFF_S)
    is_dead = message.attempts >= MAX_ATTEMPTS
    with unit_of_work():
        update_where(
            OutboxMessage,
            OutboxMessage.id == row.id,
            OutboxMessage.lease_token == message.token,
            lease_until=None,
            lease_token=None,
            last_error=f"{type(failure).__name__}: {failure}"[:2000],
            run_at=clock.now() + timedelta(seconds=backoff),
            dead_at=clock.now() if is_dead else None,
        )


def retry(message_id: int, *, at: datetime) -> bool:
    """Let a given-up message have its attempts again; False if it is not given up."""
    revived = update_where(
        OutboxMessage,
        OutboxMessage.id == message_id,
        OutboxMessage.dead_at.is_not(None),
        OutboxMessage.done_at.is_(None),
        dead_at=None,
        attempts=0,
        run_at=at,
    )
    return revived == 1


def run_due(*, rounds: int = 1000) -> int:
    """Handle what is due until nothing is; returns how many were done. For tests and the demo."""
    done = 0
    for _ in range(rounds):
        ids = due_ids(at=clock.now())
        session().rollback()
        if not ids:
            return done
        done += sum(handle(i) is Outcome.DONE for i in ids)
    return done
