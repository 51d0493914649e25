"""One's organisations, and entering a new one."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, public, signed_in
from accounts.queries import list_memberships
from accounts.rules.kinds import OPEN_CAPACITIES
from accounts.rules.permissions import Capacity, LegalForm
from accounts.rules.places import CITIES, list_districts
from accounts.schemas import OrganisationForm
from accounts.services.organisations import create_org
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_organisations", __name__, template_folder="../templates")


@bp.get("/account/organisations")
@signed_in
def list_organisations() -> ResponseReturnValue:
    memberships = list_memberships(current_actor().user_id or 0)
    return render_template("accounts/organisations.html", memberships=memberships)


@bp.get("/sell")
@public
def begin() -> ResponseReturnValue:
    """How a cooperative, a company or a family farm begins to sell here."""
    form = url_for(".new", sells=1)
    is_guest = current_actor().is_guest
    start = url_for("accounts_join.start", next=form) if is_guest else form
    return render_template("accounts/sell.html", start=start, is_guest=is_guest)


def _show_form(form: FormState | None = None) -> str:
    return render_template(
        "accounts/organisation_new.html",
        form=form or FormState(),
        legal_forms=list(LegalForm),
        capacities=[c for c in Capacity if c in OPEN_CAPACITIES],
        sells=bool(request.args.get("sells")),
        cities=[(city, list_districts(city.code)) for city in CITIES],
    )


@bp.get("/account/organisations/new")
@signed_in
def new() -> ResponseReturnValue:
    return _show_form()


@bp.post("/account/organisations/new")
@signed_in
@reshows(_show_form)
def create() -> ResponseReturnValue:
    org = create_org(current_actor(), at=clock.now(), **load_form(OrganisationForm()))
    flash(_("已登记，您是所有者。销售业务要等平台核验后才能上架。"), "ok")
    if org.does(Capacity.SELLS):
        return redirect(url_for("catalog_onboarding.start", org_ref=org.ref), 303)
    return redirect(url_for("console_home.show", org_ref=org.ref), 303)
