"""The pages of the storefront, fully loaded: home, shelves, counties, products."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from accounts.queries import get_org_by_ref, list_orgs
from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity
from accounts.rules.places import FUJIAN_CODE, city_of, find_place
from catalog.queries.browse import browse, count_by_family, list_shelf
from catalog.queries.browse import count_by_county as counts_of_counties
from catalog.queries.specs import list_specs
from catalog.rules.browsing import FUJIAN_TO_NINGXIA, NINGXIA_TO_FUJIAN, Filter, Sort
from catalog.rules.cards import Card, Facets, SpecCard
from catalog.rules.families import FAMILY_NAMES
from core.clock import local_day
from core.errors import NotFound
from logistics.rules.promise import Promise
from shop.queries.promises import Promises
from shop.rules.plots import PLOTS
from shop.rules.season_strip import Strip, draw_strip, shares_of_months
from shop.rules.shelf import ShelfItem
from shop.rules.solar_terms import SolarTerm, TermDay, term_day, terms_of_year

WEEK_ITEMS = 8


@dataclass(frozen=True)
class FamilyShelf:
    """A family on the home page."""

    code: str
    name_zh: str
    name_en: str
    plate: str
    count: int


@dataclass(frozen=True)
class Shelf:
    """One page of a shelf for one district."""

    items: list[ShelfItem]
    total: int
    page: int
    pages: int
    facets: Facets


@dataclass(frozen=True)
class CountyPage:
    """What a county grows, who grows it, and how it travels."""

    code: str
    city_code: str
    listing_count: int
    sellers: list[OrgCard]
    promise: Promise | None
    shown: list[ShelfItem]


@dataclass(frozen=True)
class HomePage:
    """The home page for one district on one day."""

    now: TermDay
    terms: list[SolarTerm]
    families: list[FamilyShelf]
    week: list[ShelfItem]
    listing_count: int
    counts: dict[str, int]
    next_truck: Promise | None
    county: CountyPage | None
    strip: Strip
    strip_narrow: Strip


def direction_to(district: str) -> str:
    """Which way goods travel to a district: southbound to Fujian, northbound to Ningxia."""
    city = find_place(city_of(district))
    is_south = city is None or city.parent == FUJIAN_CODE
    return NINGXIA_TO_FUJIAN if is_south else FUJIAN_TO_NINGXIA


def list_families(direction: str | None = None) -> list[FamilyShelf]:
    """The families that have something on the shelf, in the order of the house.

    Args:
        direction: Only goods that travel this way.
    """
    counts = count_by_family(direction)
    return [
        FamilyShelf(family.value, name.name_zh, name.name_en, name.plate, counts[family])
        for family, name in FAMILY_NAMES.items()
        if counts.get(family)
    ]


def get_shelf(wanted: Filter, *, page: int, district: str, at: datetime) -> Shelf:
    """A page of listings with their promises.

    Args:
        wanted: What the buyer looks for.
        page: From 1.
        district: The buyer's district code.
        at: Now.
    """
    found = browse(wanted, page)
    promises = Promises(district, at)
    items = promises.items(found.items)
    return Shelf(items, found.total, found.page, found.pages, found.facets)


def get_county(code: str, *, district: str, at: datetime) -> CountyPage:
    """A county's page.

    Raises:
        NotFound: no such county.
    """
    place = find_place(code)
    if place is None or place.parent.endswith("0000") or not place.parent:
        raise NotFound("county_not_found")
    cards, total = list_shelf(Filter(county_code=code, direction=None))
    return _county(code, cards, total, Promises(district, at))


def _county(code: str, cards: list[Card], total: int, promises: Promises) -> CountyPage:
    shown = promises.items(cards[:WEEK_ITEMS])
    first = next((item.promise for item in shown if isinstance(item.promise, Promise)), None)
    sellers = _sellers_of(cards)
    return CountyPage(code, city_of(code), total, sellers, first, shown)


def _sellers_of(cards: Iterable[Card]) -> list[OrgCard]:
    wanted = {card.seller_id for card in cards}
    return [org for org in list_sellers() if org.id in wanted]


def list_sellers() -> list[OrgCard]:
    """Everybody whom the platform has let in to sell here."""
    return list_orgs(capacity=Capacity.SELLS, is_verified=True)


def count_by_county() -> dict[str, int]:
    """How many listings of Ningxia each county has on the shelf."""
    return counts_of_counties(NINGXIA_TO_FUJIAN)


def get_seller(org_ref: str) -> OrgCard:
    """A seller's public card.

    Raises:
        NotFound: nobody of that name sells here.
    """
    org = get_org_by_ref(org_ref)
    if Capacity.SELLS not in org.capacities or org.standing.verified_at is None:
        raise NotFound("seller_not_found")
    return org


def get_home(*, district: str, at: datetime) -> HomePage:
    """The home page.

    Args:
        district: The buyer's district code.
        at: Now.
    """
    day = local_day(at)
    promises = Promises(district, at)
    direction = direction_to(district)
    cards, total = list_shelf(Filter(direction=direction, sort=Sort.NEWEST))
    items = promises.items(cards)
    trucks = [item.promise for item in items if isinstance(item.promise, Promise)]
    counts = counts_of_counties(direction)
    families = list_families(direction)
    shown = {family.code for family in families}
    specs = [spec for spec in list_specs() if spec.family.value in shown]
    return HomePage(
        now=term_day(day),
        terms=terms_of_year(day.year),
        families=families,
        week=_freshest(items),
        listing_count=total,
        counts=counts,
        next_truck=min(trucks, key=lambda truck: truck.departs_at, default=None),
        county=_leading_county(counts, promises),
        strip=_strip(specs, day, is_narrow=False),
        strip_narrow=_strip(specs, day, is_narrow=True),
    )


def _freshest(items: list[ShelfItem]) -> list[ShelfItem]:
    """What was produced last and can be had, first one of each drawing, then the others."""
    there = [item for item in items if item.promise and item.lot and item.card.available_pieces > 0]
    there.sort(key=lambda item: item.lot.produced_on if item.lot else date.min, reverse=True)
    first: dict[str, ShelfItem] = {}
    for item in there:
        first.setdefault(item.card.plate, item)
    others = [item for item in there if first[item.card.plate] is not item]
    return [*first.values(), *others][:WEEK_ITEMS]


def _leading_county(counts: dict[str, int], promises: Promises) -> CountyPage | None:
    drawn = {plot.code for plot in PLOTS}
    code = max((c for c in counts if c in drawn), key=lambda c: (counts[c], c), default=None)
    if code is None:
        return None
    cards, total = list_shelf(Filter(county_code=code, direction=None))
    return _county(code, cards, total, promises)


def _strip(specs: list[SpecCard], day: date, *, is_narrow: bool) -> Strip:
    shares = [
        (family.value, shares_of_months(s.season_months for s in specs if s.family is family))
        for family in FAMILY_NAMES
        if any(spec.family is family for spec in specs)
    ]
    return draw_strip(shares, day_of_year=day.timetuple().tm_yday, is_narrow=is_narrow)
