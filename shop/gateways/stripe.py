"""Stripe, through its hosted Checkout page. One session is one attempt.

The same adapter serves the real Stripe (a secret key is set) and our own sandbox peer (its HTTP
client calls the peer in process). Nothing personal leaves: opaque refs and amounts only. Objects
of the SDK never pass this file's edge, its exceptions neither.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import stripe
from stripe import HTTPClient, RequestsClient, StripeClient

from core import clock
from shop.gateways import (
    AttemptRequest,
    AttemptStarted,
    AttemptTruth,
    CancelOutcome,
    Capabilities,
    GatewayRefused,
    GatewayUnavailable,
    IdempotencyClash,
    Notice,
    NoticeRefused,
    RefundRequest,
    RefundState,
    RefundTruth,
    TruthState,
    UnknownAtProvider,
)
from shop.gateways.stripe_notice import read_notice

PROVIDER = "stripe"
TIMEOUT_S = (3, 10)
RETRIES = 2
METHODS = ("card", "alipay", "wechat_pay")
PRODUCT_NAMES = {"zh": "闽宁优选订单", "en": "MinNing Select order"}
PAGE = 100
REFUND_STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.SUCCEEDED,
    "failed": RefundState.FAILED,
    "canceled": RefundState.FAILED,
}
NO_MONEY = ("requires_payment_method", "canceled")
RETRYABLE = (stripe.APIConnectionError, stripe.RateLimitError, stripe.APIError)


def connect(
    secret_key: str,
    *,
    webhook_secrets: Sequence[str],
    is_test: bool,
    http_client: HTTPClient | None = None,
) -> StripeGateway:
    """Build the adapter; without `http_client` it talks to Stripe over the network.

    Args:
        secret_key: the provider's API key.
        webhook_secrets: present secret first, then the previous one while both are accepted.
        is_test: whether the money is play money.
        http_client: another transport, such as the sandbox's.
    """
    client = StripeClient(
        secret_key,
        max_network_retries=RETRIES,
        http_client=http_client or RequestsClient(timeout=TIMEOUT_S),
    )
    return StripeGateway(client, webhook_secrets=webhook_secrets, is_test=is_test)


class StripeGateway:
    """`PaymentGateway` by Stripe."""

    def __init__(
        self,
        client: StripeClient,
        *,
        webhook_secrets: Sequence[str],
        is_test: bool,
        now: Callable[[], datetime] = clock.now,
    ) -> None:
        self._client = client
        self._secrets = tuple(webhook_secrets)
        self._is_test = is_test
        self._now = now

    def capabilities(self) -> Capabilities:
        """Say who this is, and whether its money is real."""
        return Capabilities(provider=PROVIDER, is_test=self._is_test)

    def create_attempt(self, request: AttemptRequest) -> AttemptStarted:
        """Open a hosted Checkout Session; the same key and body give the same session."""
        with _asking():
            session = self._client.v1.checkout.sessions.create(
                session_params(request),
                {"idempotency_key": request.idempotency_key},
            ).to_dict()
        return AttemptStarted(
            provider_id=str(session["id"]),
            redirect_url=str(session.get("url") or ""),
            expires_at=datetime.fromtimestamp(int(session["expires_at"]), UTC),
        )

    def fetch(self, provider_id: str) -> AttemptTruth:
        """Ask what became of a session and its payment."""
        with _asking():
            session = self._client.v1.checkout.sessions.retrieve(
                provider_id, {"expand": ["payment_intent"]}
            )
            return _truth(session.to_dict())

    def find_attempt(self, attempt_ref: str, *, since: datetime) -> AttemptTruth | None:
        """Look through the sessions made since then for the one that carries our ref."""
        with _asking():
            listed = self._client.v1.checkout.sessions.list(
                {"created": {"gte": int(since.timestamp())}, "limit": PAGE}
            )
            for session in listed.auto_paging_iter():
                if session.client_reference_id == attempt_ref:
                    return self.fetch(session.id)
        return None

    def cancel(self, provider_id: str) -> CancelOutcome:
        """Expire a session; if it can no longer be expired, say what it became."""
        try:
            with _asking():
                self._client.v1.checkout.sessions.expire(provider_id)
        except UnknownAtProvider:
            raise
        except GatewayRefused:
            state = self.fetch(provider_id).state
            if state == TruthState.OPEN:
                raise
            return {
                TruthState.PAID: CancelOutcome.ALREADY_PAID,
                TruthState.PENDING: CancelOutcome.PENDING,
            }.get(state, CancelOutcome.CLOSED)
        return CancelOutcome.CLOSED

    def refund(self, request: RefundRequest) -> RefundTruth:
        """Give money back on one captured payment."""
        with _asking():
            made = self._client.v1.refunds.create(
                {
                    "payment_intent": request.provider_payment_id,
                    "amount": request.amount_fen,
                    "reason": "requested_by_customer",
                    "metadata": {"refund": request.refund_ref, **request.metadata},
                },
                {"idempotency_key": request.idempotency_key},
            )
            return _refund_truth(made.to_dict())

    def fetch_refund(self, provider_refund_id: str) -> RefundTruth:
        """Ask what became of a refund."""
        with _asking():
            return _refund_truth(self._client.v1.refunds.retrieve(provider_refund_id).to_dict())

    def find_refund(self, provider_payment_id: str, refund_ref: str) -> RefundTruth | None:
        """Look through the refunds of a payment for the one that carries our ref."""
        with _asking():
            listed = self._client.v1.refunds.list(
                {"payment_intent": provider_payment_id, "limit": PAGE}
            )
            for made in listed.auto_paging_iter():
                truth = _refund_truth(made.to_dict())
                if truth.refund_ref == refund_ref:
                    return truth
        return None

    def parse_notification(self, headers: Mapping[str, str], raw: bytes) -> Notice | NoticeRefused:
        """Verify a webhook; any doubt at all is a refusal."""
        return read_notice(
            headers, raw, secrets=self._secrets, is_live=not self._is_test, at=self._now()
        )


def session_params(request: AttemptRequest) -> Any:
    """The body of a session, made only of what is stored on our row: it can be sent again."""
    tag = {"attempt": request.attempt_ref}
    item = {
        "quantity": 1,
        "price_data": {
            "currency": request.currency,
            "unit_amount": request.amount_fen,
            "product_data": {"name": PRODUCT_NAMES[request.language]},
        },
    }
    return {
        "mode": "payment",
        "ui_mode": "hosted_page",
        "locale": request.language,
        "line_items": [item],
        "allowed_payment_method_types": list(METHODS),
        "payment_method_options": {"wechat_pay": {"client": "web"}},
        "adaptive_pricing": {"enabled": False},
        "client_reference_id": request.attempt_ref,
        "metadata": tag,
        "payment_intent_data": {"metadata": tag, "transfer_group": request.payment_ref},
        "success_url": request.return_url,
        "cancel_url": request.cancel_url,
        "expires_at": int(request.expires_at.timestamp()),
    }


@contextmanager
def _asking() -> Iterator[None]:
    """Turn every failure of the SDK into one of our four errors."""
    try:
        yield
    except stripe.IdempotencyError as clash:
        if clash.http_status == 409:
            raise GatewayUnavailable("key_in_use") from clash
        raise IdempotencyClash("key_with_other_body", str(clash)) from clash
    except RETRYABLE as silence:
        raise GatewayUnavailable("no_answer", str(silence)) from silence
    except stripe.InvalidRequestError as no:
        if no.http_status == 404 or no.code == "resource_missing":
            raise UnknownAtProvider("unknown", str(no)) from no
        raise GatewayRefused(no.code or "refused", str(no)) from no
    except stripe.StripeError as no:
        raise GatewayRefused(no.code or type(no).__name__.lower(), str(no)) from no


def _truth(session: Mapping[str, Any]) -> AttemptTruth:
    intent = session.get("payment_intent")
    details: Mapping[str, Any] = intent if isinstance(intent, Mapping) else {}
    state = _state(session, details)
    amount = session.get("amount_total")
    if state == TruthState.PAID and details:
        amount = details.get("amount_received")
    return AttemptTruth(
        provider_id=str(session["id"]),
        state=state,
        amount_fen=int(amount or 0),
        currency=str(session.get("currency") or ""),
        is_live=bool(session.get("livemode")),
        attempt_ref=str((session.get("metadata") or {}).get("attempt") or ""),
        provider_payment_id=str(details.get("id") or intent or ""),
    )


def _state(session: Mapping[str, Any], intent: Mapping[str, Any]) -> TruthState:
    if session.get("status") == "expired":
        return TruthState.EXPIRED
    if session.get("status") != "complete":
        return TruthState.OPEN
    if session.get("payment_status") == "paid":
        return TruthState.PAID
    return TruthState.FAILED if intent.get("status") in NO_MONEY else TruthState.PENDING


def _refund_truth(made: Mapping[str, Any]) -> RefundTruth:
    return RefundTruth(
        provider_refund_id=str(made["id"]),
        state=REFUND_STATES.get(str(made.get("status")), RefundState.PENDING),
        amount_fen=int(made.get("amount") or 0),
        refund_ref=str((made.get("metadata") or {}).get("refund") or ""),
        failure_code=str(made.get("failure_reason") or ""),
    )
