"""The sandbox's own small database: objects, answers by idempotency key, events, deliveries."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

Thing = dict[str, Any]
SCHEMA = """
CREATE TABLE IF NOT EXISTS thing (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, kind TEXT NOT NULL,
  created INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS thing_kind ON thing (kind, seq);
CREATE TABLE IF NOT EXISTS answer (
  key TEXT PRIMARY KEY, fingerprint TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS delivery (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, event_id TEXT NOT NULL, due INTEGER NOT NULL,
  tries INTEGER NOT NULL DEFAULT 0, lease INTEGER NOT NULL DEFAULT 0, done INTEGER);
CREATE INDEX IF NOT EXISTS delivery_due ON delivery (done, due);
CREATE TABLE IF NOT EXISTS switch (name TEXT PRIMARY KEY, value INTEGER NOT NULL);
"""


class Unit:
    """One transaction of the sandbox."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._run = connection.execute

    def put(self, thing: Thing) -> Thing:
        """Store an object under its id, new or changed."""
        self._run(
            "INSERT INTO thing (id, kind, created, body) VALUES (?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (thing["id"], thing["object"], thing["created"], json.dumps(thing)),
        )
        return thing

    def find(self, kind: str, thing_id: str) -> Thing | None:
        """One object, or None."""
        row = self._run(
            "SELECT body FROM thing WHERE id = ? AND kind = ?", (thing_id, kind)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def newest(self, kind: str) -> list[Thing]:
        """All objects of a kind, newest first."""
        rows = self._run("SELECT body FROM thing WHERE kind = ? ORDER BY seq DESC", (kind,))
        return [json.loads(row[0]) for row in rows]

    def next_number(self) -> int:
        """A number that no other object has."""
        row = self._run("SELECT COALESCE(MAX(seq), 0) + 1 FROM thing").fetchone()
        return int(row[0])

    def find_answer(self, key: str) -> tuple[str, int, str] | None:
        """What was answered to this key before: fingerprint, status, body."""
        found = self._run(
            "SELECT fingerprint, status, body FROM answer WHERE key = ?", (key,)
        ).fetchone()
        return (found[0], found[1], found[2]) if found else None

    def keep_answer(self, key: str, fingerprint: str, status: int, body: str) -> None:
        """Remember an answer, to give it again."""
        self._run("INSERT INTO answer VALUES (?, ?, ?, ?)", (key, fingerprint, status, body))

    def add_delivery(self, event_id: str, due: int) -> None:
        """An event is to be sent at `due` (epoch seconds)."""
        self._run("INSERT INTO delivery (event_id, due) VALUES (?, ?)", (event_id, due))

    def due(self, at: int) -> list[tuple[int, str, int]]:
        """Deliveries that are due and free: number, event id, tries."""
        rows = self._run(
            "SELECT seq, event_id, tries FROM delivery "
            "WHERE done IS NULL AND due <= ? AND lease <= ? ORDER BY due, seq",
            (at, at),
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def next_due(self) -> int | None:
        """When the next delivery is due, if any waits."""
        row = self._run("SELECT MIN(MAX(due, lease)) FROM delivery WHERE done IS NULL").fetchone()
        return row[0] if row else None

    def claim(self, number: int, until: int, at: int) -> bool:
        """Take a delivery for a while; False if another process has it."""
        done = self._run(
            "UPDATE delivery SET lease = ?, tries = tries + 1 "
            "WHERE seq = ? AND done IS NULL AND lease <= ?",
            (until, number, at),
        )
        return done.rowcount == 1

    def settle(self, number: int, *, done_at: int | None, due: int) -> None:
        """Record how a delivery went: done, or due again later."""
        self._run(
            "UPDATE delivery SET done = ?, due = ?, lease = 0 WHERE seq = ?", (done_at, due, number)
        )

    def switch(self, name: str) -> int:
        """The value of a chaos switch, 0 if it is off."""
        row = self._run("SELECT value FROM switch WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_switch(self, name: str, value: int) -> None:
        """Turn a chaos switch."""
        self._run(
            "INSERT INTO switch VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = ?",
            (name, value, value),
        )

    def use_switch(self, name: str) -> bool:
        """Use up one of the counted times of a switch."""
        done = self._run(
            "UPDATE switch SET value = value - 1 WHERE name = ? AND value > 0", (name,)
        )
        return done.rowcount == 1


class Store:
    """The sandbox's file."""

    def __init__(self, path: Path) -> None:
        self._path = path
        path.parent.mkdir(parents=True, exist_ok=True)
        with closing(self._open()) as connection:
            connection.execute("PRAGMA journal_mode=WAL")
            connection.executescript(SCHEMA)

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=10, isolation_level=None)

    @contextmanager
    def unit(self) -> Iterator[Unit]:
        """One write transaction; kept only if the block ends well."""
        with closing(self._open()) as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield Unit(connection)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
