"""The sandbox's API in Stripe's shape. Never mounted on a public address: called in process only.

Chaos switches: `fail` the next n calls with 500, `busy` with 429, `html` with a web page,
`cut` commits the next n calls and then loses the answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from flask import Flask, Response, request

from shop.gateways.sandbox.forms import ApiError, read_form
from shop.gateways.sandbox.refunds import create_refund, list_refunds, load_refund
from shop.gateways.sandbox.sessions import create_session, expire_session, load_session, shown
from shop.gateways.sandbox.store import Store, Thing, Unit

CUT_HEADER = "X-Sandbox-Cut"
Act = Callable[[Unit, dict[str, Any], datetime, str], Thing]


class SandboxApi:
    """The API as a WSGI app (`wsgi`) over one store."""

    def __init__(
        self, store: Store, *, api_key: str, page_url: str, now: Callable[[], datetime]
    ) -> None:
        self._store = store
        self._api_key = api_key
        self._page_url = page_url
        self._now = now
        self.wsgi = Flask("sandbox_api", static_folder=None)
        self.wsgi.before_request(self._check)
        self.wsgi.register_error_handler(ApiError, _error)
        for verb, path, act in self._routes():
            view = partial(self._answer, act)
            self.wsgi.add_url_rule(path, f"{verb} {path}", view, methods=[verb])

    def _routes(self) -> list[tuple[str, str, Act]]:
        return [
            ("POST", "/v1/checkout/sessions", self._create),
            ("GET", "/v1/checkout/sessions", _list_sessions),
            ("GET", "/v1/checkout/sessions/<thing_id>", _retrieve),
            ("POST", "/v1/checkout/sessions/<thing_id>/expire", _expire),
            ("GET", "/v1/payment_intents/<thing_id>", _intent),
            ("POST", "/v1/refunds", lambda unit, form, at, _: create_refund(unit, form, at)),
            ("GET", "/v1/refunds", _list_refunds),
            ("GET", "/v1/refunds/<thing_id>", lambda unit, _f, _a, own: load_refund(unit, own)),
            ("GET", "/v1/events", lambda unit, form, _a, _i: _page(unit.newest("event"), form)),
        ]

    def _check(self) -> Response | None:
        if request.headers.get("Authorization") != f"Bearer {self._api_key}":
            return _error(ApiError(401, "api_key_invalid", "Invalid API Key provided"))
        with self._store.unit() as unit:
            return _chaos(unit)

    def _answer(self, act: Act, thing_id: str = "") -> Response:
        at = self._now()
        if request.method == "GET":
            form = read_form(request.args.items(multi=True))
            with self._store.unit() as unit:
                return _json(200, json.dumps(act(unit, form, at, thing_id)))
        form = read_form(request.form.items(multi=True))
        return _once(self._store, form, lambda unit: act(unit, form, at, thing_id))

    def _create(self, unit: Unit, form: dict[str, Any], at: datetime, _: str) -> Thing:
        return shown(create_session(unit, form, page_url=self._page_url, at=at))


def _list_sessions(unit: Unit, form: dict[str, Any], _at: datetime, _: str) -> Thing:
    return _page([shown(s) for s in unit.newest("checkout.session")], form)


def _retrieve(unit: Unit, form: dict[str, Any], at: datetime, thing_id: str) -> Thing:
    return _expanded(unit, load_session(unit, thing_id, at), form)


def _expire(unit: Unit, _form: dict[str, Any], at: datetime, thing_id: str) -> Thing:
    return shown(expire_session(unit, thing_id, at))


def _intent(unit: Unit, _form: dict[str, Any], _at: datetime, thing_id: str) -> Thing:
    return _found(unit, "payment_intent", thing_id)


def _list_refunds(unit: Unit, form: dict[str, Any], _at: datetime, _: str) -> Thing:
    return _page(list_refunds(unit, form.get("payment_intent")), form)


def _chaos(unit: Unit) -> Response | None:
    if unit.use_switch("fail"):
        return _error(ApiError(500, "api_error", "Something went wrong on our side"))
    if unit.use_switch("busy"):
        return _error(ApiError(429, "rate_limit", "Too many requests", type="rate_limit_error"))
    if unit.use_switch("html"):
        return Response("<html><h1>502 Bad Gateway</h1></html>", 502, mimetype="text/html")
    return None


def _once(store: Store, form: Mapping[str, Any], act: Callable[[Unit], Thing]) -> Response:
    """Run a change under its idempotency key: the first answer is given again."""
    key = request.headers.get("Idempotency-Key", "")
    words = json.dumps([request.path, form], sort_keys=True)
    fingerprint = hashlib.sha256(words.encode()).hexdigest()
    with store.unit() as unit:
        known = unit.find_answer(key) if key else None
        if known and known[0] != fingerprint:
            text = "Keys for idempotent requests can only be used with the same parameters"
            raise ApiError(400, "idempotency_key_in_use", text, type="idempotency_error")
        if known:
            return _json(known[1], known[2], replayed=True, is_cut=unit.use_switch("cut"))
        try:
            body = json.dumps(act(unit))
        except ApiError as refusal:  # what happened before the refusal stays
            return _error(refusal)
        if key:
            unit.keep_answer(key, fingerprint, 200, body)
        return _json(200, body, is_cut=unit.use_switch("cut"))


def _json(status: int, body: str, *, replayed: bool = False, is_cut: bool = False) -> Response:
    answer = Response(body, status, mimetype="application/json")
    answer.headers["Request-Id"] = "req_sandbox"
    if replayed:
        answer.headers["Idempotent-Replayed"] = "true"
    if is_cut:
        answer.headers[CUT_HEADER] = "1"
    return answer


def _error(error: ApiError) -> Response:
    return _json(error.status, json.dumps(error.body))


def _found(unit: Unit, kind: str, thing_id: str) -> Thing:
    thing = unit.find(kind, thing_id)
    if thing is None:
        raise ApiError(404, "resource_missing", f"No such {kind}: '{thing_id}'")
    return thing


def _expanded(unit: Unit, session: Thing, form: Mapping[str, Any]) -> Thing:
    answer = shown(session)
    if "payment_intent" in (form.get("expand") or []) and session["payment_intent"]:
        answer["payment_intent"] = _found(unit, "payment_intent", session["payment_intent"])
    return answer


def _page(things: list[Thing], form: Mapping[str, Any]) -> Thing:
    """One page of a list: `limit`, `starting_after`, `created[gte]`, `type`."""
    since = int((form.get("created") or {}).get("gte", 0))
    wanted = [t for t in things if t["created"] >= since]
    if "type" in form:
        wanted = [t for t in wanted if t["type"] == form["type"]]
    if "starting_after" in form:
        ids = [t["id"] for t in wanted]
        wanted = wanted[ids.index(form["starting_after"]) + 1 :]
    limit = int(form.get("limit", 10))
    return {
        "object": "list",
        "data": wanted[:limit],
        "has_more": len(wanted) > limit,
        "url": request.path,
    }
