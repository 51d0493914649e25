"""Alembic's environment: the app's engine, the house's metadata, one line of revisions."""

from __future__ import annotations

from typing import Any

from alembic import context

from core.db import Base, UtcDateTime, db


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Migrations stand alone: our own types are written as plain SQLAlchemy ones."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def compare_type(*types: Any) -> bool | None:
    """An instant is the same whether wrapped or not; the rest is alembic's to compare."""
    return False if isinstance(types[-1], UtcDateTime) else None


def run() -> None:
    """Run on the app's database; PostgreSQL gives up on a lock after 4 s."""
    with db.engine.connect() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SET lock_timeout = '4s'")
            connection.commit()
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=connection.dialect.name == "sqlite",
            render_item=render_item,
            compare_type=compare_type,
        )
        with context.begin_transaction():
            context.run_migrations()


run()
