"""GET /supply-bases: designated bases, guaranteed against delivered; open to everybody."""

from __future__ import annotations

from typing import Any

from accounts.guards import public
from core.clock import today
from core.web.api import ApiBlueprint
from shop.queries.bases import BasePage, get_base_page, list_base_pages
from shop.schemas.bases import BaseList, BaseOut

bp = ApiBlueprint(
    "shop_api_bases", __name__, url_prefix="/supply-bases", description="Supply bases"
)


@bp.route("")
@public
@bp.response(200, BaseList)
def list_bases() -> dict[str, Any]:
    """The bases that are designated today, by county."""
    return {"items": list_base_pages(today=today())}


@bp.route("/<base_ref>")
@public
@bp.response(200, BaseOut)
def get_base(base_ref: str) -> BasePage:
    """One designated base; 404 when it is not designated today."""
    return get_base_page(base_ref, today=today())
