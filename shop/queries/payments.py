"""Reads of payments: the buyer's pay page, what is under way, what a settlement is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import session
from shop.errors import PaymentNotFound
from shop.models.bank import BankTransferReference
from shop.models.orders import OrderGroup, SellerOrder
from shop.models.payments import Payment, PaymentAttempt, Refund
from shop.rules.payments import AttemptState, PaymentState
from shop.rules.refunds import RefundStage, RefundWay, is_stuck

YOUNG = timedelta(minutes=1)
LOOK_BACK = timedelta(hours=48)
UNSENT = (AttemptState.CREATED.value, AttemptState.SUBMITTED.value)
ASKED = (AttemptState.PENDING.value, AttemptState.EXPIRING.value)


@dataclass(frozen=True)
class AttemptCard:
    """One try at a provider, as the buyer may see it."""

    ref: str
    state: str
    redirect_url: str
    is_test: bool
    expires_at: datetime

    @property
    def is_ready(self) -> bool:
        """Can the buyer go to the provider's page now?"""
        return self.state == AttemptState.PENDING and bool(self.redirect_url)

    @property
    def is_over(self) -> bool:
        """Did this try end without money?"""
        return self.state in (AttemptState.FAILED, AttemptState.EXPIRED)


@dataclass(frozen=True)
class PayPage:
    """What the buyer sees of a payment."""

    group_ref: str
    number: str
    method: str
    state: str
    order_state: str
    due_fen: int
    pay_by: datetime | None
    bank_code: str
    attempt: AttemptCard | None

    @property
    def is_open(self) -> bool:
        """Does the order still wait for its money?"""
        return self.state == PaymentState.OPEN

    @property
    def is_paid(self) -> bool:
        """Has the money come, and count?"""
        return self.state in (PaymentState.PAID, PaymentState.PART_REFUNDED, PaymentState.REFUNDED)


def get_pay_page(
    group_ref: str, *, user_id: int | None, org_id: int | None = None, attempt_ref: str = ""
) -> PayPage:
    """The payment of somebody's own order.

    Args:
        group_ref: the order group.
        user_id: who asks; only the buyer's own order is found.
        org_id: the organisation they act for, if any.
        attempt_ref: the try to show; the latest if empty.

    Raises:
        PaymentNotFound: unknown, or somebody else's.
    """
    statement = select(OrderGroup, Payment).join(Payment, Payment.group_ref == OrderGroup.ref)
    row = session().execute(statement.where(OrderGroup.ref == group_ref)).one_or_none()
    if row is None:
        raise PaymentNotFound
    group, payment = row
    is_own = user_id is not None and group.buyer_user_id == user_id
    if not is_own and (org_id is None or group.buyer_org_id != org_id):
        raise PaymentNotFound
    code = select(BankTransferReference.code).where(
        BankTransferReference.payment_id == payment.id
    )
    return PayPage(
        group_ref=group.ref,
        number=group.number,
        method=payment.method,
        state=payment.state,
        order_state=group.state,
        due_fen=payment.due_fen,
        pay_by=group.expires_at,
        bank_code=session().scalar(code) or "",
        attempt=_attempt(payment.id, attempt_ref),
    )


def _attempt(payment_id: int, attempt_ref: str) -> AttemptCard | None:
    statement = select(PaymentAttempt).where(PaymentAttempt.payment_id == payment_id)
    if attempt_ref:
        statement = statement.where(PaymentAttempt.ref == attempt_ref)
    row = session().scalars(statement.order_by(PaymentAttempt.number.desc())).first()
    if row is None and attempt_ref:
        raise PaymentNotFound
    if row is None:
        return None
    return AttemptCard(row.ref, row.state, row.redirect_url or "", row.is_test, row.expires_at)


@dataclass(frozen=True)
class PendingRefund:
    """A refund whose end we have not heard of."""

    ref: str
    provider_refund_id: str
    is_stuck: bool


@dataclass(frozen=True)
class Unfinished:
    """What is under way with the provider."""

    unsent_attempts: list[str]
    open_attempts: list[str]
    unsent_refunds: list[str]
    pending_refunds: list[PendingRefund]


def list_unfinished(*, at: datetime) -> Unfinished:
    """All attempts and refunds that somebody has to look at again.

    Args:
        at: now; what is younger than a minute is still being worked on.
    """
    attempts = select(PaymentAttempt.ref).where(PaymentAttempt.created_at <= at - YOUNG)
    is_sent = PaymentAttempt.provider_id.is_not(None)
    ended_lately = (
        PaymentAttempt.state.in_((AttemptState.EXPIRED.value, AttemptState.FAILED.value))
        & PaymentAttempt.provider_id.is_not(None)
        & (PaymentAttempt.ended_at >= at - LOOK_BACK)
    )
    is_open = PaymentAttempt.state.in_(ASKED) & is_sent
    refunds = select(Refund).where(Refund.way == RefundWay.GATEWAY.value)
    waiting = refunds.where(Refund.provider_refund_id.is_not(None)).where(
        Refund.stage.in_((RefundStage.PENDING.value, RefundStage.SUBMITTED.value))
    )
    unsent = refunds.where(
        Refund.provider_refund_id.is_(None),
        Refund.stage.in_((RefundStage.REQUESTED.value, RefundStage.SUBMITTED.value)),
        Refund.created_at <= at - YOUNG,
    )
    return Unfinished(
        unsent_attempts=list(
            session().scalars(attempts.where(PaymentAttempt.state.in_(UNSENT), ~is_sent))
        ),
        open_attempts=list(session().scalars(attempts.where(is_open | ended_lately))),
        unsent_refunds=[refund.ref for refund in session().scalars(unsent)],
        pending_refunds=[
            PendingRefund(
                refund.ref,
                refund.provider_refund_id or "",
                is_stuck(refund.submitted_at or refund.created_at, at),
            )
            for refund in session().scalars(waiting)
        ],
    )


@dataclass(frozen=True)
class Settlement:
    """What a settled seller order is worth (fen)."""

    goods_fen: int
    freight_fen: int


def get_settlement(seller_order_ref: str) -> Settlement:
    """Settled goods and freight of a seller order.

    Raises:
        PaymentNotFound: unknown, or not settled.
    """
    statement = select(SellerOrder).where(SellerOrder.ref == seller_order_ref)
    order = session().scalar(statement)
    if order is None or order.settled_fen is None:
        raise PaymentNotFound
    return Settlement(order.settled_fen, order.freight_fen)
