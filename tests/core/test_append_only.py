"""Rows that are only added: the database refuses the rest, whoever asks."""

import pytest
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError

from accounts.models.access import AccessRecord
from core.append_only import KEPT, protect, release
from core.db import db
from tests.factories.accounts import make_person

RECORD = "SELECT note FROM access_record"


@pytest.fixture
def record(db_session, at):
    person = make_person()
    db_session.add(
        AccessRecord(
            user_id=person.id,
            user_name=person.name,
            looked_at=at,
            reason="refund",
            note="as it was",
            subject_kind="order",
            found=1,
        )
    )
    db_session.flush()


@pytest.mark.parametrize(
    "statement", ["UPDATE access_record SET note = 'changed'", "DELETE FROM access_record"]
)
def test_a_kept_row_is_neither_changed_nor_removed(db_session, record, statement):
    with pytest.raises(IntegrityError, match="append-only"), db_session.begin_nested():
        db_session.execute(text(statement))
    assert db_session.execute(text(RECORD)).scalars().all() == ["as it was"]


def triggers(session):
    if db.engine.dialect.name == "postgresql":
        query = (
            "SELECT tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
            "WHERE NOT tgisinternal AND relnamespace = current_schema()::regnamespace"
        )
    else:
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    return set(session.execute(text(query)).scalars())


def test_every_kept_table_has_both_triggers(db_session):
    wanted = {f"keep_{table}_{verb}" for table in KEPT for verb in ("update", "delete")}
    assert triggers(db_session) >= wanted
    assert {"ledger_entry", "stock_movement", "logistics_event", "contract_event"} <= KEPT


def test_a_released_table_may_be_changed_and_protected_again(db_session, record):
    dialect = db.engine.dialect.name
    for statement in release("access_record", dialect):
        db_session.execute(text(statement))
    db_session.execute(text("UPDATE access_record SET note = 'changed'"))
    for statement in protect("access_record", dialect):
        db_session.connection().exec_driver_sql(statement)
    with pytest.raises(IntegrityError), db_session.begin_nested():
        db_session.execute(text("DELETE FROM access_record"))


def test_kept_tables_exist(db_session):
    assert set(inspect(db_session.connection()).get_table_names()) >= KEPT
