"""Shelves: lists of live listings with their stock, facets and order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import and_, case, func, select

from accounts.models.organisations import Organisation
from catalog.models.certificates import Certificate
from catalog.models.listings import Listing
from catalog.models.specs import ProductSpec
from catalog.queries.certificates import covers
from catalog.queries.lots import lot_card, released_lots
from catalog.queries.stock import available_pieces, pools_of_listings
from catalog.queries.terms import fields_of, terms_of
from catalog.rules.browsing import PAGE_SIZE, Filter, Sort
from catalog.rules.cards import BrowsePage, Card, Facets, LotCard
from catalog.rules.certificates import CertificateKind
from catalog.rules.listing import ListingState, PricedBy
from catalog.rules.search import like_pattern, words_of
from catalog.rules.seasons import is_summer, months_of
from core import clock
from core.db import session

SHOWN_CERTIFICATES = (
    CertificateKind.ORGANIC,
    CertificateKind.GREEN,
    CertificateKind.GI,
    CertificateKind.HALAL,
)


def browse(wanted: Filter, page: int = 1) -> BrowsePage:
    """One page of a shelf with the counts that further choices would leave.

    Args:
        wanted: what the buyer looks for.
        page: 1 for the first; beyond the last the items are empty.
    """
    items, total = list_shelf(wanted, page)
    return BrowsePage(
        items=items,
        total=total,
        facets=_facets(wanted),
        page=max(page, 1),
        pages=max(1, -(-total // PAGE_SIZE)),
    )


def list_shelf(wanted: Filter, page: int = 1) -> tuple[list[Card], int]:
    """One page of a shelf and how many listings the whole shelf has, without further counts.

    Args:
        wanted: what the buyer looks for.
        page: 1 for the first; beyond the last there are none.
    """
    rows = session().execute(
        _shelf(wanted)
        .order_by(*_order(wanted.sort))
        .limit(PAGE_SIZE)
        .offset(max(page - 1, 0) * PAGE_SIZE)
    )
    return _cards(rows.tuples().all()), _count(wanted)


def list_live(*, after_id: int = 0, limit: int = 50, wanted: Filter | None = None) -> list[Card]:
    """Live listings in id order after one of them, for the API's cursor."""
    statement = _shelf(wanted or Filter(direction=None)).where(Listing.id > after_id)
    rows = session().execute(statement.order_by(Listing.id).limit(limit))
    return _cards(rows.tuples().all())


def list_cards(listing_ids: Sequence[int]) -> list[Card]:
    """Live listings in the order of the given ids (search results); others are left out."""
    statement = _shelf(Filter(direction=None)).where(Listing.id.in_(sorted(set(listing_ids))))
    found = {card.listing_id: card for card in _cards(session().execute(statement).tuples().all())}
    return [found[listing_id] for listing_id in listing_ids if listing_id in found]


def count_by_family(direction: str | None = None) -> dict[str, int]:
    """How many live listings each family has."""
    return _tally(ProductSpec.family, Filter(direction=direction))


def count_by_county(direction: str | None = None) -> dict[str, int]:
    """How many live listings each county has."""
    return _tally(Listing.county_code, Filter(direction=direction))


def season_strip(month: int, *, direction: str | None = None, limit: int = 12) -> list[Card]:
    """What is in season in a month, fresh goods with a short season first."""
    wanted = Filter(season_month=month, direction=direction)
    statement = _shelf(wanted).order_by(_months_count(), Listing.published_at.desc(), Listing.id)
    rows = session().execute(statement.limit(limit))
    return _cards(rows.tuples().all())


def list_by_text(
    words: Sequence[str], direction: str | None, limit: int
) -> list[tuple[int, float]]:
    """Ids of live listings whose searchable text has every word; a title match counts more."""
    in_title = [Listing.title_zh.ilike(like_pattern(word), escape="\\") for word in words]
    if not words:
        return []
    score = case((and_(*in_title), 2.0), else_=1.0)
    statement = (
        select(Listing.id, score)
        .where(*_conditions(Filter(direction=direction)), *_text(words))
        .order_by(score.desc(), Listing.published_at.desc(), Listing.id)
        .limit(limit)
    )
    return [(listing_id, float(points)) for listing_id, points in session().execute(statement)]


def _shelf(wanted: Filter) -> Any:
    return (
        select(Listing, ProductSpec, Organisation)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .join(Organisation, Organisation.id == Listing.seller_id)
        .where(*_conditions(wanted))
    )


def _count(wanted: Filter) -> int:
    statement = (
        select(func.count(Listing.id))
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(*_conditions(wanted))
    )
    return session().scalars(statement).one()


