"""Traceability for machines: a lot, a box, a lot as EPCIS 2.0. No people, no token."""

from __future__ import annotations

from typing import Any

from flask import jsonify, url_for
from flask.typing import ResponseReturnValue
from flask.views import MethodView

from accounts.guards import public
from core import clock
from core.web.api import ApiBlueprint
from logistics.queries.boxes import BoxPage, get_box
from logistics.queries.lot_history import Addresses, get_lot_history
from logistics.queries.trace import TracePage, get_trace
from logistics.rules.epcis import epcis_document
from logistics.schemas.trace import BoxTraceOut, LotTraceOut

bp = ApiBlueprint("logistics_trace_api", __name__, url_prefix="/trace", description="Traceability")


@bp.route("/lots/<lot_ref>")
class LotTrace(MethodView):
    @public
    @bp.response(200, LotTraceOut)
    def get(self, lot_ref: str) -> TracePage:
        """A lot: origin, papers, roads, temperatures, and whether it was recalled."""
        return get_trace(lot_ref, at=clock.now())


@bp.route("/lots/<lot_ref>/epcis")
class LotHistory(MethodView):
    @public
    @bp.response(200, content_type="application/ld+json")
    def get(self, lot_ref: str) -> ResponseReturnValue:
        """A lot's events as an EPCIS 2.0 document (JSON-LD)."""
        answer = jsonify(epcis_of(lot_ref))
        answer.mimetype = "application/ld+json"
        return answer


@bp.route("/boxes/<box_ref>")
class BoxTrace(MethodView):
    @public
    @bp.response(200, BoxTraceOut)
    def get(self, box_ref: str) -> BoxPage:
        """What is in a box, and how it came."""
        return get_box(box_ref, at=clock.now())


def epcis_of(lot_ref: str) -> dict[str, Any]:
    """The document of a lot, with our addresses in it."""
    home = url_for("shop_browse.home", _external=True)
    addresses = Addresses(
        lot=lambda ref: url_for("logistics_lots.show", lot_ref=ref, _external=True),
        box=lambda ref: url_for("logistics_lots.box", box_ref=ref, _external=True),
        truck=lambda number: f"{home}#departure-{number}",
        place=lambda code: f"{home}#place-{code}",
    )
    found = get_lot_history(lot_ref, addresses)
    return epcis_document(
        found.goods, found.steps, found.series, found.rulings, created_at=clock.now()
    )
