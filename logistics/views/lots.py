"""The public pages behind the QR codes: a lot, a box; and the lot's history for machines."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import public
from core import clock
from logistics.queries.boxes import get_box
from logistics.queries.lot_history import Addresses, get_lot_history
from logistics.queries.network import list_hub_names
from logistics.queries.trace import get_trace
from logistics.rules.epcis import epcis_document
from logistics.views.state_words import WORDS

bp = Blueprint("logistics_lots", __name__, template_folder="../templates")


@bp.get("/t/<lot_ref>")
@public
def show(lot_ref: str) -> ResponseReturnValue:
    page = get_trace(lot_ref, at=clock.now())
    return render_template(
        "logistics/lots/show.html", page=page, hubs=list_hub_names(), words=WORDS
    )


@bp.get("/b/<box_ref>")
@public
def box(box_ref: str) -> ResponseReturnValue:
    page = get_box(box_ref, at=clock.now())
    return render_template("logistics/lots/box.html", page=page, hubs=list_hub_names(), words=WORDS)


@bp.get("/t/<lot_ref>/epcis.json")
@public
def epcis(lot_ref: str) -> ResponseReturnValue:
    home = url_for("shop_browse.home", _external=True)
    addresses = Addresses(
        lot=lambda ref: url_for("logistics_lots.show", lot_ref=ref, _external=True),
        box=lambda ref: url_for("logistics_lots.box", box_ref=ref, _external=True),
        truck=lambda number: f"{home}#departure-{number}",
        place=lambda code: f"{home}#place-{code}",
    )
    history = get_lot_history(lot_ref, addresses)
    document = epcis_document(
        history.goods, history.steps, history.series, history.rulings, created_at=clock.now()
    )
    answer = jsonify(document)
    answer.mimetype = "application/ld+json"
    return answer
