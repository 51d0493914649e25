"""Alembic's environment: the app's engine, the house's metadata, one line of revisions."""

from __future__ import annotations

from typing import Any

from alembic import context
from sqlalchemy import Connection

from core.db import Base, UtcDateTime, db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Migrations stand alone: our own types are written as plain SQLAlchemy ones."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(*types: Any) -> bool | None:
    """An instant is the same whether wrapped or not; the rest is alembic's to compare."""
    return False if isinstance(types[-1], UtcDateTime) else None


def mind_references(connection: Connection, *, is_on: bool) -> None:
    """SQLite rebuilds a table to change it: references rest meanwhile and are checked after."""
    raw: Any = connection.connection.driver_connection
    if is_on:
        broken = raw.execute("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise RuntimeError(f"rows point to rows that are gone: {broken[:5]}")
    raw.execute(f"PRAGMA foreign_keys={'ON' if is_on else 'OFF'}")


def run() -> None:
    """Run on the app's database; PostgreSQL gives up on a lock after 4 s."""
    with db.engine.connect() as connection:
        is_sqlite = connection.dialect.name == "sqlite"
        if is_sqlite:
            mind_references(connection, is_on=False)
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET lock_timeout = '4s'")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=is_sqlite,
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()
        if is_sqlite:
            mind_references(connection, is_on=True)


run()
