"""Payouts as pages: what may be paid out, accounts to confirm, batches, and a seller's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import selectinload

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.db import session
from shop.errors import PayoutNotFound
from shop.models.earnings import SellerEarning
from shop.models.orders import SellerOrder
from shop.models.payouts import PayoutAccount, PayoutBatch, SellerPayout
from shop.rules.earnings import EarningState
from shop.rules.payouts import PayoutOrder, PayoutState, tail_of, write_file

SHOWN = 40
PURPOSE, TEST_PURPOSE = "闽宁优选货款", "演示，请勿支付"  # a file for the bank


@dataclass(frozen=True, slots=True)
class AccountCard:
    """Where a seller is paid; `number` is for those who check it, `tail` for all others."""

    ref: str
    org: OrgCard
    holder: str
    bank: str
    branch_code: str
    number: str
    entered_by: str
    entered_at: datetime
    is_confirmed: bool
    refusal: str

    @property
    def tail(self) -> str:
        """Its last four digits."""
        return tail_of(self.number)


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


@dataclass(frozen=True, slots=True)
class PayoutCard:
    """What one seller gets in one batch, in fen."""

    ref: str
    number: str
    state: str
    amount_fen: int
    is_test: bool
    org: OrgCard
    account: AccountCard
    made_at: datetime
    bank_serial: str
    failure: str
    paid_at: datetime | None
    failed_at: datetime | None


@dataclass(frozen=True, slots=True)
class PayoutRow:
    """One earning in a payout, in fen."""

    order_number: str
    seller_order_ref: str
    kind: str
    reason: str
    goods_fen: int
    fee_fen: int
    amount_fen: int


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


def newest_accounts(org_id: int | None = None) -> dict[int, AccountCard]:
    """The newest account of every seller, or of one, by seller."""
    newest = select(func.max(PayoutAccount.id)).group_by(PayoutAccount.org_id)
    if org_id is not None:
        newest = newest.where(PayoutAccount.org_id == org_id)
    found = select(PayoutAccount).where(PayoutAccount.id.in_(newest)).order_by(PayoutAccount.id)
    rows = list(session().scalars(found))
    orgs = get_orgs(row.org_id for row in rows)
    return {row.org_id: _account(row, orgs) for row in rows}


def _account(row: PayoutAccount, orgs: dict[int, OrgCard]) -> AccountCard:
    return AccountCard(
        ref=row.ref,
        org=orgs[row.org_id],
        holder=row.holder,
        bank=row.bank,
        branch_code=row.branch_code,
        number=row.number,
        entered_by=row.entered_by,
        entered_at=row.created_at,
        is_confirmed=row.confirmed_at is not None,
        refusal=row.refusal,
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
    cards = [_payout(row, batch, orgs) for row in payouts]
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


def _payout(row: SellerPayout, batch: PayoutBatch, orgs: dict[int, OrgCard]) -> PayoutCard:
    return PayoutCard(
        ref=row.ref,
        number=row.number,
        state=row.state,
        amount_fen=row.amount_fen,
        is_test=batch.is_test,
        org=orgs[row.seller_org_id],
        account=_account(row.account, orgs),
        made_at=batch.created_at,
        bank_serial=row.bank_serial,
        failure=row.failure,
        paid_at=row.paid_at,
        failed_at=row.failed_at,
    )


def _own(org_id: int) -> Select[SellerPayout]:
    """A seller's payouts; what was withdrawn before the bank saw it never was one."""
    loaded = (selectinload(SellerPayout.batch), selectinload(SellerPayout.account))
    kept = SellerPayout.state != PayoutState.WITHDRAWN.value
    own = select(SellerPayout).where(SellerPayout.seller_org_id == org_id, kept)
    return own.options(*loaded)


def list_payouts(
    *, org_id: int, before_id: int | None = None, limit: int = SHOWN
) -> list[tuple[int, PayoutCard]]:
    """A seller's payouts, newest first, each with its place in the list for the next page."""
    statement = _own(org_id).order_by(SellerPayout.id.desc()).limit(limit)
    if before_id is not None:
        statement = statement.where(SellerPayout.id < before_id)
    orgs = get_orgs([org_id])
    return [(row.id, _payout(row, row.batch, orgs)) for row in session().scalars(statement)]


def get_payout(payout_ref: str, *, org_id: int) -> tuple[PayoutCard, list[PayoutRow]]:
    """One of a seller's payouts with the rows in it; a failed one has given its rows back.

    Raises:
        PayoutNotFound: there is none, or it is another seller's.
    """
    row = session().scalar(_own(org_id).where(SellerPayout.ref == payout_ref))
    if row is None:
        raise PayoutNotFound
    statement = (
        select(SellerEarning, SellerOrder.number)
        .outerjoin(SellerOrder, SellerOrder.ref == SellerEarning.seller_order_ref)
        .where(SellerEarning.payout_id == row.id)
        .order_by(SellerEarning.id)
    )
    rows = [
        PayoutRow(
            order_number=number or "",
            seller_order_ref=earning.seller_order_ref,
            kind=earning.kind,
            reason=earning.reason,
            goods_fen=earning.goods_fen,
            fee_fen=earning.fee_fen,
            amount_fen=earning.amount_fen,
        )
        for earning, number in session().execute(statement)
    ]
    return _payout(row, row.batch, get_orgs([org_id])), rows
