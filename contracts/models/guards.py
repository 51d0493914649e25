"""Signed is signed: rows that prove something are refused every change (I4).

The guards are ORM hooks for single rows and for bulk statements; documents, signatures and audit
events are append-only, a version is frozen from the moment it is signed.
"""

from typing import Any

from sqlalchemy import Connection, event, inspect
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from contracts.errors import SignedIsFinal
from contracts.models.agreements import AuditEvent, ContractVersion
from contracts.models.signatures import Document, Signature

APPEND_ONLY = (Document, Signature, AuditEvent)
SIGNED = "signed"


def _refuse(_mapper: Mapper[Any], _connection: Connection, target: object) -> None:
    raise SignedIsFinal("signed_is_final", table=type(target).__name__)


def _refuse_signed(_mapper: Mapper[Any], _connection: Connection, target: ContractVersion) -> None:
    history = inspect(target).attrs.state.history
    was = history.deleted[0] if history.deleted else target.state
    if was == SIGNED:
        raise SignedIsFinal("signed_is_final", table="ContractVersion")


def _refuse_bulk(state: ORMExecuteState) -> None:
    if not (state.is_update or state.is_delete):
        return
    mapper = state.bind_mapper
    if mapper is not None and mapper.class_ in (*APPEND_ONLY, ContractVersion):
        raise SignedIsFinal("signed_is_final", table=mapper.class_.__name__)


for _table in APPEND_ONLY:
    event.listen(_table, "before_update", _refuse)
    event.listen(_table, "before_delete", _refuse)
event.listen(ContractVersion, "before_update", _refuse_signed)
event.listen(ContractVersion, "before_delete", _refuse_signed)
event.listen(Session, "do_orm_execute", _refuse_bulk)
