"""The public page of a lot; a QR code on the box leads here."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import public
from core import clock
from core.web.keeping import kept
from logistics.queries.network import list_hub_names
from logistics.queries.trace import get_trace

bp = Blueprint("logistics_lots", __name__, template_folder="../templates")


@bp.get("/t/<lot_ref>")
@public
@kept
def show(lot_ref: str) -> ResponseReturnValue:
    page = get_trace(lot_ref, at=clock.now())
    return render_template("logistics/lots/show.html", page=page, hubs=list_hub_names())
