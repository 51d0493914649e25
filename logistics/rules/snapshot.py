"""From open lines, lots and the network to a routing problem.

Day 0 is the planning day. Goods of a truck can be at the door one day after it arrives, so a
service "arrives" a day later here than at the hub. A retail line may come a day before its promise,
a contract line on its day; both are never planned later than the format allows. Prices of being
late or short are the strict ones: a promise is worth more than the freight. ADR 0010.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.types.temperature import TemperatureClass
from logistics.rules import network_rows as rows
from logistics.rules.network import Lane, Network, Reach
from logistics.rules.promise import DOOR_DAYS, feeder_minutes
from logistics.rules.routing.problem import (
    NEVER_EXPIRES,
    Leg,
    Line,
    Lot,
    Problem,
    Product,
    Service,
    VehicleLimit,
    VehicleType,
)

HORIZON_DAYS = 16
DEPARTURE_DAYS = 13
MAX_LATE_DAYS = 2
LATE_FEN_PER_KG = {"retail": 800, "contract": 2500}
SHORT_PRICE_PERCENT = {"retail": 35, "contract": 90}
SHORT_FIXED_FEN_PER_KG = {"retail": 150, "contract": 600}
CLASSES = tuple(TemperatureClass)


@dataclass(frozen=True, slots=True)
class OpenLine:
    """A line that may still be moved."""

    line_ref: str
    product: str
    place: str
    grams: int
    pack_grams: int
    promised_on: date
    min_remaining_days: int
    priority: str
    value_fen: int


@dataclass(frozen=True, slots=True)
class OpenLot:
    """Grams of a lot that open lines may have."""

    lot_ref: str
    product: str
    county_code: str
    grams: int
    best_before: date | None


@dataclass(frozen=True, slots=True)
class Goods:
    """A product as vehicles see it."""

    id: str
    temperature: str
    chargeable_permille: int
    is_green: bool


@dataclass(frozen=True, slots=True)
class Truck:
    """A vehicle type with its price."""

    code: str
    capacity_g: int
    km_fen: int
    dispatch_fen: int
    classes: tuple[str, ...]
    is_green: bool
    min_fill_permille: int


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What there is at the moment of planning."""

    id: str
    day: date
    first_day: int
    network: Network
    trucks: Sequence[Truck]
    goods: Sequence[Goods]
    lots: Sequence[OpenLot]
    lines: Sequence[OpenLine]
    closed: frozenset[tuple[int, date]]  # (service id, day): no longer open for planning


def make_problem(snapshot: Snapshot) -> Problem:
    """Turn what there is into a routing problem."""
    network = snapshot.network
    lots = [lot for lot in snapshot.lots if network.places(lot.county_code) and lot.grams > 0]
    sites = sorted({lot.county_code for lot in lots})
    places = sorted({line.place for line in snapshot.lines})
    services = {service.id: service for service in _services(snapshot)}
    handling = {c.value: network.fen_per_tonne("handling", c) for c in CLASSES}
    holding = {c.value: network.fen_per_tonne("holding", c) for c in CLASSES}
    hubs = sorted(network.hub_names)
    return Problem(
        id=snapshot.id,
        horizon_days=HORIZON_DAYS,
        max_late_days=MAX_LATE_DAYS,
        products={
            row.id: Product(row.id, row.temperature, row.chargeable_permille, row.is_green)
            for row in snapshot.goods
        },
        site_ready_minute={site_id(code): rows.READY_MINUTE for code in sites},
        origin_handling={origin_id(hub): handling for hub in hubs},
        destination_handling={destination_id(hub): handling for hub in hubs},
        holding={destination_id(hub): holding for hub in hubs},
        cities=tuple(places),
        feeders=_feeders(network, sites),
        last_mile=_last_mile(network, places),
        vehicle_types={truck.code: _vehicle_type(truck) for truck in snapshot.trucks},
        services=services,
        limits=tuple(_limits(services.values(), [truck.code for truck in snapshot.trucks])),
        offers=(),
        lots={lot.lot_ref: _lot(snapshot, lot) for lot in lots},
        lines={line.line_ref: _line(snapshot, line) for line in snapshot.lines},
    )


def site_id(code: str) -> str:
    """The id of a county as a site."""
    return f"site-{code}"


def origin_id(hub: str) -> str:
    """The id of a hub that sends."""
    return f"from-{hub}"