def _conditions(wanted: Filter) -> list[Any]:
    exact = {
        Listing.direction: wanted.direction,
        Listing.county_code: wanted.county_code,
        Listing.seller_id: wanted.seller_id,
        ProductSpec.family: wanted.family,
        _temperature(): wanted.temperature,
    }
    conditions = [column == value for column, value in exact.items() if value is not None]
    if wanted.season_month is not None:
        conditions.append(_in_season(wanted.season_month))
    if wanted.certificate is not None:
        conditions.append(_has_certificate(wanted.certificate))
    if wanted.halal:
        conditions.append(Listing.is_halal.is_(True))
    if wanted.text:
        conditions += _text(words_of(wanted.text))
    return [Listing.state == ListingState.LIVE, *conditions]


def _temperature() -> Any:
    if not is_summer(clock.today().month):
        return ProductSpec.temperature
    return func.coalesce(ProductSpec.summer_temperature, ProductSpec.temperature)


def _has_certificate(kind: str) -> Any:
    held = covers(Listing.seller_id, Listing.spec_id, clock.today())
    return select(Certificate.id).where(held, Certificate.kind == kind).exists()


def _text(words: Sequence[str]) -> list[Any]:
    return [Listing.search_text.like(like_pattern(word), escape="\\") for word in words]


def _in_season(month: int) -> Any:
    return ProductSpec.season_mask.op("&")(1 << (month - 1)) != 0


def _months_count() -> Any:
    total: Any = case((_in_season(1), 1), else_=0)
    for month in range(2, 13):
        total = total + case((_in_season(month), 1), else_=0)
    return total


def _order(sort: Sort) -> list[Any]:
    newest = [Listing.published_at.desc(), Listing.id.desc()]
    if sort is Sort.PRICE:
        per_kg = case(
            (Listing.priced_by == PricedBy.KG, Listing.price_e4),
            else_=Listing.price_e4 * 1000 / Listing.nominal_g,
        )
        return [per_kg, Listing.id]
    if sort is Sort.NEWEST:
        return newest
    is_off = case((_in_season(clock.today().month), 0), else_=1)
    return [is_off, _months_count(), Listing.id]


def _facets(wanted: Filter) -> Facets:
    return Facets(
        families=_tally(ProductSpec.family, replace(wanted, family=None)),
        counties=_tally(Listing.county_code, replace(wanted, county_code=None)),
        temperatures=_tally(_temperature(), replace(wanted, temperature=None)),
        certificates=_certified(replace(wanted, certificate=None)),
    )


def _certified(wanted: Filter) -> dict[str, int]:
    holders = [
        func.coalesce(func.sum(case((_has_certificate(kind.value), 1), else_=0)), 0)
        for kind in SHOWN_CERTIFICATES
    ]
    statement = (
        select(*holders)
        .select_from(Listing)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(*_conditions(wanted))
    )
    counts = session().execute(statement).one()
    return {kind.value: int(n) for kind, n in zip(SHOWN_CERTIFICATES, counts, strict=True)}


def _tally(column: Any, wanted: Filter) -> dict[str, int]:
    statement = (
        select(column, func.count(Listing.id))
        .select_from(Listing)
        .join(ProductSpec, ProductSpec.id == Listing.spec_id)
        .where(*_conditions(wanted))
        .group_by(column)
        .order_by(column)
    )
    return dict(session().execute(statement).tuples().all())


def _cards(rows: Sequence[tuple[Listing, ProductSpec, Organisation]]) -> list[Card]:
    pool_of = pools_of_listings(listing.id for listing, _, _ in rows)
    free = available_pieces((listing.id for listing, _, _ in rows), at=clock.now())
    first: dict[int, LotCard] = {}
    for lot in released_lots(pool_of.values()):
        first.setdefault(lot.pool_id, lot_card(lot))
    return [
        _card(listing, spec, seller, free[listing.id], first.get(pool))
        for listing, spec, seller in rows
        for pool in (pool_of.get(listing.id, 0),)
    ]


def _card(
    listing: Listing,
    spec: ProductSpec,
    seller: Organisation,
    available: int,
    next_lot: LotCard | None,
) -> Card:
    return Card(
        **fields_of(terms_of(listing, spec)),
        available_pieces=available,
        next_lot=next_lot,
        seller_ref=seller.ref,
        seller_name_zh=seller.name_zh,
        seller_name_en=seller.name_en,
        season_months=months_of(spec.season_mask),
        published_at=listing.published_at,
    )
