"""The product page: everything it says about the goods, loaded at once."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from accounts.queries import get_org
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.queries.certificates import certificates_of_listing
from catalog.queries.lots import lot_card, released_lots
from catalog.queries.rounds import rounds_on_sale
from catalog.queries.specs import spec_card
from catalog.queries.stock import available_pieces, pools_of_listings
from catalog.queries.terms import terms_of
from catalog.rules.cards import ProductPage, Terms
from catalog.rules.listing import ListingState
from catalog.rules.photos import PREFIX
from core import clock
from core.db import session
from core.errors import NotFound

SHOWN_STATES = (ListingState.LIVE, ListingState.PAUSED)


def get_product_page(ref: str, *, at: datetime) -> ProductPage:
    """The page of a listing that is live or paused (a paused one cannot be ordered).

    Args:
        ref: public reference of the listing.
        at: now; due holds do not count as taken.

    Raises:
        NotFound: there is none, or it was never published.
    """
    statement = (
        select(Listing)
        .where(Listing.ref == ref, Listing.state.in_(SHOWN_STATES))
        .options(joinedload(Listing.spec).joinedload(ProductSpec.gi))
    )
    listing = session().scalar(statement)
    if listing is None:
        raise NotFound("listing_not_found")
    spec = spec_card(listing.spec)
    pools = pools_of_listings([listing.id])
    return ProductPage(
        terms=terms_of(listing, listing.spec),
        spec=spec,
        seller=get_org(listing.seller_id),
        lots=[lot_card(lot) for lot in released_lots(pools.values())],
        certificates=certificates_of_listing(listing.seller_id, spec.id, clock.local_day(at)),
        gi=spec.gi if listing.uses_gi else None,
        label_data={str(key): str(value) for key, value in listing.label.items()},
        story_zh=listing.story_zh,
        story_en=listing.story_en,
        available=available_pieces([listing.id], at=at)[listing.id],
        season_months=spec.season_months,
        photos=tuple(PREFIX + str(ref) for ref in listing.photos),
        drawing=spec.plate,
        other_packs=other_packs(listing),
        sale_round=rounds_on_sale([listing.id], at=at).get(listing.id),
    )


def other_packs(listing: Listing) -> tuple[Terms, ...]:
    """The live listings that sell the same stock in other packs, smallest first."""
    statement = (
        select(Listing)
        .where(Listing.spec_id == listing.spec_id, Listing.seller_id == listing.seller_id)
        .where(Listing.county_code == listing.county_code, Listing.id != listing.id)
        .where(Listing.state == ListingState.LIVE)
        .order_by(Listing.nominal_g, Listing.id)
    )
    return tuple(terms_of(row, listing.spec) for row in session().scalars(statement))
