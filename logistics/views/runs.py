"""Routing runs: start one, watch it, read its plan."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires_platform
from accounts.rules.permissions import Permission
from core import clock
from core.web.forms import FormState, reshows
from core.web.language import _
from logistics.queries.network import list_hub_names, list_vehicle_names
from logistics.queries.plans import get_plan_page
from logistics.queries.runs import get_plan, get_problem, get_run, list_runs
from logistics.services import routing
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_runs", __name__, template_folder="../templates")


def _list(form: FormState | None = None) -> str:
    return render_template(
        "logistics/runs/list.html", runs=list_runs(40), form=form or FormState(), words=WORDS
    )


@bp.get("/ops/routing/runs")
@requires_platform(Permission.PLAN_ROUTES)
def list_all() -> ResponseReturnValue:
    return _list()


@bp.post("/ops/routing/runs")
@requires_platform(Permission.PLAN_ROUTES)
@reshows(_list)
def start() -> ResponseReturnValue:
    run_ref = routing.request_run(current_actor(), at=clock.now())
    flash(_("已交给后台计算，这一页会自己更新。"), "ok")
    return redirect(url_for("logistics_runs.show", run_ref=run_ref), 303)


@bp.get("/ops/routing/runs/<run_ref>")
@requires_platform(Permission.PLAN_ROUTES)
def show(run_ref: str) -> ResponseReturnValue:
    page = get_plan_page(run_ref)
    return render_template(
        "logistics/runs/show.html",
        page=page,
        run=page.run,
        words=WORDS,
        hubs=list_hub_names(),
        vehicles=list_vehicle_names(),
    )


@bp.get("/ops/routing/runs/<run_ref>/progress")
@requires_platform(Permission.PLAN_ROUTES)
def progress(run_ref: str) -> ResponseReturnValue:
    run = get_run(run_ref)
    body = render_template("logistics/runs/_progress.html", run=run, words=WORDS)
    headers = {"HX-Refresh": "true"} if run.is_ended else {}
    return body, 200, headers


@bp.get("/ops/routing/runs/<run_ref>/problem.json")
@requires_platform(Permission.PLAN_ROUTES)
def problem(run_ref: str) -> ResponseReturnValue:
    return _download(get_problem(run_ref), f"{get_run(run_ref).number}-problem.json")


@bp.get("/ops/routing/runs/<run_ref>/plan.json")
@requires_platform(Permission.PLAN_ROUTES)
def plan(run_ref: str) -> ResponseReturnValue:
    return _download(get_plan(run_ref), f"{get_run(run_ref).number}-plan.json")


def _download(document: dict[str, Any], name: str) -> ResponseReturnValue:
    return document, 200, {"Content-Disposition": f'attachment; filename="{name}"'}
