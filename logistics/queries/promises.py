"""The promise for a listing, by reference."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from catalog.queries.terms import get_terms_by_ref
from logistics.errors import NoRoute
from logistics.queries.network import load_open_network
from logistics.rules.promise import Wish, find_promise


def promise_of_listing(ref: str, *, city: str, pieces: int, at: datetime) -> dict[str, Any]:
    """When pieces of a listing can be in a city, and the freight, ready for the API.

    Raises:
        NotFound: there is no such listing.
        NoRoute: we do not go there.
    """
    terms = get_terms_by_ref(ref)
    wish = Wish(terms.county_code, terms.temperature, terms.nominal_g * pieces, city, at)
    found = find_promise(load_open_network(at=at), wish)
    if found is None:
        raise NoRoute(county=terms.county_code, city=city)
    return {
        "listing": ref,
        "city": city,
        "pieces": pieces,
        "temperature": terms.temperature,
        "origin_hub": found.origin_hub,
        "destination_hub": found.destination_hub,
        "service": found.service_ref,
        "cutoff_at": found.cutoff_at,
        "departs_at": found.departs_at,
        "next_departs_at": found.next_departs_at,
        "arrives_on": found.arrives_on,
        "freight_fen": found.freight_fen,
        "freight_tax_fen": found.freight_tax_fen,
    }
