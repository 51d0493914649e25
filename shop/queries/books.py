"""Proves the books: the ledger balances, and says the same as payments, attempts and bank rows."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import session
from core.types.verdict import Reason, Verdict
from shop.models.bank import BankRow
from shop.models.ledger import LedgerEntry
from shop.models.payments import Payment, PaymentAttempt, PaymentSplit
from shop.rules.ledger import Account
from shop.rules.payments import PaymentState

OWED = (Account.ORDERS_HELD, Account.SELLER_PAYABLE, Account.FREIGHT_PAYABLE)


def balances() -> dict[Account, int]:
    """The sum of every account in fen, debit positive."""
    statement = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen))
    sums = {
        name: int(fen) for name, fen in session().execute(statement.group_by(LedgerEntry.account))
    }
    return {account: sums.get(account.value, 0) for account in Account}


def prove_books() -> Verdict:
    """Do the books balance, and do they agree with what the rows say?

    Returns:
        A verdict; its reasons are `unbalanced`, `posting_unbalanced`, `splits_differ`,
        `refunds_differ`, `owed_differs`, `receivable_differs`, `unapplied_differs`, `over_refunded`
        with `amount_fen` as the difference.
    """
    on = balances()
    owed = sum(on[account] for account in OWED)
    checks = (
        ("unbalanced", sum(on.values())),
        ("posting_unbalanced", _unbalanced_postings()),
        ("splits_differ", _sum(Payment.captured_fen) - _sum(PaymentSplit.captured_fen)),
        ("refunds_differ", _sum(Payment.refunded_fen) - _sum(PaymentSplit.refunded_fen)),
        ("owed_differs", -owed - _sum(Payment.captured_fen - Payment.refunded_fen)),
        ("receivable_differs", on[Account.RECEIVABLE] - _on_account()),
        ("unapplied_differs", -on[Account.UNAPPLIED] - _loose_money()),
        ("over_refunded", _over_refunded()),
    )
    return Verdict.of(Reason(code, {"amount_fen": fen}) if fen else None for code, fen in checks)


def _sum(column: object) -> int:
    return int(session().scalar(select(func.coalesce(func.sum(column), 0))) or 0)


def _unbalanced_postings() -> int:
    sums = (
        select(func.sum(LedgerEntry.amount_fen).label("rest"))
        .group_by(LedgerEntry.posting_id)
        .having(func.sum(LedgerEntry.amount_fen) != 0)
        .subquery()
    )
    return int(session().scalar(select(func.count()).select_from(sums)) or 0)


def _on_account() -> int:
    rest = func.sum(Payment.captured_fen - Payment.refunded_fen)
    is_on_account = Payment.state == PaymentState.ON_ACCOUNT.value
    return int(session().scalar(select(rest).where(is_on_account)) or 0)


def _loose_money() -> int:
    rows = _sum(BankRow.amount_fen - BankRow.applied_fen - BankRow.returned_fen)
    return _sum(PaymentAttempt.stray_fen) + rows


def _over_refunded() -> int:
    is_wrong = (Payment.refunded_fen > Payment.captured_fen) | (Payment.refunded_fen < 0)
    return int(session().scalar(select(func.count()).where(is_wrong)) or 0)
