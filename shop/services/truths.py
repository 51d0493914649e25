"""What the provider says when asked, applied to our rows once, and never backwards."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session, update_where
from shop.gateways import AttemptTruth, TruthState
from shop.models.payments import PaymentAttempt
from shop.rules.ledger import capture_entries, stray_entries
from shop.rules.payments import (
    CURRENCY,
    AttemptState,
    CaptureOutcome,
    Expected,
    judge_truth,
)
from shop.services import ledger, refunds
from shop.services.attempts import load_attempt, move
from shop.services.finance_tasks import TaskKind, TaskWish, open_task
from shop.services.payments import capture


class Applied(StrEnum):
    """What the truth changed."""

    NOTHING = "nothing"
    OPEN = "open"
    ENDED = "ended"
    MISMATCH = "mismatch"
    COUNTS = "counts"
    LATE = "late"
    TWICE = "twice"


def apply_truth(actor: Actor, *, attempt_ref: str, truth: AttemptTruth, at: datetime) -> Applied:
    """Bring an attempt and its payment to where the provider says they are.

    Args:
        actor: who asked (the system).
        attempt_ref: our attempt.
        truth: what the provider says about it now.
        at: now.

    Returns:
        What changed. The same truth applied again changes nothing.
    """
    attempt = load_attempt(attempt_ref)
    if truth.state in (TruthState.OPEN, TruthState.PENDING):
        return Applied.OPEN
    if truth.state == TruthState.PAID:
        return _paid(actor, attempt, truth, at)
    wanted = AttemptState.EXPIRED if truth.state == TruthState.EXPIRED else AttemptState.FAILED
    is_ended = move(attempt, wanted, ended_at=at, reason=truth.state.value)
    return Applied.ENDED if is_ended else Applied.NOTHING


def _paid(actor: Actor, attempt: PaymentAttempt, truth: AttemptTruth, at: datetime) -> Applied:
    expected = Expected(attempt.ref, attempt.amount_fen, attempt.currency, not attempt.is_test)
    verdict = judge_truth(expected, truth)
    if not verdict.ok:
        reason = " ".join(f"{r.code}={r.context['found']}" for r in verdict.reasons)
        return _mismatch(actor, attempt, truth, reason, at)
    if not move(
        attempt, AttemptState.PAID, ended_at=at, provider_payment_id=truth.provider_payment_id
    ):
        return Applied.NOTHING
    entries = capture_entries(attempt.amount_fen)
    cause = f"capture-{attempt.ref}"
    outcome = capture(actor, attempt.payment, entries=entries, cause_ref=cause, at=at)
    if outcome != CaptureOutcome.TWICE:
        return Applied.LATE if outcome == CaptureOutcome.LATE else Applied.COUNTS
    _keep_stray(actor, attempt, truth, at)
    refunds.refund_stray(actor, attempt_ref=attempt.ref, reason="paid_twice", at=at)
    return Applied.TWICE


def _mismatch(
    actor: Actor, attempt: PaymentAttempt, truth: AttemptTruth, reason: str, at: datetime
) -> Applied:
    is_moved = move(
        attempt,
        AttemptState.MISMATCH,
        ended_at=at,
        reason=reason[:120],
        provider_payment_id=truth.provider_payment_id,
    )
    if not is_moved:
        return Applied.NOTHING
    if truth.currency == CURRENCY and truth.amount_fen > 0:
        _keep_stray(actor, attempt, truth, at)
    wish = TaskWish(
        TaskKind.MISMATCH,
        attempt.ref,
        truth.amount_fen,
        payment_id=attempt.payment_id,
        detail=reason[:200],
    )
    open_task(wish, at=at)
    return Applied.MISMATCH


def _keep_stray(actor: Actor, attempt: PaymentAttempt, truth: AttemptTruth, at: datetime) -> None:
    """Book money that lies at the provider and counts for no order."""
    update_where(PaymentAttempt, PaymentAttempt.id == attempt.id, stray_fen=truth.amount_fen)
    ledger.post(
        actor,
        entries=stray_entries(truth.amount_fen),
        cause_ref=f"stray-{attempt.ref}",
        at=at,
        is_test=attempt.is_test,
    )


def adopt(actor: Actor, *, truth: AttemptTruth) -> str | None:  # noqa: ARG001  # who acts
    """Recognise a provider's object whose creation we never heard of, by our ref inside it.

    Returns:
        Our attempt's ref; None if it is not ours (unknown ref, or the attempt has another object).
    """
    attempt = session().scalar(
        select(PaymentAttempt).where(PaymentAttempt.ref == truth.attempt_ref)
    )
    if attempt is None or attempt.provider_id not in (None, truth.provider_id):
        return None
    update_where(
        PaymentAttempt,
        PaymentAttempt.id == attempt.id,
        PaymentAttempt.provider_id.is_(None),
        provider_id=truth.provider_id,
    )
    return attempt.ref
