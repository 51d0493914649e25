"""The doors of a buyer."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts import queries
from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from accounts.rules.places import CITIES, list_districts
from accounts.schemas import SiteForm
from accounts.services import sites
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_sites", __name__, template_folder="../templates")
MAY_KEEP = (Permission.BUY, Permission.MANAGE_MEMBERS)


@bp.get("/o/<org_ref>/sites")
@requires()
def list_sites(org_ref: str) -> ResponseReturnValue:
    me = current_actor()
    return render_template(
        "accounts/sites.html",
        org=queries.get_org_by_ref(org_ref),
        sites=queries.list_sites(org_id=acting_org_id()),
        may_keep=any(me.can(permission) for permission in MAY_KEEP),
    )


def _show_form(org_ref: str, site_ref: str | None = None, form: FormState | None = None) -> str:
    org = queries.get_org_by_ref(org_ref)
    return render_template(
        "accounts/site_form.html",
        org=org,
        site=queries.get_site(site_ref, org_id=org.id) if site_ref else None,
        cities=[(city, list_districts(city.code)) for city in CITIES],
        form=form or FormState(),
    )


@bp.get("/o/<org_ref>/sites/new")
@requires(*MAY_KEEP)
def new(org_ref: str) -> ResponseReturnValue:
    return _show_form(org_ref)


@bp.post("/o/<org_ref>/sites/new")
@requires(*MAY_KEEP)
@reshows(_show_form)
def add(org_ref: str) -> ResponseReturnValue:
    sites.add_site(current_actor(), org_id=acting_org_id(), at=clock.now(), **load_form(SiteForm()))
    flash(_("收货点已添加"), "ok")
    return redirect(url_for(".list_sites", org_ref=org_ref), 303)


@bp.get("/o/<org_ref>/sites/<site_ref>")
@requires(*MAY_KEEP)
def edit(org_ref: str, site_ref: str) -> ResponseReturnValue:
    return _show_form(org_ref, site_ref)


@bp.post("/o/<org_ref>/sites/<site_ref>")
@requires(*MAY_KEEP)
@reshows(_show_form)
def change(org_ref: str, site_ref: str) -> ResponseReturnValue:
    sites.change_site(
        current_actor(), org_id=acting_org_id(), site_ref=site_ref, **load_form(SiteForm())
    )
    flash(_("收货点已更改"), "ok")
    return redirect(url_for(".list_sites", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/sites/<site_ref>/close")
@requires(*MAY_KEEP)
def close(org_ref: str, site_ref: str) -> ResponseReturnValue:
    sites.close_site(current_actor(), org_id=acting_org_id(), site_ref=site_ref)
    flash(_("收货点已停用"), "ok")
    return redirect(url_for(".list_sites", org_ref=org_ref), 303)
