"""Parcels: find one, see its way, record what happened."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from core import clock
from core.errors import NotFound
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.network import list_hub_names
from logistics.queries.parcels import get_parcel_page, search_parcels
from logistics.schemas.forms import StepForm
from logistics.services.reports import Deed, report
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_consignments", __name__, template_folder="../templates")


@bp.get("/ops/routing/consignments")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK, Permission.SUPPORT)
def list_all() -> ResponseReturnValue:
    text, state = request.args.get("q", "").strip(), request.args.get("state", "")
    if state and state not in WORDS["consignment"]:
        raise NotFound
    return render_template(
        "logistics/consignments/list.html",
        parcels=search_parcels(text=text, state=state),
        q=text,
        state=state,
        options=[(code, words[1]) for code, words in WORDS["consignment"].items()],
        words=WORDS,
        hubs=list_hub_names(),
    )


def _show(consignment_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/consignments/show.html",
        page=get_parcel_page(consignment_ref),
        form=form or FormState(),
        action_id=f"web-{new_ref()}",
        words=WORDS,
        hubs=list_hub_names(),
    )


@bp.get("/ops/routing/consignments/<consignment_ref>")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK, Permission.SUPPORT)
def show(consignment_ref: str) -> ResponseReturnValue:
    return _show(consignment_ref)


@bp.post("/ops/routing/consignments/<consignment_ref>/events")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK)
@reshows(_show)
def record(consignment_ref: str) -> ResponseReturnValue:
    values = load_form(StepForm())
    deed = Deed(
        kind=values["kind"],
        at=values["happened_at"] or clock.now(),
        note=values["note"],
        action_id=values["action_id"],
        door_c10=values["door_c10"],
        recipient=values["recipient"],
    )
    report(current_actor(), consignment_ref=consignment_ref, deed=deed)
    flash(_("已记下：%(what)s。", what=WORDS["event"][values["kind"]]), "ok")
    return redirect(url_for("logistics_consignments.show", consignment_ref=consignment_ref), 303)
