"""The packing table for programs: what is to be weighed, and readings of a scale."""

from __future__ import annotations

from typing import Any

from accounts.guards import acting_org_id, api_scope, current_actor
from accounts.rules.permissions import Permission
from core import clock
from core.web.api import ApiBlueprint, idempotent
from shop.queries.scale import PackingTable, read_table
from shop.rules.scale import believable_time
from shop.schemas.packing_api import PackingOut, WeighingIn, WeighingOut
from shop.services.weighing import Reading, Weighed, weigh_piece

bp = ApiBlueprint("shop_packing_api", __name__, url_prefix="/packing", description="Packing")


def _owner() -> str:
    return f"org:{current_actor().org_id}"


@bp.route("", methods=["GET"])
@api_scope("packing:write")
@bp.response(200, PackingOut)
def show() -> PackingTable:
    """Everything on the packing table, lot by lot, first expiring first."""
    current_actor().require(Permission.FULFIL)
    return read_table(org_id=acting_org_id())


@bp.route("/weighings", methods=["POST"])
@api_scope("packing:write")
@idempotent(_owner)
@bp.arguments(WeighingIn)
@bp.response(201, WeighingOut)
def weigh(values: dict[str, Any]) -> Weighed:
    """Record one piece on the scale.

    The key is line, piece, device and its running number: the same reading again changes nothing.
    422 `grams_implausible` and `piece_weighed_before`, 409 `order_step_refused` are final.
    """
    at = believable_time(values.pop("weighed_at"), now=clock.now())
    return weigh_piece(current_actor(), Reading(**values), at=at)
