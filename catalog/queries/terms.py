"""Terms of listings: what an order, a promise and a shelf need to know of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import Any

from sqlalchemy import select

from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.rules.cards import Terms
from catalog.rules.families import Family
from catalog.rules.listing import ListingState, PricedBy, ReturnRule, SoldBy
from catalog.rules.photos import picture_of
from catalog.rules.seasons import is_summer
from catalog.rules.tiers import tiers_of
from core import clock
from core.db import session
from core.errors import NotFound
from core.types.temperature import TemperatureClass


def get_terms(listing_ids: Iterable[int]) -> dict[int, Terms]:
    """The terms of several listings by internal id; unknown ids are left out."""
    wanted = sorted(set(listing_ids))
    rows = session().execute(_joined().where(Listing.id.in_(wanted)))
    return {listing.id: terms_of(listing, spec) for listing, spec in rows}


def get_terms_by_ref(ref: str) -> Terms:
    """The terms of the listing an address names.

    Raises:
        NotFound: there is none.
    """
    row = session().execute(_joined().where(Listing.ref == ref)).one_or_none()
    if row is None:
        raise NotFound("listing_not_found")
    return terms_of(row[0], row[1])


def get_terms_for_specs(seller_id: int, spec_ids: Iterable[int]) -> dict[int, Terms]:
    """The live listing of a seller for each spec (the oldest, if there are several)."""
    statement = (
        _joined()
        .where(Listing.seller_id == seller_id, Listing.spec_id.in_(sorted(set(spec_ids))))
        .where(Listing.state == ListingState.LIVE)
        .order_by(Listing.id.desc())
    )
    return {spec.id: terms_of(listing, spec) for listing, spec in session().execute(statement)}


def _joined() -> Any:
    return select(Listing, ProductSpec).join(ProductSpec, ProductSpec.id == Listing.spec_id)


def temperature_today(spec: ProductSpec) -> TemperatureClass:
    """The class goods travel in today: wine is cool from May to September."""
    if spec.summer_temperature and is_summer(clock.today().month):
        return TemperatureClass(spec.summer_temperature)
    return TemperatureClass(spec.temperature)


def terms_of(listing: Listing, spec: ProductSpec) -> Terms:
    """Put a listing and its spec into words."""
    return Terms(
        listing_id=listing.id,
        listing_ref=listing.ref,
        seller_id=listing.seller_id,
        spec_id=spec.id,
        spec_code=spec.code,
        family=Family(spec.family),
        name_zh=listing.title_zh,
        name_en=listing.title_en,
        sold_by=SoldBy(listing.sold_by),
        priced_by=PricedBy(listing.priced_by),
        nominal_g=listing.nominal_g,
        min_g=listing.min_g,
        max_g=listing.max_g,
        step=listing.step,
        moq=listing.moq,
        price_e4=listing.price_e4,
        tax_bp=listing.tax_bp,
        temperature=temperature_today(spec),
        set_point_c10=spec.set_point_c10,
        shelf_life_days=spec.shelf_life_days,
        min_remaining_days=listing.min_remaining_days,
        county_code=listing.county_code,
        direction=listing.direction,
        is_alcohol=spec.is_alcohol,
        return_rule=ReturnRule(spec.return_rule),
        is_halal=listing.is_halal,
        is_halal_segregated=spec.is_halal_segregated,
        is_green_lane=spec.is_green_lane,
        chargeable_permille=spec.chargeable_permille,
        state=ListingState(listing.state),
        plate=picture_of(listing.photos, spec.plate),
        tiers=tiers_of(listing.tiers),
        unit_pieces=listing.unit_pieces,
    )


def fields_of(terms: Terms) -> dict[str, Any]:
    """The fields of terms, to build a card from."""
    return {f.name: getattr(terms, f.name) for f in fields(Terms)}
