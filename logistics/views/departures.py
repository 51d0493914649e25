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
from logistics.queries.cold_chain import list_compartments, list_excursions_of
from logistics.queries.departures import get_departure
from logistics.queries.network import list_hub_names, list_vehicle_names
from logistics.schemas.forms import DepartureForm, ReadingForm
from logistics.services import departures
from logistics.services.readings import NewReading, record_reading
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_departures", __name__, template_folder="../templates")


def _show(departure_ref: str, form: FormState | None = None, **_route: Any) -> str:
    page = get_departure(departure_ref)
    return render_template(
        "logistics/departures/show.html",
        page=page,
        compartments=list_compartments(page.card.id, tuple(page.card.load_g)),
        excursions=list_excursions_of(page.card.id),
        form=form or FormState(),
        words=WORDS,
        hubs=list_hub_names(),
        vehicles=list_vehicle_names(),
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


@bp.post("/ops/routing/departures/<departure_ref>/readings")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK)
@reshows(_show)
def read_temperature(departure_ref: str) -> ResponseReturnValue:
    values, at = load_form(ReadingForm()), clock.now()
    values["read_at"] = values["read_at"] or at
    alarm = record_reading(
        current_actor(), departure_ref=departure_ref, reading=NewReading(**values), at=at
    )
    if alarm:
        flash(_("已记下。这一温层超温，请马上处理。"), "bad")
        return redirect(url_for("logistics_cold_chain.show", excursion_ref=alarm), 303)
    flash(_("温度已记下。"), "ok")
    return redirect(url_for("logistics_departures.show", departure_ref=departure_ref), 303)
