"""The hub floor: load and send off, receive, give out for delivery."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.hub_floor import get_hub_page
from logistics.queries.network import list_hub_names
from logistics.schemas.forms import DepartureForm, StepForm
from logistics.services import departures
from logistics.services.reports import Deed, report
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_hub", __name__, template_folder="../templates")


def _show(org_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/hub/show.html",
        org_ref=org_ref,
        page=get_hub_page(request.values.get("hub"), at=clock.now()),
        form=form or FormState(),
        words=WORDS,
        hubs=list_hub_names(),
    )


def _back(org_ref: str) -> ResponseReturnValue:
    where = url_for("logistics_hub.show", org_ref=org_ref, hub=request.form.get("hub"))
    return redirect(where, 303)


@bp.get("/o/<org_ref>/hub")
@requires(Permission.HUB_WORK)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post("/o/<org_ref>/hub/departures/<departure_ref>/depart")
@requires(Permission.HUB_WORK)
@reshows(_show)
def depart(org_ref: str, departure_ref: str) -> ResponseReturnValue:
    values = load_form(DepartureForm())
    aboard = departures.depart(
        current_actor(), departure_ref=departure_ref, seal=values["seal"], at=clock.now()
    )
    flash(_("已发车，%(count)s 个包裹在车上。", count=aboard), "ok")
    return _back(org_ref)


@bp.post("/o/<org_ref>/hub/departures/<departure_ref>/arrive")
@requires(Permission.HUB_WORK)
@reshows(_show)
def arrive(org_ref: str, departure_ref: str) -> ResponseReturnValue:
    arrived = departures.arrive(current_actor(), departure_ref=departure_ref, at=clock.now())
    flash(_("已到枢纽，卸下 %(count)s 个包裹。", count=arrived), "ok")
    return _back(org_ref)


@bp.post("/o/<org_ref>/hub/parcels/<consignment_ref>")
@requires(Permission.HUB_WORK)
@reshows(_show)
def record(org_ref: str, consignment_ref: str) -> ResponseReturnValue:
    values = load_form(StepForm())
    deed = Deed(
        kind=values["kind"],
        at=values["happened_at"] or clock.now(),
        note=values["note"],
        door_c10=values["door_c10"],
        recipient=values["recipient"],
    )
    report(current_actor(), consignment_ref=consignment_ref, deed=deed)
    flash(_("已记下：%(what)s。", what=WORDS["event"][values["kind"]]), "ok")
    return _back(org_ref)
