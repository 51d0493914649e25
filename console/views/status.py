"""Whether everything runs: in one sentence for all, in detail for the platform."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import public, requires_platform
from console.queries.health import read_health
from console.views.providers import list_providers, probe_documents
from core import clock

bp = Blueprint("console_status", __name__, template_folder="../templates")


@bp.get("/status")
@public
def show() -> ResponseReturnValue:
    health = read_health(at=clock.now())
    return render_template("console/status.html", health=health, providers=list_providers())


@bp.get("/ops/status")
@requires_platform()
def detail() -> ResponseReturnValue:
    health = read_health(at=clock.now())
    providers = list_providers() + probe_documents()
    return render_template("console/ops_status.html", health=health, providers=providers)
