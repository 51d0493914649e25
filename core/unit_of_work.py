"""One unit of work is one transaction. Requests get theirs from core/web/app.py. ADR 0003."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from sqlalchemy.orm import Session

from core.db import session, writing

Write = Callable[[Session], None]
_survivors: ContextVar[list[Write] | None] = ContextVar("survivors", default=None)


@contextmanager
def unit_of_work() -> Iterator[Session]:
    """Run the block in a transaction of its own: commit at the end, roll back on any error.

    For jobs, commands and the demo; a request already has one. Not to be nested.
    """
    current = session()
    current.rollback()  # a read left open would pin an old snapshot
    with writing():
        try:
            yield current
            current.commit()
        except BaseException:
            current.rollback()
            raise
        finally:
            run_survivors()


def finish(*, is_kept: bool) -> None:
    """End the request's transaction: keep its rows or not. Called by the web frame only."""
    if is_kept:
        session().commit()
    else:
        session().rollback()


def record_anyway(write: Write) -> None:
    """Write something that must survive a refusal (a failed-login counter).

    It runs in a transaction of its own right after the present one has ended, kept or not.
    """
    pending = _survivors.get()
    if pending is None:
        pending = []
        _survivors.set(pending)
    pending.append(write)


def run_survivors() -> None:
    """Run what was recorded anyway. Called where a transaction ends."""
    pending = _survivors.get()
    if not pending:
        return
    _survivors.set(None)
    with writing():
        current = session()
        for write in pending:
            write(current)
        current.commit()
