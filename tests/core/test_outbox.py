"""The outbox: nothing lost, nothing done for a transaction that was undone."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from core import clock, outbox
from core.db import Counter, next_number, update_where
from core.outbox import Message, OutboxMessage, Outcome, due_ids, handle, publish, run_due
from core.unit_of_work import record_anyway, unit_of_work


@dataclass(frozen=True)
class PotterDone:
    """A pot was made."""

    pot: str


def count_pot(event: PotterDone) -> None:
    next_number(f"pot:{event.pot}")
    if event.pot == "broken":
        raise RuntimeError("it fell")


def polish(event: PotterDone, message: Message) -> None:
    with unit_of_work():
        next_number(f"polish:{event.pot}")
        if event.pot != "forgotten":
            message.finish()


@pytest.fixture
def potter(app: Flask, db_session: Session) -> Iterator[Session]:
    table = {PotterDone: [outbox.transactional(count_pot), outbox.stepwise(polish)]}
    registry = app.extensions[outbox.KEY]
    before = dict(registry.handlers)
    outbox.register(app, table)
    yield db_session
    registry.handlers = before


def value(session: Session, series: str) -> int:
    return session.scalar(select(Counter.value).where(Counter.series == series)) or 0


def test_every_handler_of_an_event_runs_once(potter: Session) -> None:
    with unit_of_work():
        publish(PotterDone("a"))
    assert run_due() == 2
    assert (value(potter, "pot:a"), value(potter, "polish:a")) == (1, 1)
    assert run_due() == 0


def test_an_undone_transaction_leaves_no_message(potter: Session) -> None:
    def fall() -> None:
        with unit_of_work():
            publish(PotterDone("a"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fall()
    assert run_due() == 0


def test_a_dedupe_key_is_taken_once(potter: Session) -> None:
    for _ in range(2):
        with unit_of_work():
            publish(PotterDone("a"), dedupe_key="k")
    assert run_due() == 2  # one message for each of the two handlers


def test_a_failed_handler_is_undone_and_tried_again_later(potter: Session, at: datetime) -> None:
    with unit_of_work():
        publish(PotterDone("broken"))
    run_due()
    assert value(potter, "pot:broken") == 0
    row = potter.scalars(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).one()
    assert row.last_error == "RuntimeError: it fell"
    assert row.run_at == at + timedelta(seconds=10)
    with clock.at(at + timedelta(seconds=11)):
        assert due_ids(at=clock.now()) == [row.id]


def test_a_handler_that_does_not_finish_is_a_failure(potter: Session) -> None:
    with unit_of_work():
        publish(PotterDone("forgotten"))
    assert run_due() == 1  # the other handler
    left = potter.scalars(select(OutboxMessage).where(OutboxMessage.done_at.is_(None))).one()
    assert "did not finish" in str(left.last_error)


def test_a_leased_message_is_nobody_elses(potter: Session) -> None:
    with unit_of_work():
        publish(PotterDone("a"))
    first = due_ids(at=clock.now())[0]
    with unit_of_work():
        update_where(OutboxMessage, OutboxMessage.id == first, lease_until=9_999_999_999)
    assert handle(first) is Outcome.NOT_MINE
    assert first not in due_ids(at=clock.now())


def test_a_message_is_given_up_after_its_last_attempt(potter: Session) -> None:
    with unit_of_work():
        publish(PotterDone("broken"))
    with unit_of_work():
        broken = OutboxMessage.handler.like("%count_pot")
        update_where(OutboxMessage, broken, attempts=outbox.MAX_ATTEMPTS - 1)
    run_due()
    dead = potter.scalars(select(OutboxMessage).where(OutboxMessage.dead_at.is_not(None))).one()
    assert dead.attempts == outbox.MAX_ATTEMPTS


def test_what_is_recorded_anyway_survives_a_refusal(potter: Session) -> None:
    def fall() -> None:
        with unit_of_work():
            next_number("undone")
            record_anyway(lambda _session: next_number("failed-login") and None)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fall()
    assert (value(potter, "undone"), value(potter, "failed-login")) == (0, 1)
