"""No provider is configured: online payment is not offered, and nothing pretends otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from shop.gateways import (
    AttemptRequest,
    AttemptStarted,
    AttemptTruth,
    CancelOutcome,
    Capabilities,
    GatewayRefused,
    Notice,
    NoticeRefused,
    RefundRequest,
    RefundTruth,
)


class NoGateway:
    """`PaymentGateway` that offers nothing."""

    def capabilities(self) -> Capabilities:
        """Nobody, and not offered."""
        return Capabilities(provider="none", is_test=False, is_offered=False)

    def create_attempt(self, request: AttemptRequest) -> AttemptStarted:
        """Refused."""
        raise GatewayRefused("not_configured", request.attempt_ref)

    def fetch(self, provider_id: str) -> AttemptTruth:
        """Refused."""
        raise GatewayRefused("not_configured", provider_id)

    def find_attempt(self, attempt_ref: str, *, since: datetime) -> AttemptTruth | None:  # noqa: ARG002  # protocol
        """Nothing is known here."""
        return None

    def cancel(self, provider_id: str) -> CancelOutcome:
        """Refused."""
        raise GatewayRefused("not_configured", provider_id)

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Refused."""
        raise GatewayRefused("not_configured", request.refund_ref)

    def fetch_refund(self, provider_refund_id: str) -> RefundTruth:
        """Refused."""
        raise GatewayRefused("not_configured", provider_refund_id)

    def find_refund(self, provider_payment_id: str, refund_ref: str) -> RefundTruth | None:  # noqa: ARG002  # protocol
        """Nothing is known here."""
        return None

    def parse_notification(self, headers: Mapping[str, str], raw: bytes) -> Notice | NoticeRefused:  # noqa: ARG002  # protocol
        """Nobody may send us anything."""
        return NoticeRefused("not_configured")
