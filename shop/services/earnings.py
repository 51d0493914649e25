"""Writes a seller's money: a row when an order is settled, its fees when it is accepted.

Every row goes with a posting of the same cause in the same transaction, so the books owe a seller
exactly what its rows say; `queries/books.py` proves it every night.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from core.clock import local_day
from core.db import session
from shop.models.earnings import FeeLine, FeeRate, SellerEarning
from shop.models.payments import Payment, Refund
from shop.rules.earnings import (
    EarningKind,
    EarningState,
    Fee,
    FeeKind,
    Rate,
    fee_back_fen,
    fee_of,
    rates_on,
    state_after_acceptance,
)
from shop.rules.ledger import fee_entries
from shop.rules.payments import PaymentState
from shop.services import ledger
from shop.services.locks import lock_earnings

P = EarningState.PENDING
REFUND = EarningKind.REFUND


@dataclass(frozen=True, slots=True)
class Sale:
    """A settled seller order: what its seller and its carrier are owed (fen)."""

    seller_order_ref: str
    seller_org_id: int
    goods_fen: int
    freight_fen: int

    @property
    def cause_ref(self) -> str:
        """The cause of the posting and of the row."""
        return f"settle-{self.seller_order_ref}"


def open_sale(sale: Sale, payment: Payment, *, at: datetime) -> None:
    """Write the row of a settled order, together with its posting."""
    session().add(
        SellerEarning(
            seller_org_id=sale.seller_org_id,
            seller_order_ref=sale.seller_order_ref,
            kind=EarningKind.SALE.value,
            cause_ref=sale.cause_ref,
            goods_fen=sale.goods_fen,
            amount_fen=sale.goods_fen,
            state=P.value,
            is_on_terms=payment.state == PaymentState.ON_ACCOUNT,
            is_test=payment.is_test,
            created_at=at,
        )
    )


def book_acceptance(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """The buyer accepted: freeze the fees by the rates of the day and make the money available.

    Money of a buyer on terms stays pending until the buyer has paid. Done twice, it does nothing.
    """
    rows = _rows_of(seller_order_ref)
    sale = next((row for row in rows if row.kind == EarningKind.SALE), None)
    if sale is None or sale.booked_at is not None:
        return
    base = max(0, sum(row.goods_fen for row in rows))
    rates = rates_on(local_day(at), _rates_for(sale.seller_org_id))
    _freeze(actor, sale, [fee_of(rate, base) for rate in rates], at=at)
    state = state_after_acceptance(is_buyer_in_debt=sale.is_on_terms)
    for row in rows:
        row.state, row.booked_at = state.value, at


def _rows_of(seller_order_ref: str) -> list[SellerEarning]:
    own = select(SellerEarning.id).where(SellerEarning.seller_order_ref == seller_order_ref)
    return lock_earnings(list(session().scalars(own)))


def _rates_for(org_id: int) -> list[Rate]:
    """The rates for all sellers and this one, in the order they were set."""
    mine = or_(FeeRate.seller_org_id.is_(None), FeeRate.seller_org_id == org_id)
    rows = session().scalars(select(FeeRate).where(mine).order_by(FeeRate.id))
    return [
        Rate(
            FeeKind(row.kind),
            row.rate_bp,
            row.min_fen,
            row.max_fen,
            row.valid_from,
            is_own=row.seller_org_id is not None,
        )
        for row in rows
    ]


def _freeze(actor: Actor, row: SellerEarning, fees: list[Fee], *, at: datetime) -> None:
    """Write fee lines onto a row and take them in the books."""
    for fee in fees:
        session().add(
            FeeLine(
                earning_id=row.id,
                kind=fee.kind.value,
                rate_bp=fee.rate_bp,
                base_fen=fee.base_fen,
                amount_fen=fee.amount_fen,
            )
        )
    total = sum(fee.amount_fen for fee in fees)
    row.fee_fen, row.amount_fen = total, row.goods_fen - total
    if total:
        entries, cause = fee_entries(total), f"fees-{row.ref}"
        ledger.post(actor, entries=entries, cause_ref=cause, at=at, is_test=row.is_test)


def take_back(actor: Actor, refund: Refund, *, taken_fen: int, at: datetime) -> None:
    """A refund came out of a seller's settled money: a negative row, and its part of the fees back.

    Args:
        actor: who finished the refund.
        refund: with its seller order.
        taken_fen: fen that the books took from the seller; 0 writes nothing.
        at: now.
    """
    if not taken_fen or refund.seller_order_ref is None:
        return
    sale = _sale_of(refund.seller_order_ref)
    row = SellerEarning(
        seller_org_id=sale.seller_org_id,
        seller_order_ref=sale.seller_order_ref,
        kind=REFUND.value,
        cause_ref=f"refund-{refund.ref}",
        reason=refund.reason,
        goods_fen=-taken_fen,
        amount_fen=-taken_fen,
        state=P.value if sale.state == P else EarningState.AVAILABLE.value,
        booked_at=at if sale.booked_at is not None else None,
        is_on_terms=sale.is_on_terms,
        is_test=sale.is_test,
        created_at=at,
    )
    session().add(row)
    session().flush()  # the fee lines need its id
    if sale.booked_at is not None:
        _freeze(actor, row, _fees_back(sale, taken_fen), at=at)


def _sale_of(seller_order_ref: str) -> SellerEarning:
    """The sale of a settled order, locked: its acceptance must not pass between."""
    own = [row.id for row in _rows_of(seller_order_ref) if row.kind == EarningKind.SALE]
    statement = select(SellerEarning).where(SellerEarning.id.in_(own))
    return session().scalars(statement.options(selectinload(SellerEarning.fees))).one()


def _fees_back(sale: SellerEarning, now_fen: int) -> list[Fee]:
    """What of the frozen fees goes back with a refund; its row is written already."""
    own = SellerEarning.seller_order_ref == sale.seller_order_ref
    left = int(session().scalar(select(func.sum(SellerEarning.goods_fen)).where(own)) or 0)
    fees = [Fee(FeeKind(row.kind), row.rate_bp, row.base_fen, row.amount_fen) for row in sale.fees]
    return [
        Fee(fee.kind, fee.rate_bp, -now_fen, -back)
        for fee in fees
        if (back := fee_back_fen(fee, before_fen=fee.base_fen - left - now_fen, now_fen=now_fen))
    ]


def release_terms(seller_order_refs: list[str]) -> None:
    """A buyer on terms has paid: what was accepted may be paid out, the rest when it is."""
    own = select(SellerEarning.id).where(SellerEarning.seller_order_ref.in_(seller_order_refs))
    for row in lock_earnings(list(session().scalars(own))):
        row.is_on_terms = False
        if row.booked_at is not None and row.state == P:
            row.state = EarningState.AVAILABLE.value
