"""What the API reads: pages of listings and specs by cursor, one listing, one lot."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from accounts.queries import get_org
from catalog.queries.browse import browse, list_live
from catalog.queries.lots import get_public_lot
from catalog.queries.product import get_product_page
from catalog.queries.specs import list_specs
from catalog.queries.terms import fields_of
from catalog.rules.browsing import Filter
from catalog.rules.cards import Card, Facets, SpecCard


@dataclass(frozen=True, slots=True)
class ListingsPage:
    """One page of listings for the API."""

    items: list[Card]
    next_id: int | None
    total: int
    facets: Facets


@dataclass(frozen=True, slots=True)
class SpecsPage:
    """One page of specs for the API."""

    items: list[SpecCard]
    next_id: int | None


def list_open_listings(wanted: Filter, *, after_id: int, limit: int) -> ListingsPage:
    """Live listings in id order after one of them, with the shelf's total and facets."""
    found = list_live(after_id=after_id, limit=limit + 1, wanted=wanted)
    shelf = browse(wanted)
    next_id = found[limit - 1].listing_id if len(found) > limit else None
    return ListingsPage(found[:limit], next_id, shelf.total, shelf.facets)


def list_open_specs(*, after_id: int, limit: int) -> SpecsPage:
    """Active specs in id order after one of them."""
    found = list_specs(after_id=after_id, limit=limit + 1)
    next_id = found[limit - 1].id if len(found) > limit else None
    return SpecsPage(found[:limit], next_id)


def get_open_listing(ref: str, *, at: datetime) -> dict[str, Any]:
    """One listing with its lots, papers and label.

    Raises:
        NotFound: there is none, or it was never published.
    """
    page = get_product_page(ref, at=at)
    return fields_of(page.terms) | {
        "is_catch_weight": page.terms.is_catch_weight,
        "seller_ref": page.seller.ref,
        "seller_name_zh": page.seller.name_zh,
        "seller_name_en": page.seller.name_en,
        "available_pieces": page.available,
        "season_months": page.season_months,
        "next_lot": page.lots[0] if page.lots else None,
        "lots": page.lots,
        "certificates": page.certificates,
        "gi": page.gi,
        "label": page.label_data,
        "story_zh": page.story_zh,
        "story_en": page.story_en,
        "photos": page.photos,
        "sale_round": page.sale_round,
    }


def get_open_lot(ref: str) -> dict[str, Any]:
    """The public facts of a lot; how much of it is left is its owner's.

    Raises:
        NotFound: there is none, or it was never released.
    """
    facts = get_public_lot(ref)
    seller = get_org(facts.seller_id)
    card = {f.name: getattr(facts.card, f.name) for f in fields(facts.card)}
    return card | {
        "state": facts.state,
        "spec_code": facts.spec.code,
        "name_zh": facts.spec.name_zh,
        "name_en": facts.spec.name_en,
        "seller_ref": seller.ref,
        "seller_name_zh": seller.name_zh,
        "seller_name_en": seller.name_en,
    }
