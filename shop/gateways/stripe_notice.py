"""Is this message really Stripe's? Verified, read, and reduced to a hint where to look.

Beyond the SDK's own check: every failure is a refusal (it raises many kinds), a timestamp ahead of
us is refused like an old one, two secrets are tried during a rotation, test and live do not mix,
and a message for another account is not ours.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from stripe import SignatureVerificationError, WebhookSignature

from shop.gateways import Notice, NoticeRefused

PROVIDER = "stripe"
HEADER = "stripe-signature"
TOLERANCE_S = 300
LARGEST_BYTES = 256 * 1024


class _DoubtError(Exception):
    """Why a message is refused."""


def read_notice(
    headers: Mapping[str, str],
    raw: bytes,
    *,
    secrets: Sequence[str],
    is_live: bool,
    at: datetime,
) -> Notice | NoticeRefused:
    """Verify and read a webhook.

    Args:
        headers: of the request, any case.
        raw: the body, byte for byte.
        secrets: present and previous signing secret.
        is_live: whether we expect real money.
        at: now; a timestamp more than 300 seconds off either way is refused.
    """
    try:
        _check(headers, raw, secrets, at)
        return _read(json.loads(raw), is_live)
    except _DoubtError as doubt:
        return NoticeRefused(str(doubt))
    except Exception as surprise:  # noqa: BLE001  # an anonymous sender must not cause a 500
        return NoticeRefused(type(surprise).__name__)


def _check(headers: Mapping[str, str], raw: bytes, secrets: Sequence[str], at: datetime) -> None:
    if len(raw) > LARGEST_BYTES:
        raise _DoubtError("too_large")
    header = next((value for name, value in headers.items() if name.lower() == HEADER), "")
    if not header or not header.isascii():
        raise _DoubtError("no_signature")
    stamps = [part[2:] for part in header.split(",") if part.startswith("t=")]
    if len(stamps) != 1 or abs(int(stamps[0]) - int(at.timestamp())) > TOLERANCE_S:
        raise _DoubtError("wrong_time")
    if not any(_is_signed(raw, header, secret) for secret in secrets if secret):
        raise _DoubtError("wrong_signature")


def _is_signed(raw: bytes, header: str, secret: str) -> bool:
    try:
        WebhookSignature.verify_header(raw, header, secret)
    except SignatureVerificationError:
        return False
    return True


def _read(event: Any, is_live: bool) -> Notice:
    if not isinstance(event, dict) or event.get("object") != "event":
        raise _DoubtError("not_an_event")
    if event.get("account"):
        raise _DoubtError("other_account")
    if event.get("livemode") is not is_live:
        raise _DoubtError("wrong_mode")
    thing = event["data"]["object"]
    kind = str(thing.get("object"))
    own_id = str(thing["id"])
    return Notice(
        provider=PROVIDER,
        event_id=str(event["id"]),
        kind=str(event["type"]),
        is_live=is_live,
        attempt_id=own_id if kind == "checkout.session" else "",
        payment_id=own_id if kind == "payment_intent" else str(thing.get("payment_intent") or ""),
        refund_id=own_id if kind == "refund" else "",
    )
