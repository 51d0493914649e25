"""Promise and quote: when it can be at the door, and what the freight is. Reads only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.clock import local_day
from core.types.temperature import TemperatureClass
from logistics.errors import NoRoute
from logistics.queries.network import load_open_network
from logistics.rules.network import Network
from logistics.rules.promise import Promise, Wish, find_promise

__all__ = ["Item", "ParcelQuote", "Promise", "promise", "quote"]


@dataclass(frozen=True, slots=True)
class Item:
    """Goods of one basket line, as the way sees them."""

    key: str
    listing_id: int
    county_code: str
    temperature: TemperatureClass
    grams: int
    best_before: date | None = None
    not_before: datetime | None = None

    def sets_out(self, at: datetime) -> datetime:
        """From when it can travel: now, or once it is there."""
        return max(at, self.not_before) if self.not_before else at


@dataclass(frozen=True, slots=True)
class ParcelQuote:
    """What travels together: one parcel per origin hub and temperature class."""

    key: str
    origin_hub_code: str
    temperature: TemperatureClass
    item_keys: tuple[str, ...]
    promise: Promise
    freight_fen: int
    freight_tax_fen: int
    grams: int


def promise(
    *, county_code: str, temperature: TemperatureClass, grams: int, to_city: str, at: datetime
) -> Promise:
    """When goods of a county can be at a door in a city, and what the freight is.

    Args:
        county_code: where the goods lie.
        temperature: how they travel.
        grams: their weight.
        to_city: code of the city (or district) of the door.
        at: the present instant.

    Raises:
        NoRoute: we do not go there.
    """
    wish = Wish(county_code, TemperatureClass(temperature), grams, to_city, at)
    return _found(load_open_network(at=at), wish)


def quote(
    items: Sequence[Item], *, to_city: str, to_district: str = "", at: datetime
) -> list[ParcelQuote]:
    """Parcels of a basket with promise and freight: one per origin hub, temperature and day ready.

    Args:
        items: goods with their county, class and grams.
        to_city: code of the city of the door.
        to_district: code of its district, if known.
        at: the present instant.

    Raises:
        NoRoute: something cannot go there.
    """
    network = load_open_network(at=at)
    place = to_district if to_district and network.reach.get(to_district) else to_city
    groups: dict[tuple[str, TemperatureClass, datetime], list[Item]] = defaultdict(list)
    for item in items:
        temperature, ready = TemperatureClass(item.temperature), item.sets_out(at)
        wish = Wish(item.county_code, temperature, item.grams, place, ready)
        groups[_found(network, wish).origin_hub, temperature, ready].append(item)
    return [
        _named(_parcel(network, hub, temperature, grouped, place, ready), ready, at)
        for (hub, temperature, ready), grouped in sorted(groups.items())
    ]


def _named(parcel: ParcelQuote, ready: datetime, at: datetime) -> ParcelQuote:
    """Goods that are there later travel in a parcel of their own name."""
    is_later = ready > at
    return replace(parcel, key=f"{parcel.key}-{local_day(ready):%m%d}") if is_later else parcel


def _parcel(
    network: Network,
    hub: str,
    temperature: TemperatureClass,
    items: list[Item],
    place: str,
    at: datetime,
) -> ParcelQuote:
    """The parcel leaves when its slowest goods are there; its freight is that of all its grams."""
    grams = sum(item.grams for item in items)
    counties = sorted({item.county_code for item in items})
    ways = [
        _found(network, Wish(county, temperature, grams, place, at), hub) for county in counties
    ]
    slowest = max(ways, key=lambda way: (way.arrives_on, way.freight_fen))
    return ParcelQuote(
        key=f"{hub}-{temperature.value}",
        origin_hub_code=hub,
        temperature=temperature,
        item_keys=tuple(item.key for item in items),
        promise=slowest,
        freight_fen=slowest.freight_fen,
        freight_tax_fen=slowest.freight_tax_fen,
        grams=grams,
    )


def _found(network: Network, wish: Wish, hub: str | None = None) -> Promise:
    found = find_promise(network, wish, origin_hub=hub)
    if found is None:
        raise NoRoute(county=wish.county_code, city=wish.to_city)
    return found
