"""What an organisation says of itself and how it buys; the platform's list of buyers and terms."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires, requires_platform
from accounts.queries import get_org_by_ref, list_orgs
from accounts.rules.kinds import OPEN_CAPACITIES
from accounts.rules.permissions import Capacity, Permission
from accounts.schemas import CreditForm, OrganisationChangeForm
from accounts.services.profile import OrgChange, change_org, set_credit
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_profile", __name__, template_folder="../templates")


def _show(org_ref: str, form: FormState | None = None) -> str:
    return render_template(
        "accounts/profile.html",
        org=get_org_by_ref(org_ref),
        me=current_actor(),
        capacities=[c for c in Capacity if c in OPEN_CAPACITIES],
        form=form or FormState(),
    )


@bp.get("/o/<org_ref>/profile")
@requires()
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post("/o/<org_ref>/profile")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show)
def change(org_ref: str) -> ResponseReturnValue:
    wish = OrgChange(**load_form(OrganisationChangeForm()))
    change_org(current_actor(), org_id=current_actor().org_id or 0, change=wish)
    flash(_("资料已保存"), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)


def _show_buyers(form: FormState | None = None, buyer_ref: str = "") -> str:
    return render_template(
        "accounts/buyers.html",
        buyers=list_orgs(Capacity.BUYS),
        chosen=buyer_ref,
        form=form or FormState(),
    )


@bp.get("/ops/buyers")
@requires_platform(Permission.PLATFORM_FINANCE)
def list_buyers() -> ResponseReturnValue:
    return _show_buyers()


@bp.post("/ops/buyers/<buyer_ref>/terms")
@requires_platform(Permission.PLATFORM_FINANCE)
@reshows(_show_buyers)
def give_terms(buyer_ref: str) -> ResponseReturnValue:
    days = load_form(CreditForm())["payment_days"]
    set_credit(current_actor(), org_ref=buyer_ref, payment_days=days)
    flash(_("账期已更改，从下一张订单起算"), "ok")
    return redirect(url_for(".list_buyers"), 303)
