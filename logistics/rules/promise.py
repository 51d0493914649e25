"""When goods can be at the door and what the way costs.

Goods that are ordered by the day's cut-off (14:00 ambient, 16:00 all others, Shanghai) are ready
at 16:00; if the feeder reaches the hub before the truck leaves, they leave the same day, else on
the next. A truck that has left already takes nothing more. It is two days on the road; the door
is served the day after its arrival. Among the ways that arrive first, the cheapest counts. The
freight is groupage for the parcel's grams plus a fixed part for the door, rounded half up to ten
fen; VAT of 9 % is in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.types.dates import SHANGHAI
from core.types.money import tax_part_fen
from core.types.temperature import TemperatureClass
from logistics.rules.network import Lane, Network, Reach
from logistics.rules.network_rows import FEEDER_LOADING_MINUTES, READY_MINUTE

ORDER_CUTOFF_MINUTE = {TemperatureClass.AMBIENT: 14 * 60}
COLD_CUTOFF_MINUTE = 16 * 60
DOOR_DAYS = 1
FREIGHT_TAX_BP = 900
TONNE_G = 1_000_000


@dataclass(frozen=True, slots=True)
class Promise:
    """The way of a parcel: hubs, departure, day at the door, freight."""

    origin_hub: str
    destination_hub: str
    service_ref: str
    service_code: str
    cutoff_at: datetime
    departs_at: datetime
    hub_arrives_on: date
    arrives_on: date
    next_departs_at: datetime
    metres: int
    freight_fen: int
    freight_tax_fen: int


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be carried where, and from when on."""

    county_code: str
    temperature: TemperatureClass
    grams: int
    to_city: str
    at: datetime


@dataclass(frozen=True, slots=True)
class _Route:
    feeder: Reach
    lane: Lane
    mile: Reach


def find_promise(network: Network, wish: Wish, *, origin_hub: str | None = None) -> Promise | None:
    """The first, then cheapest way, or None if nothing goes there.

    Args:
        network: the tables in memory.
        wish: goods, places and the present instant.
        origin_hub: only over this hub, if given.
    """
    options = [
        (
            _departure_day(network, route, wish),
            _freight(network, route, wish),
            route.lane.code,
            route,
        )
        for route in _routes(network, wish)
        if origin_hub in (None, route.lane.origin)
    ]
    best = min(
        (
            (day + timedelta(route.lane.transit_days), fen, code, day, route)
            for day, fen, code, route in options
            if day is not None
        ),
        key=lambda option: option[:3],
        default=None,
    )
    return _promise(network, best[3], best[4], best[1], wish) if best else None


def freight_fen(network: Network, temperature: TemperatureClass, per_tonne: int, grams: int) -> int:
    """Freight of one parcel: grams at a rate plus the door, rounded half up to ten fen."""
    door = network.rate("door", temperature)[0]
    goods = per_tonne * grams
    return (goods + door * TONNE_G + 5 * TONNE_G) // (10 * TONNE_G) * 10


def feeder_minutes(metres: int) -> int:
    """Loading and one minute per kilometre."""
    return FEEDER_LOADING_MINUTES + metres // 1000


def cutoff_minute(temperature: TemperatureClass) -> int:
    """Orders until this minute of the day still leave on that day's truck."""
    return ORDER_CUTOFF_MINUTE.get(temperature, COLD_CUTOFF_MINUTE)


def local_instant(day: date, minute: int) -> datetime:
    """A minute of a day in Shanghai."""
    return datetime.combine(day, time(), SHANGHAI) + timedelta(minutes=minute)


def _routes(network: Network, wish: Wish) -> Iterator[_Route]:
    for feeder in network.places(wish.county_code):
        for mile in network.places(wish.to_city):
            lane = network.lanes.get((feeder.hub, mile.hub))
            if lane:
                yield _Route(feeder, lane, mile)


def _departure_day(network: Network, route: _Route, wish: Wish) -> date | None:
    """The first day on which goods ordered now can leave."""
    local = wish.at.astimezone(SHANGHAI)
    ready = local.date()
    if local >= local_instant(ready, cutoff_minute(wish.temperature)):
        ready += timedelta(days=1)
    at_hub = READY_MINUTE + feeder_minutes(route.feeder.metres)
    first = ready if at_hub <= route.lane.departure_minute else ready + timedelta(days=1)
    return network.next_run(route.lane, first)


def _freight(network: Network, route: _Route, wish: Wish) -> int:
    rate = per_tonne(network, wish.temperature, route.feeder, route.lane, route.mile)
    return freight_fen(network, wish.temperature, rate, wish.grams)


def per_tonne(
    network: Network, temperature: TemperatureClass, feeder: Reach, lane: Lane, mile: Reach
) -> int:
    """Feeder, two hubs, groupage and last mile together, in fen per tonne."""
    return (
        network.fen_per_tonne("feeder", temperature, feeder.metres)
        + 2 * network.fen_per_tonne("handling", temperature)
        + network.fen_per_tonne("groupage", temperature, lane.metres)
        + network.fen_per_tonne("last_mile", temperature, mile.metres)
    )


def _promise(network: Network, day: date, route: _Route, fen: int, wish: Wish) -> Promise:
    lane = route.lane
    late_start = READY_MINUTE + feeder_minutes(route.feeder.metres) > lane.departure_minute
    cutoff_day = day - timedelta(days=1) if late_start else day
    following = network.next_run(lane, day + timedelta(days=1)) or day
    arrival = day + timedelta(days=lane.transit_days)
    return Promise(
        origin_hub=lane.origin,
        destination_hub=lane.destination,
        service_ref=lane.ref,
        service_code=lane.code,
        cutoff_at=local_instant(cutoff_day, cutoff_minute(wish.temperature)),
        departs_at=local_instant(day, lane.departure_minute),
        hub_arrives_on=arrival,
        arrives_on=arrival + timedelta(days=DOOR_DAYS),
        next_departs_at=local_instant(following, lane.departure_minute),
        metres=route.feeder.metres + lane.metres + route.mile.metres,
        freight_fen=fen,
        freight_tax_fen=tax_part_fen(fen, FREIGHT_TAX_BP),
    )
