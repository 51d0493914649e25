"""API tokens of an organisation."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import queries
from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from accounts.rules.scopes import Scope
from accounts.schemas import TokenForm
from accounts.services import tokens
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_tokens", __name__, template_folder="../templates")


def _show(org_ref: str, form: FormState | None = None, token: str | None = None) -> str:
    org = queries.get_org_by_ref(org_ref)
    return render_template(
        "accounts/tokens.html",
        org=org,
        tokens=queries.list_tokens(org_id=org.id),
        scopes=list(Scope),
        token=token,
        form=form or FormState(),
    )


@bp.get("/o/<org_ref>/tokens")
@requires(Permission.MANAGE_MEMBERS)
def list_tokens(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post("/o/<org_ref>/tokens")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show)
def issue(org_ref: str) -> ResponseReturnValue:
    """Answer with the page itself: the token must not be kept anywhere to be shown once."""
    token = tokens.issue_api_token(
        current_actor(), org_id=acting_org_id(), at=clock.now(), **load_form(TokenForm())
    )
    return _show(org_ref, token=token)


@bp.post("/o/<org_ref>/tokens/<token_ref>/withdraw")
@requires(Permission.MANAGE_MEMBERS)
def withdraw(org_ref: str, token_ref: str) -> ResponseReturnValue:
    tokens.withdraw_api_token(
        current_actor(), org_id=acting_org_id(), token_ref=token_ref, at=clock.now()
    )
    flash(_("接口密钥已停用"), "ok")
    return redirect(url_for(".list_tokens", org_ref=org_ref), 303)
