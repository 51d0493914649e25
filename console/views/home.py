"""The home of an organisation: what to do first, money second, then what is coming."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from console.queries.todo import list_todos

bp = Blueprint("console_home", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/")
@requires()
def show(org_ref: str) -> ResponseReturnValue:
    org, actor = get_org_by_ref(org_ref), current_actor()
    return render_template("console/home.html", org=org, me=actor, todos=list_todos(org, actor))
