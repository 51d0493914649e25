"""GET /lots/{ref}: the public facts of a lot, as on the page behind its QR code."""

from __future__ import annotations

from typing import Any

from accounts.guards import public
from catalog.queries.open_catalogue import get_open_lot
from catalog.schemas.answers import LotAnswer
from core.web.api import ApiBlueprint

bp = ApiBlueprint("catalog_api_lots", __name__, url_prefix="/lots", description="Lots")


@bp.route("/<lot_ref>")
@public
@bp.response(200, LotAnswer)
def show(lot_ref: str) -> dict[str, Any]:
    """Where from, which day, until when, which paper; no quantities, no personal data."""
    return get_open_lot(lot_ref)
