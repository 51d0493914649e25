"""The books as pages: sums that agree, entries that lead to their posting, nothing for others."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from core.errors import NotFound
from shop.models.ledger import LedgerPosting
from shop.queries.ledger import get_account_page, list_trial_balance
from shop.rules.ledger import Account, bank_in_entries, capture_entries, match_entries
from shop.services import ledger
from tests.factories.accounts import make_member, make_platform, sign_in


@pytest.fixture
def books(db_session: Session, at: datetime) -> None:
    ledger.post(SYSTEM, entries=bank_in_entries(5000), cause_ref="bank-a", at=at)
    ledger.post(SYSTEM, entries=match_entries(3000), cause_ref="match-a-1", at=at)
    ledger.post(SYSTEM, entries=capture_entries(700), cause_ref="capture-b", at=at, is_test=True)


def finance(client: FlaskClient, role: Role = Role.PLATFORM_FINANCE) -> FlaskClient:
    sign_in(client, make_member(make_platform(), role))
    return client


def test_debits_and_credits_agree_and_play_money_can_be_left_out(books: None) -> None:
    rows = list_trial_balance()
    assert sum(row.debit_fen for row in rows) == sum(row.credit_fen for row in rows) == 8700
    real = {row.account: row.balance_fen for row in list_trial_balance(is_test=False)}
    assert (real[Account.BANK], real[Account.UNAPPLIED], real[Account.GATEWAY]) == (5000, -2000, 0)


def test_every_entry_knows_the_balance_after_it(books: None) -> None:
    page = get_account_page("unapplied_cash")
    assert [(e.amount_fen, e.balance_fen) for e in page.entries] == [(3000, -2000), (-5000, -5000)]


def test_an_account_that_is_none_is_not_found(db_session: Session) -> None:
    with pytest.raises(NotFound):
        get_account_page("slush")


def test_finance_walks_from_the_balance_to_a_posting(
    client: FlaskClient, db_session: Session, books: None
) -> None:
    finance(client)
    assert "试算平衡" in client.get("/ops/ledger").text
    assert "¥50.00" in client.get("/ops/ledger/bank?money=real").text
    ref = db_session.scalars(select(LedgerPosting.ref).order_by(LedgerPosting.id).limit(1)).one()
    assert "银行到账" in client.get(f"/ops/ledger/postings/{ref}").text


@pytest.mark.parametrize("path", ["slush", "postings/nothing", "bank/x"])
def test_what_is_not_in_the_books_is_not_found(
    client: FlaskClient, db_session: Session, path: str
) -> None:
    assert finance(client).get(f"/ops/ledger/{path}").status_code == 404


@pytest.mark.parametrize(
    ("role", "status"), [(Role.AUDITOR, 200), (Role.OPERATOR, 403), (Role.SUPPORT, 403)]
)
def test_the_books_open_for_finance_and_the_auditor_only(
    client: FlaskClient, db_session: Session, role: Role, status: int
) -> None:
    assert finance(client, role).get("/ops/ledger").status_code == status


def test_an_empty_book_says_so(client: FlaskClient, db_session: Session) -> None:
    assert "这个科目还没有记过账" in finance(client).get("/ops/ledger/bank?page=7").text
