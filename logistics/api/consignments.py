"""Tracking: where a parcel is, for the buyer or a seller of goods in it."""

from __future__ import annotations

from flask.views import MethodView

from accounts.guards import api_scope, current_actor
from core.web.api import ApiBlueprint
from logistics.queries.consignments import ConsignmentCard, get_consignment_of
from logistics.schemas.api import ConsignmentOut

bp = ApiBlueprint(
    "logistics_consignment_api", __name__, url_prefix="/consignments", description="Tracking"
)


@bp.route("/<consignment_ref>")
class ConsignmentByRef(MethodView):
    @api_scope("tracking:read")
    @bp.response(200, ConsignmentOut)
    def get(self, consignment_ref: str) -> ConsignmentCard:
        """A parcel with everything that happened to it."""
        return get_consignment_of(consignment_ref, org_id=current_actor().org_id)
