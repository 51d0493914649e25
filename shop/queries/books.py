"""Proves the books: the ledger balances, and says the same as payments, attempts and bank rows."""

from __future__ import annotations

from sqlalchemy import func, select

from core.db import session
from core.types.verdict import Reason, Verdict
from shop.models.bank import BankRow
from shop.models.earnings import FeeLine, SellerEarning
from shop.models.ledger import LedgerEntry
from shop.models.payments import Payment, PaymentAttempt, PaymentSplit
from shop.models.payouts import SellerPayout
from shop.rules.ledger import Account
from shop.rules.payments import PaymentState
from shop.rules.payouts import PayoutState

OWED = (
    Account.ORDERS_HELD,
    Account.SELLER_PAYABLE,
    Account.FREIGHT_PAYABLE,
    Account.FEES_EARNED,
    Account.PAYOUT_CLEARING,
)

HOLDS_ROWS = (PayoutState.PREPARED, PayoutState.RELEASED, PayoutState.PAID)


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
        `refunds_differ`, `owed_differs`, `earnings_differ`, `fees_differ`, `payouts_differ`,
        `shares_differ`, `receivable_differs`, `unapplied_differs`, `over_refunded` with
        `amount_fen` as the difference.
    """
    on = balances()
    owed = sum(on[account] for account in OWED)
    checks = (
        ("unbalanced", sum(on.values())),
        ("posting_unbalanced", _unbalanced_postings()),
        ("splits_differ", _sum(Payment.captured_fen) - _sum(PaymentSplit.captured_fen)),
        ("refunds_differ", _sum(Payment.refunded_fen) - _sum(PaymentSplit.refunded_fen)),
        ("owed_differs", -owed - _kept() + _payouts(PayoutState.PAID)),
        ("earnings_differ", -on[Account.SELLER_PAYABLE] - _owed_to_sellers()),
        ("fees_differ", -on[Account.FEES_EARNED] - _sum(FeeLine.amount_fen)),
        ("payouts_differ", -on[Account.PAYOUT_CLEARING] - _payouts(PayoutState.RELEASED)),
        ("shares_differ", _payouts(*HOLDS_ROWS) - _sum_in_payouts()),
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


def _kept() -> int:
    """What buyers paid, or owe on terms, and did not get back."""
    return _sum(Payment.captured_fen - Payment.refunded_fen)


def _owed_to_sellers() -> int:
    """The rows of sellers' money that no bank has an order for."""
    prepared = select(SellerPayout.id).where(SellerPayout.state == PayoutState.PREPARED.value)
    still_here = SellerEarning.payout_id.is_(None) | SellerEarning.payout_id.in_(prepared)
    rest = func.coalesce(func.sum(SellerEarning.amount_fen), 0)
    return int(session().scalar(select(rest).where(still_here)) or 0)


def _payouts(*states: PayoutState) -> int:
    rest = func.coalesce(func.sum(SellerPayout.amount_fen), 0)
    return int(session().scalar(select(rest).where(SellerPayout.state.in_(states))) or 0)


def _sum_in_payouts() -> int:
    rest = func.coalesce(func.sum(SellerEarning.amount_fen), 0)
    in_payout = SellerEarning.payout_id.is_not(None)
    return int(session().scalar(select(rest).where(in_payout)) or 0)


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
