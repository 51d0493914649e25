"""Rows that are only ever added: the database itself refuses to change or to remove them.

A model says it with `@keep_rows`; triggers on both databases hold it against every statement,
ours or typed by hand. Migrations call `protect` and `release` for their tables. Whole tables can
still be dropped or (PostgreSQL) truncated, which is how a test database is emptied.
"""

from collections.abc import Iterator
from typing import Any, TypeVar

from sqlalchemy import Connection, Table, event

from core.db import Base

Model = TypeVar("Model", bound=type[Base])
FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only',
    ERRCODE = 'restrict_violation';
END $$
"""
KEPT: set[str] = set()


def keep_rows(model: Model) -> Model:
    """Protect the table of a model wherever its tables are created."""
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101 -- for the type checker
    KEPT.add(table.name)
    event.listen(table, "after_create", _protect_new)
    return model


def _protect_new(table: Table, connection: Connection, **_options: Any) -> None:
    for statement in protect(table.name, connection.dialect.name):
        connection.exec_driver_sql(statement)


def protect(table: str, dialect: str) -> Iterator[str]:
    """The statements that forbid UPDATE and DELETE on a table."""
    if dialect == "postgresql":
        yield FUNCTION.replace("%", "%%")
    for verb in ("update", "delete"):
        head = f"CREATE TRIGGER keep_{table}_{verb} BEFORE {verb.upper()} ON {table}"
        if dialect == "postgresql":
            yield f"{head} FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        else:
            yield f"{head} BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"


def release(table: str, dialect: str) -> Iterator[str]:
    """The statements that take the protection away again."""
    where = f" ON {table}" if dialect == "postgresql" else ""
    for verb in ("update", "delete"):
        yield f"DROP TRIGGER IF EXISTS keep_{table}_{verb}{where}"
