"""Signing up and in with a mobile number: number, code, and for new people their name."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from accounts.gateways import SmsGateway
from accounts.guards import current_actor, public
from accounts.rules.addresses import local_target
from accounts.rules.phones import mask_phone
from accounts.rules.sign_in import derive_code
from accounts.schemas import CodeForm, NameForm, PhoneForm
from accounts.services import sign_in
from accounts.views.security import sign_in_as, where_after
from core import clock
from core.installation import Installation
from core.ports import port
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.words import sentence

bp = Blueprint("accounts_join", __name__, template_folder="../templates")
CONFIRMED = "confirmed_code"


def _target() -> str | None:
    return local_target(request.args.get("next"))


def _show_start(form: FormState | None = None) -> str:
    return render_template("accounts/join.html", form=form or FormState(), target=_target())


@bp.get("/join")
@public
def start() -> ResponseReturnValue:
    if not current_actor().is_guest:
        return redirect(where_after(_target()), 303)
    return _show_start()


@bp.post("/join")
@public
@reshows(_show_start)
def send() -> ResponseReturnValue:
    phone = load_form(PhoneForm())["phone"]
    started = sign_in.start_phone_code(current_actor(), phone=phone, at=clock.now())
    return redirect(url_for(".code", code_ref=started.ref, next=_target()), 303)


@bp.get("/join/<code_ref>")
@public
def code(code_ref: str) -> ResponseReturnValue:
    phone = sign_in.get_code_phone(code_ref, at=clock.now())
    return render_template(
        "accounts/join_code.html",
        phone=mask_phone(phone),
        target=_target(),
        code_ref=code_ref,
        form=FormState(),
        demo_code=_demo_code(code_ref),
    )


def _demo_code(code_ref: str) -> str | None:
    """In a demonstration nobody gets an SMS, so the page shows what it would have said."""
    if not port(Installation).is_demo or port(SmsGateway).is_live:
        return None
    return derive_code(code_ref, current_app.config["SECRET_KEY"])


@bp.post("/join/<code_ref>")
@public
def confirm(code_ref: str) -> ResponseReturnValue:
    typed = load_form(CodeForm())["code"]
    secret = current_app.config["SECRET_KEY"]
    check = sign_in.confirm_phone_code(
        current_actor(), ref=code_ref, code=typed, secret=secret, at=clock.now()
    )
    if check.problem:
        flash(_problem_words(check), "bad")
        again = ".code" if check.left else ".start"
        return redirect(url_for(again, code_ref=code_ref, next=_target()), 303)
    if check.user_id is None:
        session[CONFIRMED] = code_ref
        return redirect(url_for(".name", next=_target()), 303)
    sign_in_as(check.user_id)
    return redirect(where_after(_target()), 303)


def _problem_words(check: sign_in.CodeCheck) -> str:
    words = sentence(check.problem or "")
    return words + _("还可以试 %(n)s 次。", n=check.left) if check.left else words


def _show_name(form: FormState | None = None) -> str:
    return render_template("accounts/join_name.html", form=form or FormState(), target=_target())


@bp.get("/join/name")
@public
def name() -> ResponseReturnValue:
    if CONFIRMED not in session:
        return redirect(url_for(".start", next=_target()), 303)
    return _show_name()


@bp.post("/join/name")
@public
@reshows(_show_name)
def finish() -> ResponseReturnValue:
    chosen = load_form(NameForm())["name"]
    ref = session.get(CONFIRMED, "")
    person = sign_in.join_with_code(current_actor(), ref=ref, name=chosen, at=clock.now())
    session.pop(CONFIRMED, None)
    sign_in_as(person.id)
    return redirect(where_after(_target()), 303)
