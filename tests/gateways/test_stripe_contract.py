"""Every request we send is one that the SDK's types allow; the removed parameter is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from stripe.params import RefundCreateParams, RefundListParams
from stripe.params.checkout import (
    SessionCreateParams,
    SessionExpireParams,
    SessionListParams,
    SessionRetrieveParams,
)

from core import clock
from shop.gateways import (
    AttemptRequest,
    CancelOutcome,
    GatewayRefused,
    GatewayUnavailable,
    IdempotencyClash,
    RefundRequest,
    RefundState,
    TruthState,
    UnknownAtProvider,
)
from shop.gateways.sandbox.forms import read_form
from shop.gateways.sandbox.sandbox import API_KEY, Sandbox
from shop.gateways.sandbox.sessions import load_session
from shop.gateways.stripe import RETRIES, TIMEOUT_S, StripeGateway, connect, session_params
from tests.gateways.contract import breaches

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
REQUEST = AttemptRequest(
    attempt_ref="a1",
    payment_ref="p1",
    amount_fen=67880,
    currency="cny",
    language="zh",
    return_url="https://shop.example/back",
    cancel_url="https://shop.example/pay",
    expires_at=AT + timedelta(minutes=33),
    idempotency_key="pay-a1",
)
ROUTES: tuple[tuple[str, str, type], ...] = (
    ("post", "/expire", SessionExpireParams),
    ("post", "/v1/checkout/sessions", SessionCreateParams),
    ("get", "/v1/checkout/sessions/", SessionRetrieveParams),
    ("get", "/v1/checkout/sessions", SessionListParams),
    ("post", "/v1/refunds", RefundCreateParams),
    ("get", "/v1/refunds", RefundListParams),
)


@pytest.fixture
def calls() -> list[tuple[str, str, str]]:
    return []


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    def refuse(_body: bytes, _headers: Mapping[str, str]) -> int:
        raise OSError

    return Sandbox(
        tmp_path / "cashier.sqlite",
        webhook_secret="whsec_x",
        page_url="https://shop.example/sandbox-cashier",
        post=refuse,
        is_self_driven=False,
        now=lambda: AT,
    )


@pytest.fixture
def gateway(sandbox: Sandbox, calls: list[tuple[str, str, str]]) -> StripeGateway:
    http = sandbox.client(watch=lambda *call: calls.append(call))
    return connect(API_KEY, webhook_secrets=["whsec_x"], is_test=True, http_client=http)


def schema_of(method: str, path: str) -> type | None:
    return next((s for verb, part, s in ROUTES if verb == method and part in path), None)


def test_the_session_request_is_allowed_by_the_types() -> None:
    assert breaches(session_params(REQUEST), SessionCreateParams) == []


def with_(change: Callable[[dict[str, Any]], None]) -> dict[str, Any]:
    params: dict[str, Any] = session_params(REQUEST)
    change(params)
    return params


@pytest.mark.parametrize(
    ("change", "breach"),
    [
        (lambda p: p.update(payment_method_types=["card"]), "payment_method_types: unknown"),
        (lambda p: p.update(expires_at=1.5), "expires_at: 1.5 is not int"),
        (lambda p: p.update(ui_mode="hosted"), "ui_mode: 'hosted' is not one of"),
        (lambda p: p["line_items"][0].update(amount=1), "line_items[0].amount: unknown"),
        (
            lambda p: p["line_items"][0]["price_data"].update(unit_amount="67880"),
            "line_items[0].price_data.unit_amount",
        ),
        (
            lambda p: p["payment_method_options"]["wechat_pay"].pop("client"),
            "payment_method_options.wechat_pay.client: missing",
        ),
        (lambda p: p.update(metadata={"attempt": 1}), "metadata: not text to text"),
    ],
)
def test_the_checker_finds_what_the_types_forbid(
    change: Callable[[dict[str, Any]], None], breach: str
) -> None:
    found = breaches(with_(change), SessionCreateParams)
    assert [text for text in found if text.startswith(breach)], found


def test_every_call_of_the_adapter_is_allowed_by_the_types(
    gateway: StripeGateway, sandbox: Sandbox, calls: list[tuple[str, str, str]]
) -> None:
    started = gateway.create_attempt(REQUEST)
    sandbox.pay(started.provider_id)
    truth = gateway.fetch(started.provider_id)
    gateway.cancel(started.provider_id)
    gateway.find_attempt("nobody", since=AT)
    made = gateway.refund(RefundRequest("r1", truth.provider_payment_id, 100, "refund-r1"))
    gateway.fetch_refund(made.provider_refund_id)
    gateway.find_refund(truth.provider_payment_id, "r1")
    checked = 0
    for method, path, body in calls:
        schema = schema_of(method, path)
        if schema is not None:
            names = {key.split("[")[0] for key in read_form(parse_qsl(str(body)))}
            unknown = names - set(schema.__annotations__)
            assert unknown == set(), (path, unknown)
            checked += 1
    assert checked >= 8


def test_a_paid_session_tells_its_truth(gateway: StripeGateway, sandbox: Sandbox) -> None:
    started = gateway.create_attempt(REQUEST)
    assert started.expires_at == REQUEST.expires_at
    assert gateway.fetch(started.provider_id).state == TruthState.OPEN
    sandbox.pay(started.provider_id)
    truth = gateway.fetch(started.provider_id)
    assert (truth.state, truth.amount_fen, truth.currency) == (TruthState.PAID, 67880, "cny")
    assert (truth.attempt_ref, truth.is_live) == ("a1", False)
    assert truth.provider_payment_id.startswith("pi_test_")


def test_the_same_request_gives_the_same_session(gateway: StripeGateway, sandbox: Sandbox) -> None:
    first = gateway.create_attempt(REQUEST)
    assert gateway.create_attempt(REQUEST) == first
    with sandbox.store.unit() as unit:
        assert len(unit.newest("checkout.session")) == 1


def test_another_body_under_the_same_key_is_a_clash(gateway: StripeGateway) -> None:
    gateway.create_attempt(REQUEST)
    with pytest.raises(IdempotencyClash):
        gateway.create_attempt(replace(REQUEST, amount_fen=1))


def test_the_sandbox_refuses_the_removed_parameter(
    gateway: StripeGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = with_(lambda p: p.update(payment_method_types=["card"]))
    monkeypatch.setattr("shop.gateways.stripe.session_params", lambda _: old)
    with pytest.raises(GatewayRefused) as refused:
        gateway.create_attempt(REQUEST)
    assert refused.value.code == "parameter_unknown"


def test_closing_says_what_it_found(gateway: StripeGateway, sandbox: Sandbox) -> None:
    started = gateway.create_attempt(REQUEST)
    assert gateway.cancel(started.provider_id) == CancelOutcome.CLOSED
    assert gateway.cancel(started.provider_id) == CancelOutcome.CLOSED
    second = gateway.create_attempt(replace(REQUEST, attempt_ref="a2", idempotency_key="pay-a2"))
    sandbox.pay(second.provider_id)
    assert gateway.cancel(second.provider_id) == CancelOutcome.ALREADY_PAID
    with pytest.raises(UnknownAtProvider):
        gateway.cancel("cs_test_nobody")


@pytest.mark.parametrize(
    ("switch", "error"),
    [("fail", GatewayUnavailable), ("busy", GatewayUnavailable), ("html", GatewayUnavailable)],
)
def test_trouble_of_the_provider_is_worth_asking_again(
    gateway: StripeGateway, sandbox: Sandbox, switch: str, error: type[Exception]
) -> None:
    sandbox.turn(switch, RETRIES + 1)
    with pytest.raises(error):
        gateway.create_attempt(REQUEST)
    sandbox.turn(switch, 0)
    gateway.create_attempt(REQUEST)


def test_a_cut_line_is_asked_again_by_the_sdk_with_the_same_key(
    gateway: StripeGateway, sandbox: Sandbox, calls: list[tuple[str, str, str]]
) -> None:
    sandbox.turn("cut")
    gateway.create_attempt(REQUEST)
    assert len(calls) == 2
    with sandbox.store.unit() as unit:
        assert len(unit.newest("checkout.session")) == 1


def test_refunds_never_exceed_what_was_received(gateway: StripeGateway, sandbox: Sandbox) -> None:
    started = gateway.create_attempt(REQUEST)
    sandbox.pay(started.provider_id)
    paid = gateway.fetch(started.provider_id).provider_payment_id
    made = gateway.refund(RefundRequest("r1", paid, 67879, "refund-r1"))
    assert (made.state, made.amount_fen, made.refund_ref) == (RefundState.SUCCEEDED, 67879, "r1")
    with pytest.raises(GatewayRefused):
        gateway.refund(RefundRequest("r2", paid, 2, "refund-r2"))
    found = gateway.find_refund(paid, "r1")
    assert found == made
    assert gateway.find_refund(paid, "r2") is None


def test_an_attempt_is_found_again_by_our_ref(gateway: StripeGateway) -> None:
    started = gateway.create_attempt(REQUEST)
    found = gateway.find_attempt("a1", since=AT - timedelta(hours=1))
    assert found is not None
    assert found.provider_id == started.provider_id


def test_a_wrong_key_is_a_final_no(sandbox: Sandbox) -> None:
    stranger = connect(
        "sk_test_other", webhook_secrets=[], is_test=True, http_client=sandbox.client()
    )
    with pytest.raises(GatewayRefused):
        stranger.fetch("cs_test_x")


def test_real_stripe_is_asked_with_short_patience() -> None:
    gateway = connect("sk_live_x", webhook_secrets=["whsec"], is_test=False)
    http = vars(vars(gateway)["_client"])["_requestor"]._client
    assert http._timeout == TIMEOUT_S == (3, 10)
    assert gateway.capabilities().is_test is False


def test_nothing_personal_is_sent(
    gateway: StripeGateway, calls: list[tuple[str, str, str]]
) -> None:
    gateway.create_attempt(REQUEST)
    sent = read_form(parse_qsl(str(calls[0][2])))
    assert sent["metadata"] == {"attempt": "a1"}
    assert set(sent) & {"customer", "customer_email", "shipping_address_collection"} == set()


def test_the_clock_of_the_sandbox_expires_sessions(
    sandbox: Sandbox, gateway: StripeGateway
) -> None:
    started = gateway.create_attempt(REQUEST)
    sandbox._now = lambda: AT + timedelta(minutes=34)  # type: ignore[method-assign]
    with clock.at(AT + timedelta(minutes=34)), sandbox.store.unit() as unit:
        assert load_session(unit, started.provider_id, clock.now())["status"] == "expired"
