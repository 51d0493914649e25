"""The books: balanced, once per cause, never changed; the night finds any difference."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from core.clock import now
from core.db import session, update_where
from core.unit_of_work import unit_of_work
from shop.jobs.reconcile import prove
from shop.models.ledger import LedgerEntry, LedgerIsAppendOnly, LedgerPosting
from shop.models.payments import Payment
from shop.queries.books import prove_books
from shop.rules.ledger import Account, capture_entries
from shop.services.ledger import post
from tests.shop.payments.conftest import Bench


def test_a_cause_is_posted_once(db_session: Session) -> None:
    wish = {"entries": capture_entries(500), "cause_ref": "capture-x", "at": now()}
    assert post(SYSTEM, **wish) is True
    assert post(SYSTEM, **wish) is False
    assert db_session.query(LedgerEntry).count() == 2


def test_a_lopsided_posting_is_refused(db_session: Session) -> None:
    with pytest.raises(ValueError, match="unbalanced"):
        post(SYSTEM, entries=[(Account.BANK, 1)], cause_ref="x", at=now())
    assert db_session.query(LedgerPosting).count() == 0


def test_no_row_of_the_books_is_changed_or_deleted(db_session: Session) -> None:
    post(SYSTEM, entries=capture_entries(500), cause_ref="capture-y", at=now())
    entry = db_session.query(LedgerEntry).first()
    assert entry is not None
    entry.amount_fen = 1
    with pytest.raises(LedgerIsAppendOnly):
        db_session.flush()
    db_session.rollback()


def test_test_money_is_marked_on_every_row(bench: Bench) -> None:
    group, _ = bench.paid()
    assert bench.payment(group).is_test
    assert {entry.is_test for entry in session().query(LedgerEntry)} == {True}


def test_a_difference_becomes_one_task_a_night(bench: Bench) -> None:
    group, _ = bench.paid()
    with unit_of_work():
        update_where(Payment, Payment.group_ref == group, captured_fen=9999)
    assert {reason.code for reason in prove_books().reasons} == {"splits_differ", "owed_differs"}
    prove(now())
    prove(now())
    assert bench.tasks() == ["books_differ", "books_differ"]
    with unit_of_work():
        update_where(Payment, Payment.group_ref == group, captured_fen=10000)
