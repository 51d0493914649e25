"""Payouts for the platform's finance desk: what may be paid, accounts to confirm, batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.db import session
from shop.errors import PayoutNotFound
from shop.models.earnings import SellerEarning
from shop.models.payouts import PayoutBatch, SellerPayout
from shop.queries.payouts import AccountCard, PayoutCard, newest_accounts, payout_card
from shop.rules.earnings import EarningState
from shop.rules.payouts import PayoutOrder, write_file

SHOWN = 40
PURPOSE, TEST_PURPOSE = "闽宁优选货款", "演示，请勿支付"  # a file for the bank


@dataclass(frozen=True, slots=True)
class WaitingSum:
    """What one seller could be paid now (fen), and why it is not: "" if it is."""

    org: OrgCard
    rows: int
    amount_fen: int
    is_test: bool
    obstacle: str


@dataclass(frozen=True, slots=True)
class BatchCard:
    """One batch with its sum in fen."""

    ref: str
    number: str
    state: str
    is_test: bool
    made_by: str
    made_at: datetime
    made_by_id: int
    released_by: str
    released_at: datetime | None
    payouts: int
    amount_fen: int
    file_sha256: str


@dataclass(frozen=True, slots=True)
class PayoutDesk:
    """The page of payouts for the platform's finance desk."""

    waiting: list[WaitingSum]
    accounts: list[AccountCard]
    batches: list[BatchCard]

    def payable_fen(self, *, is_test: bool) -> int:
        """What a batch of real, or of play money, would pay now."""
        return sum(
            one.amount_fen for one in self.waiting if one.is_test == is_test and not one.obstacle
        )


def get_payout_desk() -> PayoutDesk:
    """Everything the desk needs, newest batch first."""
    accounts = newest_accounts()
    return PayoutDesk(
        waiting=_waiting(accounts),
        accounts=[one for one in accounts.values() if not one.is_confirmed and not one.refusal],
        batches=list_batches(),
    )


def _waiting(accounts: dict[int, AccountCard]) -> list[WaitingSum]:
    amount = func.sum(SellerEarning.amount_fen)
    statement = (
        select(SellerEarning.seller_org_id, SellerEarning.is_test, func.count(), amount)
        .where(SellerEarning.state == EarningState.AVAILABLE.value)
        .group_by(SellerEarning.seller_org_id, SellerEarning.is_test)
        .order_by(amount.desc())
    )
    sums = session().execute(statement).all()
    orgs = get_orgs(org_id for org_id, *_ in sums)
    return [
        WaitingSum(
            orgs[org_id], count, int(fen), is_test, _obstacle(accounts.get(org_id), int(fen))
        )
        for org_id, is_test, count, fen in sums
    ]


def _obstacle(account: AccountCard | None, amount_fen: int) -> str:
    if account is None:
        return "no_account"
    if not account.is_confirmed:
        return "account_refused" if account.refusal else "account_unconfirmed"
    return "" if amount_fen > 0 else "refunds_outweigh"


def list_batches() -> list[BatchCard]:
    """The latest batches with their sums, newest first."""
    statement = (
        select(PayoutBatch, func.count(), func.sum(SellerPayout.amount_fen))
        .join(PayoutBatch.payouts)
        .group_by(PayoutBatch.id)
        .order_by(PayoutBatch.id.desc())
        .limit(SHOWN)
    )
    return [_batch(row, count, int(fen)) for row, count, fen in session().execute(statement)]


def _batch(row: PayoutBatch, payouts: int, amount_fen: int) -> BatchCard:
    return BatchCard(
        ref=row.ref,
        number=row.number,
        state=row.state,
        is_test=row.is_test,
        made_by=row.made_by,
        made_at=row.created_at,
        made_by_id=row.made_by_id,
        released_by=row.released_by,
        released_at=row.released_at,
        payouts=payouts,
        amount_fen=amount_fen,
        file_sha256=row.file_sha256,
    )


def get_batch(batch_ref: str) -> tuple[BatchCard, list[PayoutCard]]:
    """One batch with its payouts.

    Raises:
        PayoutNotFound: there is none.
    """
    batch = _load_batch(batch_ref)
    payouts = batch.payouts
    orgs = get_orgs(row.seller_org_id for row in payouts)
    total = sum(row.amount_fen for row in payouts)
    cards = [payout_card(row, batch, orgs) for row in payouts]
    return _batch(batch, len(payouts), total), cards


def get_bank_file(batch_ref: str) -> tuple[str, bytes]:
    """The name and the bytes of a batch's file for the bank.

    Raises:
        PayoutNotFound: there is none, or it was not released.
    """
    batch = _load_batch(batch_ref)
    if batch.released_at is None:
        raise PayoutNotFound
    return f"{batch.number}.csv", bank_file(batch)


def bank_file(batch: PayoutBatch) -> bytes:
    """The file for the bank; `payouts` and their accounts must be loaded."""
    orders = [
        PayoutOrder(
            number=payout.number,
            holder=payout.account.holder,
            account=payout.account.number,
            bank=payout.account.bank,
            branch_code=payout.account.branch_code,
            amount_fen=payout.amount_fen,
        )
        for payout in batch.payouts
    ]
    return write_file(orders, purpose=TEST_PURPOSE if batch.is_test else PURPOSE)


def _load_batch(batch_ref: str) -> PayoutBatch:
    parts = selectinload(PayoutBatch.payouts).selectinload(SellerPayout.account)
    statement = select(PayoutBatch).where(PayoutBatch.ref == batch_ref).options(parts)
    batch = session().scalar(statement)
    if batch is None:
        raise PayoutNotFound
    return batch
