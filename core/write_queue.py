"""Writers of a SQLite file stand in one queue, so that nobody is passed over until he gives up.

SQLite lets waiting writers look again after random naps: under a rush the same one may lose for
many seconds. Here the threads of a process take turns, and the processes queue at a lock of the
kernel, which serves in order and is free at once when its holder is killed. ADR 0024.
"""

import fcntl
import os
import sqlite3
from collections import defaultdict
from threading import Lock
from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import Pool

WAIT_S = 30.0
SUFFIX = "-writers"
KEY = "write_turn"

_turns: defaultdict[str, Lock] = defaultdict(Lock)


def enter(connection: Connection) -> None:
    """Wait for this connection's turn to write. Raises OperationalError when it takes too long."""
    path = connection.engine.url.database
    if not path or path == ":memory:":
        return
    turn = _turns[path]
    if not turn.acquire(timeout=WAIT_S):
        busy = sqlite3.OperationalError("database is locked: the queue of writers does not move")
        raise OperationalError("BEGIN IMMEDIATE", {}, busy)
    gate = os.open(path + SUFFIX, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(gate, fcntl.LOCK_EX)
    connection.info[KEY] = (turn, gate)


@event.listens_for(Engine, "commit")
@event.listens_for(Engine, "rollback")
def leave(connection: Connection) -> None:
    """Let the next one write."""
    _leave(connection.info)


@event.listens_for(Pool, "checkin")
def _leave_at_checkin(_raw: Any, record: Any) -> None:
    if record is not None:
        _leave(record.info)


def _leave(info: Any) -> None:
    held = info.pop(KEY, None)
    if held is not None:
        turn, gate = held
        os.close(gate)
        turn.release()
