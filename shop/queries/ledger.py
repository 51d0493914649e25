"""The books as pages: trial balance, one account, one posting. Amounts in fen, debit positive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import selectinload

from core.db import session
from core.errors import NotFound
from shop.models.ledger import LedgerEntry, LedgerPosting
from shop.rules.ledger import Account

PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class AccountSum:
    """What was ever written on one account."""

    account: Account
    entries: int
    debit_fen: int
    credit_fen: int

    @property
    def balance_fen(self) -> int:
        """Debit less credit."""
        return self.debit_fen - self.credit_fen


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One side of a posting; `balance_fen` is the account's balance after it."""

    posting_ref: str
    cause_ref: str
    posted_at: datetime
    actor_name: str
    account: Account
    amount_fen: int
    balance_fen: int
    is_test: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One page of an account, newest first."""

    sums: AccountSum
    entries: list[EntryCard]
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class PostingPage:
    """One posting with all its entries."""

    ref: str
    cause_ref: str
    posted_at: datetime
    actor_name: str
    is_test: bool
    entries: list[tuple[Account, int]]


def _of(is_test: bool | None) -> list[ColumnElement[bool]]:
    return [] if is_test is None else [LedgerEntry.is_test.is_(is_test)]


def list_trial_balance(*, is_test: bool | None = None) -> list[AccountSum]:
    """Every account with its sums, in the order of the chart; of real or of play money only."""
    amount = LedgerEntry.amount_fen
    statement = (
        select(
            LedgerEntry.account,
            func.count(),
            func.sum(case((amount > 0, amount), else_=0)),
            func.sum(case((amount < 0, -amount), else_=0)),
        )
        .where(*_of(is_test))
        .group_by(LedgerEntry.account)
    )
    found = {
        name: AccountSum(Account(name), int(entries), int(debit), int(credit))
        for name, entries, debit, credit in session().execute(statement)
    }
    return [found.get(account.value, AccountSum(account, 0, 0, 0)) for account in Account]


def get_account_page(name: str, *, is_test: bool | None = None, page: int = 1) -> AccountPage:
    """One account with its entries, newest first, each with the balance after it.

    Raises:
        NotFound: There is no such account.
    """
    if name not in set(Account):
        raise NotFound
    sums = next(s for s in list_trial_balance(is_test=is_test) if s.account == name)
    pages = max(1, ceil(sums.entries / PAGE_SIZE))
    page = min(max(page, 1), pages)
    running = func.sum(LedgerEntry.amount_fen).over(order_by=LedgerEntry.id)
    statement = (
        select(LedgerEntry, LedgerPosting, running)
        .join(LedgerPosting, LedgerPosting.id == LedgerEntry.posting_id)
        .where(LedgerEntry.account == name, *_of(is_test))
        .order_by(LedgerEntry.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    entries = [
        _card(entry, post, int(after)) for entry, post, after in session().execute(statement)
    ]
    return AccountPage(sums, entries, page, pages)


def _card(entry: LedgerEntry, posting: LedgerPosting, after_fen: int) -> EntryCard:
    return EntryCard(
        posting_ref=posting.ref,
        cause_ref=posting.cause_ref,
        posted_at=posting.posted_at,
        actor_name=posting.actor_name,
        account=Account(entry.account),
        amount_fen=entry.amount_fen,
        balance_fen=after_fen,
        is_test=entry.is_test,
    )


def get_posting(ref: str) -> PostingPage:
    """One posting with all its entries.

    Raises:
        NotFound: There is none with this reference.
    """
    statement = select(LedgerPosting).where(LedgerPosting.ref == ref)
    row = session().scalar(statement.options(selectinload(LedgerPosting.entries)))
    if row is None:
        raise NotFound
    return PostingPage(
        ref=row.ref,
        cause_ref=row.cause_ref,
        posted_at=row.posted_at,
        actor_name=row.actor_name,
        is_test=row.is_test,
        entries=[(Account(entry.account), entry.amount_fen) for entry in row.entries],
    )
