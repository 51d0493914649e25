"""The clock port: the only place that asks the machine what time it is. ADR 0007."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta

from core.types.dates import SHANGHAI

_pinned: ContextVar[datetime | None] = ContextVar("pinned_clock", default=None)


class _Machine:
    """The machine's clock, moved by an offset that is set once when a process starts."""

    offset = timedelta()

    def now(self) -> datetime:
        return datetime.now(UTC) + self.offset  # noqa: TID251 -- this is the clock


_machine = _Machine()


def now() -> datetime:
    """The present instant, aware, in UTC."""
    return _pinned.get() or _machine.now()


def start_at(instant: datetime | None) -> None:
    """Let this process live at another time (test installations only); None is the present."""
    _machine.offset = timedelta()
    if instant is not None:
        _machine.offset = instant - _machine.now()


def shanghai(instant: datetime) -> datetime:
    """The same instant on a Shanghai wall clock. Refuses naive values."""
    if instant.tzinfo is None:
        raise ValueError("an instant carries its offset")
    return instant.astimezone(SHANGHAI)


def local_day(instant: datetime) -> date:
    """The civil date of an instant in Asia/Shanghai."""
    return shanghai(instant).date()


def start_of_day(day: date) -> datetime:
    """The first instant of a civil date in Asia/Shanghai."""
    return datetime.combine(day, time(), SHANGHAI)


def today() -> date:
    """The present civil date in Asia/Shanghai."""
    return local_day(now())


@contextmanager
def at(instant: datetime) -> Iterator[datetime]:
    """Pin the clock to ``instant`` inside the block (demo history, tests)."""
    if instant.tzinfo is None:
        raise ValueError("an instant carries its offset")
    token = _pinned.set(instant.astimezone(UTC))
    try:
        yield instant
    finally:
        _pinned.reset(token)
