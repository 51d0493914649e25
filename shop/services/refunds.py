"""Money on its way back. The amount is reserved before anybody is asked, so it is never too much.

A refund of an online payment is sent by a job (`prepare_refund`, `record_refund`), one of a bank
transfer is a task of the finance desk, one on credit terms is a credit at once.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import require_one, session, update_where
from core.outbox import publish
from core.refs import new_ref
from shop.errors import NothingCaptured, PaymentNotFound, RefundTooLarge
from shop.events import RefundRequested
from shop.models.payments import Payment, PaymentAttempt, PaymentSplit, Refund
from shop.rules.payments import HOLDS_MONEY, AttemptState, PaymentState
from shop.rules.refunds import RefundStage, RefundWay, way_of
from shop.services.finance_tasks import TaskKind, TaskWish, open_task
from shop.services.payments import load_payment
from shop.services.refund_results import finish_refund


def request_refund(  # noqa: PLR0913  # the signature agreed between orders and payments
    actor: Actor,
    *,
    group_ref: str,
    seller_order_ref: str,
    amount_fen: int,
    reason: str,
    cause_ref: str,
    at: datetime,
) -> str:
    """Give a part of one seller order's money back; the same cause pays once.

    Args:
        actor: who asks.
        group_ref: the order group.
        seller_order_ref: whose share it comes from.
        amount_fen: fen, more than zero.
        reason: a code such as `weighed_less`, `cancelled`.
        cause_ref: what it is for; unique for ever. The same one gives the first refund's ref.
        at: now.

    Raises:
        RefundTooLarge: more than what is left of this seller order's money.
        NothingCaptured: the order has not been paid.
        PaymentNotFound: there is no such order or seller order.
    """
    if (known := _refunded_before(cause_ref)) is not None:
        return known
    payment = load_payment(group_ref)
    if payment.state not in HOLDS_MONEY:
        raise NothingCaptured
    _reserve(payment, seller_order_ref, amount_fen)
    refund = _new_refund(payment, amount_fen, reason, cause_ref, at)
    refund.seller_order_ref = seller_order_ref
    refund.provider_payment_id = _paid_by(payment.id)
    session().add(refund)
    session().flush()  # the unique cause decides between two writers now
    _send(actor, refund, at)
    return refund.ref


def _refunded_before(cause_ref: str) -> str | None:
    return session().scalar(select(Refund.ref).where(Refund.cause_ref == cause_ref))


def _reserve(payment: Payment, seller_order_ref: str, amount_fen: int) -> None:
    split = next((s for s in payment.splits if s.seller_order_ref == seller_order_ref), None)
    if split is None:
        raise PaymentNotFound
    left = PaymentSplit.captured_fen - PaymentSplit.reserved_fen
    reserved = update_where(
        PaymentSplit,
        PaymentSplit.id == split.id,
        left >= amount_fen,
        reserved_fen=PaymentSplit.reserved_fen + amount_fen,
    )
    left_fen = split.captured_fen - split.reserved_fen
    require_one(reserved, RefundTooLarge(wanted_fen=amount_fen, left_fen=left_fen))


def refund_stray(actor: Actor, *, attempt_ref: str, reason: str, at: datetime) -> str:
    """Give money back that counts for no order (paid twice, or a mismatch somebody looked at).

    Raises:
        PaymentNotFound: no such attempt.
        NothingCaptured: this attempt holds no stray money (any more).
    """
    cause_ref = f"stray-{attempt_ref}"
    known = session().scalar(select(Refund.ref).where(Refund.cause_ref == cause_ref))
    if known is not None:
        return known
    attempt = session().scalar(select(PaymentAttempt).where(PaymentAttempt.ref == attempt_ref))
    if attempt is None:
        raise PaymentNotFound
    session().refresh(attempt)
    amount = attempt.stray_fen
    if amount <= 0:
        raise NothingCaptured
    payment = session().get_one(Payment, attempt.payment_id)
    refund = _new_refund(payment, amount, reason, cause_ref, at)
    refund.attempt_id = attempt.id
    refund.provider_payment_id = attempt.provider_payment_id or ""
    refund.is_test = attempt.is_test
    session().add(refund)
    session().flush()  # the unique cause decides between two writers now
    _send(actor, refund, at)
    return refund.ref


def _new_refund(
    payment: Payment, amount_fen: int, reason: str, cause_ref: str, at: datetime
) -> Refund:
    ref = new_ref()
    return Refund(
        ref=ref,
        payment_id=payment.id,
        cause_ref=cause_ref,
        amount_fen=amount_fen,
        reason=reason[:40],
        way=way_of(payment.method, is_owed=payment.state == PaymentState.ON_ACCOUNT).value,
        stage=RefundStage.REQUESTED.value,
        idempotency_key=f"refund-{ref}",
        is_test=payment.is_test,
        created_at=at,
    )


def _paid_by(payment_id: int) -> str:
    """The provider's name of the payment that counted; stray money is another one."""
    statement = select(PaymentAttempt.provider_payment_id).where(
        PaymentAttempt.payment_id == payment_id,
        PaymentAttempt.state == AttemptState.PAID.value,
        PaymentAttempt.stray_fen == 0,
    )
    return session().scalars(statement.order_by(PaymentAttempt.number)).first() or ""


def _send(actor: Actor, refund: Refund, at: datetime) -> None:
    if refund.way == RefundWay.GATEWAY:
        publish(RefundRequested(refund.ref), dedupe_key=refund.ref)
    elif refund.way == RefundWay.BANK:
        wish = TaskWish(
            TaskKind.BANK_REFUND,
            refund.ref,
            refund.amount_fen,
            payment_id=refund.payment_id,
            refund_id=refund.id,
            detail=refund.reason,
        )
        open_task(wish, at=at)
    else:
        finish_refund(actor, refund, at=at)
