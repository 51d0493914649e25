"""What is under way with the provider and has to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from core.db import session
from shop.models.payments import PaymentAttempt, Refund
from shop.rules.payments import AttemptState
from shop.rules.refunds import RefundStage, RefundWay, is_stuck

YOUNG = timedelta(minutes=1)
LOOK_BACK = timedelta(hours=48)
UNSENT = (AttemptState.CREATED.value, AttemptState.SUBMITTED.value)
ASKED = (AttemptState.PENDING.value, AttemptState.EXPIRING.value)


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
