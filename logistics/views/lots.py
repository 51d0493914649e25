"""The public pages behind the QR codes: a lot, a box."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import public
from catalog.views.labels import CERTIFICATES
from core import clock
from logistics.queries.boxes import get_box
from logistics.queries.network import list_hub_names
from logistics.queries.trace import get_trace
from logistics.views.state_words import WORDS

PAGE_WORDS = {**WORDS, "paper": CERTIFICATES}
bp = Blueprint("logistics_lots", __name__, template_folder="../templates")


@bp.get("/t/<lot_ref>")
@public
def show(lot_ref: str) -> ResponseReturnValue:
    page = get_trace(lot_ref, at=clock.now())
    return render_template(
        "logistics/lots/show.html", page=page, hubs=list_hub_names(), words=PAGE_WORDS
    )


@bp.get("/b/<box_ref>")
@public
def box(box_ref: str) -> ResponseReturnValue:
    page = get_box(box_ref, at=clock.now())
    return render_template(
        "logistics/lots/box.html", page=page, hubs=list_hub_names(), words=PAGE_WORDS
    )
