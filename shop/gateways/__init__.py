"""What we need from a payment provider, in our words.

A gateway is asked outside any transaction. It answers with facts (`AttemptTruth`, `RefundTruth`)
or raises one of four errors; what the facts mean for an order is decided in `shop.rules.payments`.
Amounts are fen. Start at `PaymentGateway`; `stripe.py` is the adapter, `sandbox/` our own peer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol, runtime_checkable


class GatewayError(Exception):
    """The provider did not do what was asked; `code` says why in one word."""

    def __init__(self, code: str, message: str = "") -> None:
        super().__init__(message or code)
        self.code = code


class GatewayUnavailable(GatewayError):  # reads as a fact, like our domain errors
    """No usable answer (timeout, cut line, 429, 5xx, HTML): ask again with the same key."""


class GatewayRefused(GatewayError):
    """A final no: asking again with the same words changes nothing."""


class IdempotencyClash(GatewayRefused):
    """The key was used with another body: somebody must look, never take a new key."""


class UnknownAtProvider(GatewayRefused):
    """The provider does not know this object."""


class TruthState(StrEnum):
    """Where an attempt stands according to the provider."""

    OPEN = "open"
    PENDING = "pending"
    PAID = "paid"
    FAILED = "failed"
    EXPIRED = "expired"


class CancelOutcome(StrEnum):
    """What came of asking the provider to close an attempt."""

    CLOSED = "closed"
    ALREADY_PAID = "already_paid"
    PENDING = "pending"


class RefundState(StrEnum):
    """Where a refund stands according to the provider."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


@dataclass(frozen=True)
class Capabilities:
    """What this provider can do here and whether its money is real."""

    provider: str
    is_test: bool
    can_cancel: bool = True
    can_refund_partly: bool = True
    is_offered: bool = True


@dataclass(frozen=True)
class AttemptRequest:
    """All a provider may know of an attempt: opaque refs, an amount, where to go back to."""

    attempt_ref: str
    payment_ref: str
    amount_fen: int
    currency: str
    language: str
    return_url: str
    cancel_url: str
    expires_at: datetime
    idempotency_key: str


@dataclass(frozen=True)
class AttemptStarted:
    """The provider opened its page."""

    provider_id: str
    redirect_url: str
    expires_at: datetime


@dataclass(frozen=True)
class AttemptTruth:
    """What the provider says about an attempt at this moment."""

    provider_id: str
    state: TruthState
    amount_fen: int
    currency: str
    is_live: bool
    attempt_ref: str
    provider_payment_id: str = ""


@dataclass(frozen=True)
class RefundRequest:
    """Give back a part of one captured payment."""

    refund_ref: str
    provider_payment_id: str
    amount_fen: int
    idempotency_key: str
    metadata: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class RefundTruth:
    """What the provider says about a refund at this moment."""

    provider_refund_id: str
    state: RefundState
    amount_fen: int
    refund_ref: str
    failure_code: str = ""


@dataclass(frozen=True)
class Notice:
    """A verified message of the provider: a hint to go and look, never the truth itself."""

    provider: str
    event_id: str
    kind: str
    is_live: bool
    attempt_id: str = ""
    payment_id: str = ""
    refund_id: str = ""


@dataclass(frozen=True)
class NoticeRefused:
    """A message we do not believe; `reason` is for the log, never for the sender."""

    reason: str


@runtime_checkable
class PaymentGateway(Protocol):
    """One payment provider."""

    def capabilities(self) -> Capabilities:
        """Say who this is, and whether its money is real."""

    def create_attempt(self, request: AttemptRequest) -> AttemptStarted:
        """Open the provider's own payment page for one attempt; same key, same page.

        Raises:
            GatewayUnavailable: ask again with the same request.
            GatewayRefused: final; `IdempotencyClash` if the key carried another body.
        """

    def fetch(self, provider_id: str) -> AttemptTruth:
        """Ask what became of an attempt."""

    def find_attempt(self, attempt_ref: str, *, since: datetime) -> AttemptTruth | None:
        """Search by our own ref, for attempts whose answer was lost more than 23 hours ago."""

    def cancel(self, provider_id: str) -> CancelOutcome:
        """Close an attempt so that nobody can pay it any more."""

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Give money back; same key, same refund."""

    def fetch_refund(self, provider_refund_id: str) -> RefundTruth:
        """Ask what became of a refund."""

    def find_refund(self, provider_payment_id: str, refund_ref: str) -> RefundTruth | None:
        """Search the refunds of a payment by our own ref."""

    def parse_notification(self, headers: Mapping[str, str], raw: bytes) -> Notice | NoticeRefused:
        """Verify a message; any doubt at all is a refusal, never an exception."""


@runtime_checkable
class DemoCashier(Protocol):
    """The buyer's side of the sandbox, for the demo valley and tests; absent in production."""

    def pay(self, provider_id: str) -> None:
        """Press the pay button of the sandbox's page."""
