"""Signed is signed: rows that prove something are refused every change (I4).

The guards are hooks of the ORM, for single rows and for bulk statements alike. Documents,
signatures and audit events are append-only; a version is frozen from the moment it is signed.
"""

from typing import Any, TypeVar

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from contracts.errors import SignedIsFinal
from core.append_only import keep_rows
from core.db import Base

SIGNED = "signed"
Table = TypeVar("Table", bound=type[Base])
_guarded: set[type[Any]] = set()


def append_only(table: Table) -> Table:
    """Refuse every change and every removal of the rows of a table, here and in the database."""
    event.listen(table, "before_update", _refuse)
    event.listen(table, "before_delete", _refuse)
    _guarded.add(table)
    return keep_rows(table)


def final_when_signed(table: Table) -> Table:
    """Refuse changes of rows whose state says that they are signed."""
    event.listen(table, "before_update", _refuse_signed)
    event.listen(table, "before_delete", _refuse_signed)
    _guarded.add(table)
    return table


def _refuse(_mapper: Mapper[Any], _connection: Connection, target: object) -> None:
    raise SignedIsFinal("signed_is_final", table=type(target).__name__)


def _refuse_signed(_mapper: Mapper[Any], _connection: Connection, target: Any) -> None:
    history = inspect(target).attrs.state.history
    was = history.deleted[0] if history.deleted else target.state
    if was == SIGNED:
        raise SignedIsFinal("signed_is_final", table=type(target).__name__)


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_ in _guarded:
        raise SignedIsFinal("signed_is_final", table=mapper.class_.__name__)


event.listen(Session, "do_orm_execute", _refuse_bulk)
