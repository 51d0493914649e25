"""A seller's payouts and the account they go to."""

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
from shop.rules.payouts import PayoutState, tail_of

SHOWN = 40


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


def payout_card(row: SellerPayout, batch: PayoutBatch, orgs: dict[int, OrgCard]) -> PayoutCard:
    """A payout for showing; its account must be loaded."""
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
    return [(row.id, payout_card(row, row.batch, orgs)) for row in session().scalars(statement)]


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
    return payout_card(row, row.batch, get_orgs([org_id])), rows
