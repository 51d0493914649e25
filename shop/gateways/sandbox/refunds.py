"""Refunds of the sandbox, with Stripe's limits: never more than was received."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop.gateways.sandbox.events import add_event
from shop.gateways.sandbox.forms import ApiError, refuse_unknown, text, whole
from shop.gateways.sandbox.store import Thing, Unit

KNOWN = frozenset(["amount", "charge", "expand", "metadata", "payment_intent", "reason"])
REASONS = ("duplicate", "fraudulent", "requested_by_customer")
GONE = ("failed", "canceled")


def create_refund(unit: Unit, form: Mapping[str, Any], at: datetime) -> Thing:
    """Give money back, at once or (switch `refund_later`) after a while."""
    refuse_unknown(form, KNOWN)
    intent = unit.find("payment_intent", text(form, "payment_intent"))
    if intent is None:
        raise ApiError(404, "resource_missing", "No such payment_intent")
    if form.get("reason", REASONS[-1]) not in REASONS:
        raise ApiError(400, "parameter_invalid", "Invalid reason", param="reason")
    left = intent["amount_received"] - _given_back(unit, intent["id"])
    amount = whole(form, "amount", least=1) if "amount" in form else left
    if amount > left or left == 0:
        code = "charge_already_refunded" if left == 0 else "amount_too_large"
        raise ApiError(400, code, f"Refund amount ({amount}) is greater than unrefunded ({left})")
    if unit.use_switch("refund_refused"):
        raise ApiError(400, "balance_insufficient", "Insufficient funds in your balance.")
    is_later = unit.use_switch("refund_later")
    refund = unit.put(
        {
            "id": f"re_test_{secrets.token_hex(12)}",
            "object": "refund",
            "amount": amount,
            "charge": intent["latest_charge"],
            "created": int(at.timestamp()),
            "currency": intent["currency"],
            "failure_reason": None,
            "metadata": form.get("metadata") or {},
            "payment_intent": intent["id"],
            "reason": form.get("reason"),
            "status": "pending" if is_later else "succeeded",
        }
    )
    add_event(unit, "refund.created", refund, at)
    if not is_later:
        add_event(unit, "refund.updated", refund, at)
    return refund


def settle_refund(unit: Unit, refund_id: str, at: datetime, *, is_done: bool) -> Thing:
    """A pending refund has arrived, or failed for good."""
    refund = load_refund(unit, refund_id)
    if refund["status"] == "pending":
        refund["status"] = "succeeded" if is_done else "failed"
        refund["failure_reason"] = None if is_done else "expired_or_canceled_card"
        unit.put(refund)
        add_event(unit, "refund.updated" if is_done else "refund.failed", refund, at)
    return refund


def load_refund(unit: Unit, refund_id: str) -> Thing:
    """One refund."""
    refund = unit.find("refund", refund_id)
    if refund is None:
        raise ApiError(404, "resource_missing", f"No such refund: '{refund_id}'")
    return refund


def list_refunds(unit: Unit, intent_id: str | None) -> list[Thing]:
    """Refunds, newest first, of one payment or of all."""
    return [
        refund
        for refund in unit.newest("refund")
        if intent_id is None or refund["payment_intent"] == intent_id
    ]


def _given_back(unit: Unit, intent_id: str) -> int:
    refunds = list_refunds(unit, intent_id)
    return sum(int(refund["amount"]) for refund in refunds if refund["status"] not in GONE)
