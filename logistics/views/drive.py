"""The driver's sheet: take a tour, go from door to door, hand over, bring back."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.network import list_hub_names
from logistics.queries.tours import get_door, get_drive_page
from logistics.schemas.forms import DoorForm, TourForm, outcomes_of
from logistics.services.tours import finish_stop, start_tour
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_drive", __name__, template_folder="../templates")


def _show(org_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/drive/show.html",
        org_ref=org_ref,
        page=get_drive_page(current_actor().user_id, at=clock.now()),
        form=form or FormState(),
        words=WORDS,
        hubs=list_hub_names(),
    )


@bp.get("/o/<org_ref>/drive")
@requires(Permission.DRIVE)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post("/o/<org_ref>/drive/tours")
@requires(Permission.DRIVE)
@reshows(_show)
def start(org_ref: str) -> ResponseReturnValue:
    start_tour(current_actor(), hub=load_form(TourForm())["hub"], at=clock.now())
    flash(_("货都上车了，路上平安。"), "ok")
    return redirect(url_for("logistics_drive.show", org_ref=org_ref), 303)


def _stop(org_ref: str, consignment_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/drive/stop.html",
        org_ref=org_ref,
        door=get_door(consignment_ref, driver_id=current_actor().user_id),
        form=form or FormState(),
        action_id=f"drive-{new_ref()}",
        words=WORDS,
    )


@bp.get("/o/<org_ref>/drive/stops/<consignment_ref>")
@requires(Permission.DRIVE)
def stop(org_ref: str, consignment_ref: str) -> ResponseReturnValue:
    return _stop(org_ref, consignment_ref)


@bp.post("/o/<org_ref>/drive/stops/<consignment_ref>")
@requires(Permission.DRIVE)
@reshows(_stop)
def finish(org_ref: str, consignment_ref: str) -> ResponseReturnValue:
    actor, at = current_actor(), clock.now()
    door = get_door(consignment_ref, driver_id=actor.user_id)
    boxes = [(box.ref, box.temperature) for box in door.boxes if box.is_open]
    for outcome in outcomes_of(load_form(DoorForm.of(boxes)), boxes):
        finish_stop(actor, outcome=outcome, at=at)
    flash(_("%(receiver)s 这一站记好了。", receiver=door.receiver), "ok")
    return redirect(url_for("logistics_drive.show", org_ref=org_ref), 303)
