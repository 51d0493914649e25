"""The database layer on whichever database the suite runs."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import Session

from core.db import Counter, next_number, update_where
from core.outbox import OutboxMessage
from core.worker import WorkerBeat


def test_instants_come_back_aware_and_in_utc(db_session: Session) -> None:
    shanghai_noon = datetime(2026, 11, 25, 12, 0, tzinfo=timezone(timedelta(hours=8)))
    db_session.add(WorkerBeat(name="t", beaten_at=shanghai_noon))
    db_session.flush()
    db_session.expire_all()
    beat = db_session.get_one(WorkerBeat, "t")
    assert beat.beaten_at == datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
    assert beat.beaten_at.tzinfo is UTC


def test_a_naive_instant_never_reaches_the_database(db_session: Session) -> None:
    db_session.add(WorkerBeat(name="t", beaten_at=datetime(2026, 11, 25)))  # noqa: DTZ001
    with pytest.raises(StatementError, match="naive"):
        db_session.flush()


def test_numbers_of_a_series_count_up(db_session: Session) -> None:
    assert [next_number("order:2026-11-25") for _ in range(3)] == [1, 2, 3]
    assert next_number("order:2026-11-26") == 1


def test_a_conditional_update_says_whether_it_changed_anything(db_session: Session) -> None:
    next_number("s")
    assert update_where(Counter, Counter.series == "s", Counter.value >= 1, value=5) == 1
    assert update_where(Counter, Counter.series == "s", Counter.value >= 9, value=7) == 0
    assert db_session.get_one(Counter, "s").value == 5


def test_a_row_of_the_outbox_needs_its_payload(db_session: Session) -> None:
    assert not OutboxMessage.__table__.c.payload.nullable
