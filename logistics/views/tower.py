"""The control tower: this week's departures, flows, exceptions."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from marshmallow import ValidationError

from accounts.guards import requires_platform
from accounts.rules.permissions import Permission
from core import clock
from core.errors import NotFound
from logistics.queries.network import list_hub_names
from logistics.queries.tower import get_tower
from logistics.schemas.forms import DayArgs
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_tower", __name__, template_folder="../templates")


@bp.get("/ops/routing")
@requires_platform(Permission.PLAN_ROUTES)
def show() -> ResponseReturnValue:
    try:
        day = DayArgs().load(request.args)["day"]
    except ValidationError as broken:
        raise NotFound from broken
    page = get_tower(at=clock.now(), day=day)
    return render_template(
        "logistics/tower/show.html", page=page, words=WORDS, hubs=list_hub_names()
    )
