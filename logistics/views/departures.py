"""A departure: what is booked on it; load and send it off, receive it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.departures import get_departure
from logistics.queries.network import list_hub_names
from logistics.schemas import DepartureForm
from logistics.services import departures
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_departures", __name__, template_folder="../templates")


def _show(departure_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/departures/show.html",
        page=get_departure(departure_ref),
        form=form or FormState(),
        words=WORDS,
        hubs=list_hub_names(),
    )


@bp.get("/ops/routing/departures/<departure_ref>")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK)
def show(departure_ref: str) -> ResponseReturnValue:
    return _show(departure_ref)


@bp.post("/ops/routing/departures/<departure_ref>/depart")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK)
@reshows(_show)
def depart(departure_ref: str) -> ResponseReturnValue:
    values = load_form(DepartureForm())
    aboard = departures.depart(
        current_actor(),
        departure_ref=departure_ref,
        seal=values["seal"],
        note=values["note"],
        at=clock.now(),
    )
    flash(_("已发车，%(count)s 个包裹在车上。", count=aboard), "ok")
    return redirect(url_for("logistics_departures.show", departure_ref=departure_ref), 303)


@bp.post("/ops/routing/departures/<departure_ref>/arrive")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK)
@reshows(_show)
def arrive(departure_ref: str) -> ResponseReturnValue:
    values = load_form(DepartureForm())
    arrived = departures.arrive(
        current_actor(), departure_ref=departure_ref, note=values["note"], at=clock.now()
    )
    flash(_("已到枢纽，卸下 %(count)s 个包裹。", count=arrived), "ok")
    return redirect(url_for("logistics_departures.show", departure_ref=departure_ref), 303)
