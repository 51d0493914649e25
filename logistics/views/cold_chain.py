"""Temperature excursions: what was read, whom it touches, what was decided."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.cold_chain import get_excursion_page, list_excursions
from logistics.queries.network import list_hub_names
from logistics.schemas.forms import DecisionForm
from logistics.services.readings import decide as decide_excursion
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_cold_chain", __name__, template_folder="../templates")


@bp.get("/ops/routing/excursions")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK, Permission.SUPPORT)
def list_all() -> ResponseReturnValue:
    return render_template(
        "logistics/excursions/list.html",
        excursions=list_excursions(),
        words=WORDS,
        hubs=list_hub_names(),
    )


def _show(excursion_ref: str, form: FormState | None = None, **_route: Any) -> str:
    return render_template(
        "logistics/excursions/show.html",
        page=get_excursion_page(excursion_ref),
        form=form or FormState(),
        words=WORDS,
        hubs=list_hub_names(),
    )


@bp.get("/ops/routing/excursions/<excursion_ref>")
@requires_platform(Permission.PLAN_ROUTES, Permission.HUB_WORK, Permission.SUPPORT)
def show(excursion_ref: str) -> ResponseReturnValue:
    return _show(excursion_ref)


@bp.post("/ops/routing/excursions/<excursion_ref>/decisions")
@requires_platform(Permission.PLAN_ROUTES)
@reshows(_show)
def decide(excursion_ref: str) -> ResponseReturnValue:
    values = load_form(DecisionForm())
    decide_excursion(
        current_actor(),
        excursion_ref=excursion_ref,
        decision=values["decision"],
        note=values["note"],
        at=clock.now(),
    )
    flash(_("已记下：%(what)s。", what=WORDS["excursion"][values["decision"].value][1]), "ok")
    return redirect(url_for("logistics_cold_chain.show", excursion_ref=excursion_ref), 303)
