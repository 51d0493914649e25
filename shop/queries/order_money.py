"""What was paid for an order and what went back, for its buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.db import session
from shop.models.payments import Payment, Refund


@dataclass(frozen=True, slots=True)
class RefundView:
    """One refund on its way."""

    ref: str
    seller_order_ref: str | None
    amount_fen: int
    reason: str
    way: str
    stage: str
    requested_at: datetime
    ended_at: datetime | None


@dataclass(frozen=True, slots=True)
class OrderMoney:
    """The payment of an order."""

    state: str
    method: str
    due_fen: int
    captured_fen: int
    paid_at: datetime | None
    is_test: bool
    refunds: tuple[RefundView, ...]

    @property
    def refund_fen(self) -> int:
        """All refunds that did not fail."""
        return sum(refund.amount_fen for refund in self.refunds if refund.stage != "failed")


def find_order_money(group_ref: str) -> OrderMoney | None:
    """The payment of an order and its refunds, oldest first; the caller has checked the buyer."""
    payment = session().scalar(select(Payment).where(Payment.group_ref == group_ref))
    if payment is None:
        return None
    rows = select(Refund).where(Refund.payment_id == payment.id).order_by(Refund.id)
    return OrderMoney(
        state=payment.state,
        method=payment.method,
        due_fen=payment.due_fen,
        captured_fen=payment.captured_fen,
        paid_at=payment.paid_at,
        is_test=payment.is_test,
        refunds=tuple(_view(row) for row in session().scalars(rows)),
    )


def _view(row: Refund) -> RefundView:
    return RefundView(
        ref=row.ref,
        seller_order_ref=row.seller_order_ref,
        amount_fen=row.amount_fen,
        reason=row.reason,
        way=row.way,
        stage=row.stage,
        requested_at=row.created_at,
        ended_at=row.ended_at,
    )
