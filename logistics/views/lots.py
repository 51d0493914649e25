"""The public pages behind the QR codes: a lot, a box."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import public
from catalog.queries.trade_items import get_lot_by_link
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


@bp.get("/01/<gtin>/10/<lot_no>")
@public
def link(gtin: str, lot_no: str) -> ResponseReturnValue:
    """A GS1 Digital Link (GTIN and lot) leads to the same page."""
    lot_ref = get_lot_by_link(gtin, lot_no)
    return redirect(url_for("logistics_lots.show", lot_ref=lot_ref), 307)
