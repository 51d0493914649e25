"""GET /specs: what things are, without seller and price."""

from __future__ import annotations

from typing import Any

from accounts.guards import public
from catalog.queries.open_catalogue import list_open_specs
from catalog.schemas.answers import SpecList
from core.web.api import ApiBlueprint, CursorArgs, decode_cursor, encode_cursor

bp = ApiBlueprint("catalog_api_specs", __name__, url_prefix="/specs", description="Product specs")


@bp.route("")
@public
@bp.arguments(CursorArgs, location="query")
@bp.response(200, SpecList)
def list_specs(args: dict[str, Any]) -> dict[str, Any]:
    """Active specs in the order they were defined."""
    page = list_open_specs(after_id=decode_cursor(args["cursor"]) or 0, limit=args["limit"])
    cursor = encode_cursor(page.next_id) if page.next_id else None
    return {"items": page.items, "next_cursor": cursor}