def destination_id(hub: str) -> str:
    """The id of a hub that receives."""
    return f"to-{hub}"


def service_key(lane: Lane, day: date) -> str:
    """The id of one departure."""
    return f"{lane.code}@{day.isoformat()}"


def read_service_key(key: str) -> tuple[str, date]:
    """Service code and day of a departure id."""
    code, day = key.split("@")
    return code, date.fromisoformat(day)


def _services(snapshot: Snapshot) -> Iterable[Service]:
    network = snapshot.network
    for lane in sorted(network.lanes.values(), key=lambda lane: lane.code):
        kilometres = lane.metres // 1000
        vehicles = {t.code: t.km_fen * kilometres + t.dispatch_fen for t in snapshot.trucks}
        ltl = {c.value: network.fen_per_tonne("groupage", c, lane.metres) for c in CLASSES}
        for number in range(snapshot.first_day, DEPARTURE_DAYS):
            day = snapshot.day + timedelta(days=number)
            runs = lane.weekdays >> day.weekday() & 1
            if not runs or (lane.id, day) in snapshot.closed:
                continue
            yield Service(
                id=service_key(lane, day),
                mode="truck",
                origin=origin_id(lane.origin),
                destination=destination_id(lane.destination),
                departure_day=number,
                cutoff_minute=lane.departure_minute,
                arrival_day=number + lane.transit_days + DOOR_DAYS,
                metres=lane.metres,
                vehicles=vehicles,
                ltl=ltl,
                is_frozen=False,
            )


def _feeders(network: Network, sites: Iterable[str]) -> dict[tuple[str, str], Leg]:
    return {
        (site_id(site), origin_id(reach.hub)): _leg(
            network, "feeder", reach, feeder_minutes(reach.metres)
        )
        for site in sites
        for reach in network.places(site)
    }


def _last_mile(network: Network, places: Iterable[str]) -> dict[tuple[str, str], Leg]:
    return {
        (destination_id(reach.hub), place): _leg(network, "last_mile", reach, 0)
        for place in places
        for reach in network.places(place)
    }


def _leg(network: Network, kind: str, reach: Reach, minutes: int) -> Leg:
    rates = {c.value: network.fen_per_tonne(kind, c, reach.metres) for c in CLASSES}
    return Leg(reach.metres, minutes, rates)


def _vehicle_type(truck: Truck) -> VehicleType:
    return VehicleType(
        truck.code,
        truck.capacity_g,
        frozenset(truck.classes),
        truck.is_green,
        truck.min_fill_permille,
    )


def _limits(services: Iterable[Service], types: Sequence[str]) -> Iterable[VehicleLimit]:
    """Trucks that a hub can send, and docks for those that come, on each day."""
    groups: dict[tuple[str, int], set[str]] = {}
    for service in services:
        groups.setdefault((service.origin, service.departure_day), set()).add(service.id)
        groups.setdefault((service.destination, service.arrival_day), set()).add(service.id)
    for (hub, day), ids in sorted(groups.items()):
        most = rows.DOCKS_PER_HUB_AND_DAY if hub.startswith("to-") else rows.FLEET_PER_HUB_AND_DAY
        yield VehicleLimit(f"{hub}-day{day}", frozenset(ids), frozenset(types), most)


def _lot(snapshot: Snapshot, lot: OpenLot) -> Lot:
    expiry = NEVER_EXPIRES
    if lot.best_before is not None:
        expiry = (lot.best_before - snapshot.day).days
    return Lot(lot.lot_ref, lot.product, site_id(lot.county_code), lot.grams, 0, expiry)


def _line(snapshot: Snapshot, line: OpenLine) -> Line:
    due = max((line.promised_on - snapshot.day).days, 0)
    early = 0 if line.priority == "contract" else 1
    late = LATE_FEN_PER_KG[line.priority]
    price = line.value_fen * 1000 // line.grams
    short = price * SHORT_PRICE_PERCENT[line.priority] // 100
    short += SHORT_FIXED_FEN_PER_KG[line.priority] + late
    pack = line.pack_grams if line.grams % line.pack_grams == 0 else line.grams
    return Line(
        id=line.line_ref,
        product=line.product,
        city=line.place,
        grams=line.grams,
        pack_grams=pack,
        earliest_day=max(due - early, 0),
        due_day=due,
        min_life_days=line.min_remaining_days,
        priority=line.priority,
        late_fen_per_kg=late,
        short_fen_per_kg=short,
    )
