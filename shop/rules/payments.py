"""When is an order paid? Not when the buyer comes back, not when a message says so.

An attempt is paid only if the provider, asked again, says so, in our currency, for exactly our
amount, with real money where we expect real money, and for an attempt we made. Anything else is a
mismatch: no goods move and somebody looks. A payment counts one attempt; a second paid attempt is
given back in full. Money for an order that was given up is `paid_late`. States never go backwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.types.verdict import Reason, Verdict

SESSION_LENGTH = timedelta(minutes=33)
SAME_KEY_FOR = timedelta(hours=23)
CURRENCY = "cny"
ATTEMPT_IN_URL = "the-attempt"
"""Stands for the attempt's ref in the addresses of `CashierPages` until the attempt exists."""


class PaymentState(StrEnum):
    """The life of one order's payment."""

    OPEN = "open"
    ON_ACCOUNT = "on_account"
    PAID = "paid"
    PAID_LATE = "paid_late"
    PART_REFUNDED = "part_refunded"
    REFUNDED = "refunded"
    CLOSED = "closed"


class AttemptState(StrEnum):
    """The life of one try at a provider."""

    CREATED = "created"
    SUBMITTED = "submitted"
    PENDING = "pending"
    EXPIRING = "expiring"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"
    MISMATCH = "mismatch"


OPEN_ATTEMPTS = (
    AttemptState.CREATED,
    AttemptState.SUBMITTED,
    AttemptState.PENDING,
    AttemptState.EXPIRING,
)
HOLDS_MONEY = (
    PaymentState.PAID,
    PaymentState.PAID_LATE,
    PaymentState.PART_REFUNDED,
    PaymentState.ON_ACCOUNT,
)
ATTEMPT_MOVES: dict[AttemptState, tuple[AttemptState, ...]] = {
    AttemptState.SUBMITTED: (AttemptState.CREATED,),
    AttemptState.PENDING: (AttemptState.SUBMITTED,),
    AttemptState.EXPIRING: (AttemptState.SUBMITTED, AttemptState.PENDING),
    AttemptState.FAILED: OPEN_ATTEMPTS,
    AttemptState.EXPIRED: OPEN_ATTEMPTS,
    AttemptState.MISMATCH: (*OPEN_ATTEMPTS, AttemptState.EXPIRED, AttemptState.FAILED),
    AttemptState.PAID: (*OPEN_ATTEMPTS, AttemptState.EXPIRED, AttemptState.FAILED),
}


class CaptureOutcome(StrEnum):
    """What money that arrived means for its payment."""

    COUNTS = "counts"
    LATE = "late"
    TWICE = "twice"


class Resume(StrEnum):
    """What to do about a call whose answer we never recorded."""

    SEND = "send"
    SEARCH_FIRST = "search_first"


@dataclass(frozen=True)
class CashierPages:
    """Where the provider sends the buyer afterwards, and in which language it speaks."""

    return_url: str
    cancel_url: str
    language: str


@dataclass(frozen=True)
class Expected:
    """What we asked the provider for."""

    attempt_ref: str
    amount_fen: int
    currency: str
    is_live: bool


class TruthLike(Protocol):
    """The facts of a provider that a verdict needs."""

    @property
    def attempt_ref(self) -> str:
        """Our own ref as the provider stored it."""

    @property
    def amount_fen(self) -> int:
        """Fen taken."""

    @property
    def currency(self) -> str:
        """ISO code, lower case."""

    @property
    def is_live(self) -> bool:
        """Real money or not."""


def judge_truth(expected: Expected, truth: TruthLike) -> Verdict:
    """May this money count for this attempt? Every difference is named.

    Args:
        expected: what we asked for (fen).
        truth: what the provider says when asked.

    Returns:
        A verdict whose reasons are `wrong_attempt`, `wrong_currency`, `wrong_amount`, `wrong_mode`.
    """
    checks = (
        ("wrong_attempt", expected.attempt_ref, truth.attempt_ref),
        ("wrong_currency", expected.currency, truth.currency),
        ("wrong_amount", expected.amount_fen, truth.amount_fen),
        ("wrong_mode", expected.is_live, truth.is_live),
    )
    return Verdict.of(
        Reason(code, {"expected": wanted, "found": found})
        for code, wanted, found in checks
        if wanted != found
    )


def judge_capture(state: PaymentState) -> CaptureOutcome:
    """What does newly arrived money mean for a payment in this state?"""
    if state == PaymentState.OPEN:
        return CaptureOutcome.COUNTS
    if state == PaymentState.CLOSED:
        return CaptureOutcome.LATE
    return CaptureOutcome.TWICE


def state_after_refund(captured_fen: int, refunded_fen: int) -> PaymentState:
    """The state of a payment once `refunded_fen` of `captured_fen` went back."""
    if refunded_fen >= captured_fen:
        return PaymentState.REFUNDED
    return PaymentState.PART_REFUNDED if refunded_fen else PaymentState.PAID


def resume_after(submitted_at: datetime, at: datetime) -> Resume:
    """May the same key be sent again, or has the provider forgotten it (24 h)?"""
    return Resume.SEND if at - submitted_at < SAME_KEY_FOR else Resume.SEARCH_FIRST


def session_ends(at: datetime) -> datetime:
    """When the page closes: Stripe wants 30 minutes at least, three more leave room to retry."""
    return at + SESSION_LENGTH
