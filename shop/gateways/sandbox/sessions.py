"""Checkout sessions and their payments, as Stripe keeps them. States never go backwards here."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shop.gateways.sandbox.events import add_event
from shop.gateways.sandbox.forms import ApiError, refuse_unknown, text, whole
from shop.gateways.sandbox.store import Thing, Unit

KNOWN = frozenset(
    (
        "adaptive_pricing",
        "allowed_payment_method_types",
        "cancel_url",
        "client_reference_id",
        "expires_at",
        "line_items",
        "locale",
        "metadata",
        "mode",
        "payment_intent_data",
        "payment_method_options",
        "success_url",
        "ui_mode",
    )
)
UI_MODES = ("hosted_page", "embedded_page", "elements", "form")
LEAST_S, MOST_S = 30 * 60, 24 * 3600
LARGEST_FEN = 99_999_999


def create_session(unit: Unit, form: Mapping[str, Any], *, page_url: str, at: datetime) -> Thing:
    """Open a session; refuses what the present API version refuses."""
    refuse_unknown(form, KNOWN)
    if text(form, "mode") != "payment" or form.get("ui_mode", "hosted_page") not in UI_MODES:
        raise ApiError(400, "parameter_invalid", "Invalid mode or ui_mode", param="ui_mode")
    created = int(at.timestamp())
    expires = whole(form, "expires_at")
    if not LEAST_S <= expires - created <= MOST_S:
        raise ApiError(400, "parameter_invalid", "30 minutes to 24 hours", param="expires_at")
    amount, currency = _total(form)
    session_id = f"cs_test_{secrets.token_hex(20)}"
    intent_data = form.get("payment_intent_data") or {}
    return unit.put(
        {
            "id": session_id,
            "object": "checkout.session",
            "amount_subtotal": amount,
            "amount_total": amount,
            "cancel_url": form.get("cancel_url"),
            "client_reference_id": form.get("client_reference_id"),
            "created": created,
            "currency": currency,
            "expires_at": expires,
            "livemode": False,
            "locale": form.get("locale", "zh"),
            "metadata": form.get("metadata") or {},
            "mode": "payment",
            "payment_intent": None,
            "payment_status": "unpaid",
            "status": "open",
            "success_url": text(form, "success_url"),
            "ui_mode": form.get("ui_mode", "hosted_page"),
            "url": f"{page_url}/pay/{session_id}",
            "sandbox": {"intent_data": intent_data, "methods": _methods(form)},
        }
    )


def _methods(form: Mapping[str, Any]) -> list[str]:
    methods = form.get("allowed_payment_method_types", ["card"])
    if not isinstance(methods, list) or not methods:
        raise ApiError(
            400, "parameter_invalid", "Invalid array", param="allowed_payment_method_types"
        )
    options = form.get("payment_method_options") or {}
    if "wechat_pay" in methods and options.get("wechat_pay", {}).get("client") != "web":
        name = "payment_method_options[wechat_pay][client]"
        raise ApiError(400, "parameter_missing", f"Missing required param: {name}.", param=name)
    return methods


def _total(form: Mapping[str, Any]) -> tuple[int, str]:
    items = form.get("line_items")
    if not isinstance(items, list) or not items:
        raise ApiError(
            400, "parameter_missing", "Missing required param: line_items.", param="line_items"
        )
    total, currency = 0, ""
    for item in items:
        price = item.get("price_data") or {}
        text(price.get("product_data") or {}, "name")
        total += whole(item, "quantity", least=1) * whole(price, "unit_amount", least=1)
        currency = text(price, "currency")
    if total > LARGEST_FEN:
        raise ApiError(400, "amount_too_large", "Amount must be no more than ¥999,999.99")
    return total, currency


def load_session(unit: Unit, session_id: str, at: datetime) -> Thing:
    """One session, expired first if its time is over."""
    session = unit.find("checkout.session", session_id)
    if session is None:
        raise ApiError(404, "resource_missing", f"No such checkout.session: '{session_id}'")
    if session["status"] == "open" and session["expires_at"] <= at.timestamp():
        _expire(unit, session, at)
    return session


def expire_session(unit: Unit, session_id: str, at: datetime) -> Thing:
    """Close an open session so that nobody can pay it."""
    session = load_session(unit, session_id, at)
    if unit.use_switch("pay_at_expire") and session["status"] == "open":
        session = pay_session(unit, session_id, at)
    if session["status"] != "open":
        raise ApiError(
            400,
            "resource_invalid_state",
            'Only Checkout Sessions with a status in ["open"] can be expired. '
            f"This one has a status of {session['status']}.",
        )
    return _expire(unit, session, at)


def _expire(unit: Unit, session: Thing, at: datetime) -> Thing:
    session["status"] = "expired"
    session["url"] = None
    unit.put(session)
    add_event(unit, "checkout.session.expired", shown(session), at)
    return session


def pay_session(
    unit: Unit, session_id: str, at: datetime, *, is_later: bool = False, is_forced: bool = False
) -> Thing:
    """The buyer pays; `is_later`: the money comes later; `is_forced`: even after expiry."""
    session = load_session(unit, session_id, at)
    if session["status"] != "open" and not is_forced:
        raise ApiError(400, "resource_invalid_state", "This session is no longer open.")
    intent = _intent(unit, session, at)
    session.update(status="complete", payment_intent=intent["id"], url=None)
    if is_later:
        intent["status"] = "processing"
        unit.put(intent)
        unit.put(session)
        add_event(unit, "checkout.session.completed", shown(session), at)
        return session
    return _take(unit, session, intent, at, "checkout.session.completed")


def settle_session(unit: Unit, session_id: str, at: datetime, *, is_paid: bool) -> Thing:
    """The money of a pending payment has come, or never will."""
    session = load_session(unit, session_id, at)
    intent = unit.find("payment_intent", session["payment_intent"] or "")
    if intent is None or intent["status"] != "processing":
        raise ApiError(400, "resource_invalid_state", "Nothing is pending.")
    if is_paid:
        return _take(unit, session, intent, at, "checkout.session.async_payment_succeeded")
    intent["status"] = "requires_payment_method"
    intent["last_payment_error"] = {"code": "payment_intent_payment_attempt_failed"}
    unit.put(intent)
    add_event(unit, "checkout.session.async_payment_failed", shown(session), at)
    return session


def decline_session(unit: Unit, session_id: str, at: datetime) -> Thing:
    """The card or wallet said no; the session stays open for another try."""
    session = load_session(unit, session_id, at)
    if session["status"] == "open":
        session["sandbox"]["declined"] = session["sandbox"].get("declined", 0) + 1
        unit.put(session)
    return session


def _intent(unit: Unit, session: Thing, at: datetime) -> Thing:
    data = session["sandbox"]["intent_data"]
    return {
        "id": f"pi_test_{secrets.token_hex(12)}",
        "object": "payment_intent",
        "amount": session["amount_total"] + unit.switch("other_amount"),
        "amount_received": 0,
        "created": int(at.timestamp()),
        "currency": session["currency"],
        "latest_charge": None,
        "livemode": False,
        "metadata": data.get("metadata") or {},
        "status": "requires_payment_method",
        "transfer_group": data.get("transfer_group"),
    }


def _take(unit: Unit, session: Thing, intent: Thing, at: datetime, kind: str) -> Thing:
    intent.update(
        status="succeeded",
        amount_received=intent["amount"],
        latest_charge=f"ch_test_{secrets.token_hex(12)}",
    )
    session["payment_status"] = "paid"
    unit.put(intent)
    unit.put(session)
    add_event(unit, "payment_intent.succeeded", intent, at)
    add_event(unit, kind, shown(session), at)
    return session


def shown(session: Thing) -> Thing:
    """A session as the API shows it, without the sandbox's own notes."""
    return {key: value for key, value in session.items() if key != "sandbox"}
