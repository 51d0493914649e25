"""The sandbox's hosted page: the buyer pays, waits, is declined or turns back. No real money."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from datetime import datetime
from urllib.parse import urlsplit

from flask import Flask, Response, make_response, redirect, render_template, request
from flask.typing import ResponseReturnValue

from shop.gateways.sandbox.forms import ApiError
from shop.gateways.sandbox.refunds import settle_refund
from shop.gateways.sandbox.sessions import (
    decline_session,
    load_session,
    pay_session,
    settle_session,
)
from shop.gateways.sandbox.store import Store, Thing, Unit

CSP = (
    "default-src 'none'; style-src 'self'; form-action 'self'{shop}; base-uri 'none'; "
    "frame-ancestors 'none'"
)
SHOWN = 30


class SandboxPage:
    """The hosted page as a WSGI app (`wsgi`), to be mounted under `/sandbox-cashier`."""

    def __init__(
        self, store: Store, *, secret: str, now: Callable[[], datetime], wake: Callable[[], None]
    ) -> None:
        self._store = store
        self._secret = secret
        self._now = now
        self._wake = wake
        self.wsgi = Flask("shop.gateways.sandbox", static_url_path="/static")
        self.wsgi.jinja_env.globals["csrf"] = self._csrf
        self.wsgi.after_request(_protect)
        self.wsgi.register_error_handler(ApiError, _refuse)
        self.wsgi.add_url_rule("/", "desk", self._desk)
        self.wsgi.add_url_rule("/pay/<session_id>", "show", self._show)
        self.wsgi.add_url_rule("/pay/<session_id>", "act", self._press, methods=["POST"])
        self.wsgi.add_url_rule("/settle/<thing_id>", "settle", self._settle, methods=["POST"])

    def _csrf(self, thing_id: str) -> str:
        """The token of a form: only who has read the page knows it."""
        return hmac.new(self._secret.encode(), thing_id.encode(), hashlib.sha256).hexdigest()

    def _check(self, thing_id: str) -> None:
        if not hmac.compare_digest(request.form.get("csrf", ""), self._csrf(thing_id)):
            raise ApiError(400, "parameter_invalid", "The form is not from this page")

    def _desk(self) -> str:
        with self._store.unit() as unit:
            sessions = [s for s in unit.newest("checkout.session") if _is_pending(unit, s)]
            refunds = [r for r in unit.newest("refund") if r["status"] == "pending"]
        return render_template("desk.html", sessions=sessions[:SHOWN], refunds=refunds[:SHOWN])

    def _show(self, session_id: str) -> Response:
        with self._store.unit() as unit:
            session = load_session(unit, session_id, self._now())
        return _shown(session)

    def _press(self, session_id: str) -> ResponseReturnValue:
        self._check(session_id)
        with self._store.unit() as unit:
            session = _act(unit, session_id, request.form.get("do", ""), self._now())
        self._wake()
        if session["status"] == "open":
            return _shown(session)
        return redirect(session["success_url"], 303)

    def _settle(self, thing_id: str) -> ResponseReturnValue:
        self._check(thing_id)
        is_good = request.form.get("do") == "good"
        with self._store.unit() as unit:
            if thing_id.startswith("re_"):
                settle_refund(unit, thing_id, self._now(), is_done=is_good)
            else:
                settle_session(unit, thing_id, self._now(), is_paid=is_good)
        self._wake()
        return redirect("../", 303)


def _protect(answer: Response) -> Response:
    answer.headers.setdefault("Content-Security-Policy", CSP.format(shop=""))
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _refuse(error: ApiError) -> tuple[str, int]:
    return render_template("gone.html", message=str(error)), error.status


def _act(unit: Unit, session_id: str, act: str, at: datetime) -> Thing:
    if act == "decline":
        return decline_session(unit, session_id, at)
    if act in ("pay", "later"):
        return pay_session(unit, session_id, at, is_later=act == "later")
    raise ApiError(400, "parameter_invalid", "Unknown button")


def _shown(session: Thing) -> Response:
    language = "en" if session["locale"] == "en" else "zh"
    page = render_template(
        "cashier.html",
        session=session,
        amount=f"{session['amount_total'] // 100:,}.{session['amount_total'] % 100:02d}",
        declined=session["sandbox"].get("declined", 0),
        language=language,
    )
    answer, shop = make_response(page), urlsplit(session["success_url"])
    policy = CSP.format(shop=f" {shop.scheme}://{shop.netloc}")  # the form leads back there
    answer.headers["Content-Security-Policy"] = policy
    return answer


def _is_pending(unit: Unit, session: Thing) -> bool:
    intent = unit.find("payment_intent", session["payment_intent"] or "")
    return intent is not None and intent["status"] == "processing"
