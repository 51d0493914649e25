"""Fill tables in bulk: rows with every column that has to be there, in large bites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from sqlalchemy import JSON, Date, DateTime, Table, TypeDecorator, insert, text

from core.db import Base, UtcDateTime, db

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
CHUNK = 10_000
FILLERS: dict[str, Any] = {"str": "", "int": 0, "bool": False}


def row(name: str, **known: Any) -> dict[str, Any]:
    """A row with every column that has to be there."""
    table = table_of(name)
    filled = dict(known)
    for column in table.columns:
        has_value = column.default is not None or column.server_default is not None
        if column.name in filled or column.nullable or column.primary_key or has_value:
            continue
        filled[column.name] = AT if isinstance(column.type, UtcDateTime) else filler(column.type)
    return filled


def filler(kind: Any) -> Any:
    """Something of a type."""
    if isinstance(kind, Date):
        return AT.date()
    if isinstance(kind, TypeDecorator):
        return filler(kind.impl_instance) if not isinstance(kind, UtcDateTime) else AT
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, DateTime):
        return AT
    return FILLERS[kind.python_type.__name__]


def table_of(name: str) -> Table:
    """A table by its name."""
    return Base.metadata.tables[name]


def put(name: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert in large bites."""
    with db.engine.begin() as connection:
        while bite := list(islice(rows, CHUNK)):
            connection.execute(insert(table_of(name)), bite)


def reset() -> None:
    """An empty database."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    db.create_all()
