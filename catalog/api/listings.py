"""GET /listings, GET /listings/{ref}: the shelf and one listing."""

from __future__ import annotations

from typing import Any

from flask import url_for

from accounts.guards import public
from catalog.queries.open_catalogue import get_open_listing, list_open_listings
from catalog.rules.browsing import Filter
from catalog.rules.photos import WIDTHS, photo_ref_of
from catalog.schemas.answers import ListingArgs, ListingList, ListingPageAnswer
from core.clock import now
from core.web.api import ApiBlueprint, decode_cursor, encode_cursor

bp = ApiBlueprint(
    "catalog_api_listings", __name__, url_prefix="/listings", description="Live listings"
)


@bp.route("")
@public
@bp.arguments(ListingArgs, location="query")
@bp.response(200, ListingList)
def list_listings(args: dict[str, Any]) -> dict[str, Any]:
    """Live listings with facets; filters combine, the cursor goes on where a page ended."""
    after_id = decode_cursor(args.pop("cursor")) or 0
    limit = args.pop("limit")
    page = list_open_listings(Filter(**args), after_id=after_id, limit=limit)
    cursor = encode_cursor(page.next_id) if page.next_id else None
    return {
        "items": page.items,
        "next_cursor": cursor,
        "total": page.total,
        "facets": page.facets,
    }


@bp.route("/<listing_ref>")
@public
@bp.response(200, ListingPageAnswer)
def show(listing_ref: str) -> dict[str, Any]:
    """One listing with its lots, certificates and label data."""
    listing = get_open_listing(listing_ref, at=now())
    return {**listing, "photos": [_address(picture) for picture in listing["photos"]]}


def _address(picture: str) -> str:
    ref = photo_ref_of(picture)
    return url_for("catalog_photos.show", photo_ref=ref, width=WIDTHS[-1], _external=True)
