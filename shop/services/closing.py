"""Give an unpaid order's payment up in the right order: closed at the provider first, then here.

Whoever pays in the very moment of closing wins: the goods are freed only after the provider has
confirmed that nobody can pay any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from shop.gateways import AttemptTruth, TruthState
from shop.models.payments import PaymentAttempt
from shop.rules.payments import AttemptState, PaymentState
from shop.services.attempts import find_open, load_attempt, move
from shop.services.payments import close_payment, load_payment
from shop.services.refunds import request_refund
from shop.services.truths import adopt, apply_truth

UNDECIDED = (TruthState.OPEN, TruthState.PENDING)


@dataclass(frozen=True)
class OpenAtProvider:
    """An attempt that has to be closed at the provider."""

    attempt_ref: str
    provider_id: str
    since: datetime


def begin_close(actor: Actor, *, group_ref: str, at: datetime) -> OpenAtProvider | None:  # noqa: ARG001  # who acts
    """Say that no more money is wanted.

    Returns:
        What must be closed at the provider first; None if nothing is open there.
    """
    payment = load_payment(group_ref)
    if payment.state not in (PaymentState.OPEN, PaymentState.CLOSED):
        return None
    attempt = find_open(payment.id)
    if attempt is None:
        return None
    if attempt.state == AttemptState.CREATED and move(attempt, AttemptState.EXPIRED, ended_at=at):
        return None
    move(attempt, AttemptState.EXPIRING)
    return open_at_provider(attempt)


def open_at_provider(attempt: PaymentAttempt) -> OpenAtProvider:
    """Where the provider keeps an attempt; by our ref if it never told us."""
    since = attempt.submitted_at or attempt.created_at
    return OpenAtProvider(attempt.ref, attempt.provider_id or "", since)


def get_at_provider(attempt_ref: str) -> OpenAtProvider:
    """Where the provider keeps this attempt."""
    return open_at_provider(load_attempt(attempt_ref))


def finish_close(
    actor: Actor,
    *,
    group_ref: str,
    found: OpenAtProvider | None,
    truth: AttemptTruth | None,
    at: datetime,
) -> bool:
    """Apply what the provider said, and close the payment if nobody paid.

    Args:
        actor: the system.
        group_ref: the order group.
        found: what was to be closed.
        truth: how the provider has it now; None if it never heard of it.
        at: now.

    Returns:
        Whether the payment is closed: the goods may be freed.
    """
    if found is not None:
        record_closed(actor, attempt_ref=found.attempt_ref, truth=truth, at=at)
        if truth is not None and truth.state in UNDECIDED:
            return False
    return close_payment(actor, group_ref=group_ref, at=at)


def record_closed(
    actor: Actor, *, attempt_ref: str, truth: AttemptTruth | None, at: datetime
) -> None:
    """Apply what the provider said about an attempt that was to be closed."""
    if truth is None:
        move(load_attempt(attempt_ref), AttemptState.EXPIRED, ended_at=at)
        return
    adopt(actor, truth=truth)
    apply_truth(actor, attempt_ref=attempt_ref, truth=truth, at=at)


def refund_all(actor: Actor, *, group_ref: str, reason: str, at: datetime) -> list[str]:
    """Give back all that is left of an order's money, seller by seller; once.

    Returns:
        The refs of the refunds.
    """
    payment = load_payment(group_ref)
    return [
        request_refund(
            actor,
            group_ref=group_ref,
            seller_order_ref=split.seller_order_ref,
            amount_fen=split.captured_fen - split.reserved_fen,
            reason=reason,
            cause_ref=f"{reason}-{split.seller_order_ref}",
            at=at,
        )
        for split in payment.splits
        if split.captured_fen > split.reserved_fen
    ]
