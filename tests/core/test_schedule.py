"""Scheduled work: one message per job and slot, whoever asks first."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.housekeeping import forget_old_rows
from core.outbox import OutboxMessage
from core.schedule import Job, enqueue_due
from core.unit_of_work import unit_of_work

AT = datetime(2026, 11, 25, 2, 7, 30, tzinfo=UTC)


def nothing(slot: datetime) -> None:
    """Do nothing."""


def test_a_slot_starts_on_the_round_interval() -> None:
    job = Job("j", nothing, every=timedelta(minutes=5))
    assert job.slot(AT) == datetime(2026, 11, 25, 2, 5, tzinfo=UTC)


@pytest.mark.parametrize(("hour", "day"), [(9, 25), (11, 24)])
def test_a_daily_slot_is_the_last_one_that_has_come_in_shanghai(hour: int, day: int) -> None:
    slot = Job("j", nothing, daily_at=time(hour, 0)).slot(AT)  # it is 10:07 in Shanghai
    assert (slot.day, slot.hour) == (day, hour)


def test_two_hosts_make_one_message_of_a_slot(db_session: Session) -> None:
    jobs = [Job("j", nothing, every=timedelta(minutes=5))]
    for _host in range(2):
        enqueue_due(jobs, at=AT)
    enqueue_due(jobs, at=AT + timedelta(minutes=5))
    count = select(func.count()).select_from(OutboxMessage)
    assert db_session.scalar(count.where(OutboxMessage.dedupe_key.startswith("j@"))) == 2


def test_done_messages_are_forgotten_after_a_month(db_session: Session) -> None:
    enqueue_due([Job("j", nothing, every=timedelta(minutes=5))], at=AT)
    with unit_of_work() as session:
        for row in session.scalars(select(OutboxMessage)):
            row.done_at = AT
    forget_old_rows(AT + timedelta(days=29))
    assert db_session.scalar(select(func.count()).select_from(OutboxMessage)) == 1
    forget_old_rows(AT + timedelta(days=31))
    assert db_session.scalar(select(func.count()).select_from(OutboxMessage)) == 0
