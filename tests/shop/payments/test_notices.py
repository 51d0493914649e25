"""Scenarios 15 to 17: who may tell us something. Nobody unsigned, nobody in another's name."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select
from stripe import WebhookSignature

from core.clock import now
from core.db import session
from shop.gateways import Notice
from shop.gateways.sandbox.events import sign
from shop.gateways.stripe_notice import read_notice
from shop.models.payments import WebhookInbox
from tests.shop.payments.conftest import PREVIOUS, SECRET, Bench

BODY = json.dumps(
    {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "data": {"object": {"id": "cs_1", "object": "checkout.session"}},
    }
).encode()


def stamp(minutes: float = 0) -> int:
    return int((now() + timedelta(minutes=minutes)).timestamp())


def header(secret: str = SECRET, *, at: int | None = None, body: bytes = BODY) -> str:
    made: str = WebhookSignature.generate_signature_header(body.decode(), secret, at or stamp())
    return made


def other_hash(kind: str) -> str:
    digest = hmac.new(SECRET.encode(), f"{stamp()}.".encode() + BODY, getattr(hashlib, kind))
    return f"t={stamp()},v1={digest.hexdigest()}"


FORGED: dict[str, Callable[[], str]] = {
    "none": lambda: "",
    "blank": lambda: " ",
    "foreign key": lambda: header("whsec_foreign"),
    "tampered body": lambda: header(body=BODY + b" "),
    "old": lambda: header(at=stamp(-5.1)),
    "ahead": lambda: header(at=stamp(5.1)),
    "ten years ahead": lambda: header(at=stamp(10 * 365 * 24 * 60)),
    "sha1": lambda: other_hash("sha1"),
    "md5": lambda: other_hash("md5"),
    "other scheme": lambda: header().replace("v1=", "v0="),
    "not ascii": lambda: header() + "é",
    "moved time": lambda: header().replace(f"t={stamp()}", f"t={stamp() + 1}"),
    "two times": lambda: f"t={stamp(-60)}," + header(),
    "cut short": lambda: header()[:-1],
    "words": lambda: "please believe me",
    "no time": lambda: header().split(",")[1],
    "text time": lambda: "t=today,v1=abc",
}


@pytest.mark.parametrize("kind", FORGED)
def test_scenario_15_a_forged_notice_is_refused_and_leaves_nothing(bench: Bench, kind: str) -> None:
    answer = bench.browser.post(
        "/webhooks/stripe", data=BODY, headers={"Stripe-Signature": FORGED[kind]()}
    )
    assert answer.status_code == 400
    assert session().scalar(select(func.count(WebhookInbox.id))) == 0
    assert bench.calls == []


GARBAGE: dict[str, bytes] = {
    "empty": b"",
    "not json": b"<html>",
    "bad bytes": b"\xff\xfe",
    "a list": b"[1]",
    "a number": b"1",
    "no event": b'{"object": "charge"}',
    "thin": b'{"id": "evt_2", "object": "v2.core.event", "type": "x"}',
    "hollow": b'{"id": "evt_2", "object": "event", "type": "x", "livemode": false}',
    "live": BODY.replace(b"false", b"true"),
    "other account": BODY.replace(b'"livemode"', b'"account": "acct_1", "livemode"'),
}


@pytest.mark.parametrize("kind", GARBAGE)
def test_scenario_16_signed_garbage_is_refused(bench: Bench, kind: str) -> None:
    body = GARBAGE[kind]
    text = body.decode("latin-1")
    signature = WebhookSignature.generate_signature_header(text, SECRET, stamp())
    answer = bench.browser.post(
        "/webhooks/stripe", data=body, headers={"Stripe-Signature": signature}
    )
    assert answer.status_code == 400
    assert session().scalar(select(func.count(WebhookInbox.id))) == 0


def test_scenario_16_a_body_over_256_kb_is_too_large(bench: Bench) -> None:
    body = b"x" * (256 * 1024 + 1)
    assert bench.browser.post("/webhooks/stripe", data=body).status_code == 413
    assert bench.browser.post("/webhooks/stripe", data=b"x" * 10_000_000).status_code == 413


@pytest.mark.parametrize("secret", [SECRET, PREVIOUS])
def test_scenario_17_both_secrets_are_believed_during_a_rotation(bench: Bench, secret: str) -> None:
    answer = bench.browser.post("/webhooks/stripe", data=BODY, headers=sign(BODY, secret, now()))
    assert answer.status_code == 200
    assert session().scalar(select(func.count(WebhookInbox.id))) == 1


def test_scenario_17_the_old_secret_is_refused_after_the_rotation(bench: Bench) -> None:
    headers = sign(BODY, PREVIOUS, now())
    known = {"raw": BODY, "is_live": False, "at": now()}
    assert isinstance(read_notice(headers, secrets=[SECRET, PREVIOUS], **known), Notice)
    assert not isinstance(read_notice(headers, secrets=[SECRET], **known), Notice)


def test_a_notice_up_to_five_minutes_off_is_believed(bench: Bench) -> None:
    for minutes in (-4.9, 4.9):
        headers = {"stripe-signature": header(at=stamp(minutes))}
        notice = bench.gateway.parse_notification(headers, BODY)
        assert notice == Notice(
            "stripe", "evt_1", "checkout.session.completed", False, attempt_id="cs_1"
        )


def test_a_notice_about_an_unknown_session_is_noted_and_asks_once(bench: Bench) -> None:
    bench.browser.post("/webhooks/stripe", data=BODY, headers=sign(BODY, SECRET, now()))
    bench.pump()
    row = session().scalars(select(WebhookInbox)).one()
    assert (row.outcome, row.handled_at) == ("not_ours", now())
    assert [path for _, path, _ in bench.calls] == ["/v1/checkout/sessions/cs_1"]
