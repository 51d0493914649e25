"""What one routing run may use, frozen at one moment (format `routing-problem/1`).

Mass in grams, money in fen, length in metres; day 0 is the planning day and a minute counts
from 00:00 of its day. Rates are fen per tonne, charged to the gram. ADR 0010.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

PROBLEM_FORMAT = "routing-problem/1"
LTL = "LTL"
MINUTES_PER_DAY = 1440
NEVER_EXPIRES = 9999

Rates = dict[str, int]


class ProblemUnreadable(ValueError):
    """The document is not a problem of this format."""


@dataclass(frozen=True, slots=True)
class Product:
    """A product as vehicles see it."""

    id: str
    temperature: str
    chargeable_permille: int
    is_green: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """A feeder (site to hub) or a last mile (hub to city, no minutes)."""

    metres: int
    minutes: int
    fen_per_tonne: Rates


@dataclass(frozen=True, slots=True)
class VehicleType:
    """Capacity, classes that may share it, and the green-lane terms."""

    id: str
    capacity_grams: int
    classes: frozenset[str]
    is_green: bool
    min_fill_permille: int

    def takes(self, product: Product) -> bool:
        """May goods of the product ride in it?"""
        return product.temperature in self.classes and (product.is_green or not self.is_green)


@dataclass(frozen=True, slots=True)
class Service:
    """One departure."""

    id: str
    mode: str
    origin: str
    destination: str
    departure_day: int
    cutoff_minute: int
    arrival_day: int
    metres: int
    vehicles: dict[str, int]
    ltl: Rates
    is_frozen: bool


@dataclass(frozen=True, slots=True)
class VehicleLimit:
    """All vehicles of these types on these services together are at most `max`."""

    id: str
    services: frozenset[str]
    types: frozenset[str]
    max: int


@dataclass(frozen=True, slots=True)
class BackhaulOffer:
    """Return loads, each for one vehicle that arrived at the hub in the window."""

    id: str
    hub: str
    first_day: int
    last_day: int
    types: frozenset[str]
    count: int
    revenue_fen: int

    def fits(self, service: Service) -> bool:
        """Can vehicles of the service take it?"""
        in_time = self.first_day <= service.arrival_day <= self.last_day
        return service.destination == self.hub and in_time


class Lot(NamedTuple):
    """Stock at a site, or already in a destination hub."""

    id: str
    product: str
    at: str
    grams: int
    available_day: int
    expiry_day: int


class Line(NamedTuple):
    """One open order line."""

    id: str
    product: str
    city: str
    grams: int
    pack_grams: int
    earliest_day: int
    due_day: int
    min_life_days: int
    priority: str
    late_fen_per_kg: int
    short_fen_per_kg: int


class FrozenVehicles(NamedTuple):
    """Vehicles that already run."""

    service: str
    type: str
    amount: int


class FrozenShipment(NamedTuple):
    """Goods that are already loaded or promised to a departure."""

    lot: str
    service: str
    type: str
    grams: int


class FrozenAssignment(NamedTuple):
    """A delivery that may not be taken back."""

    line: str
    lot: str
    service: str | None
    day: int
    grams: int


@dataclass(frozen=True, slots=True)
class Frozen:
    """What earlier plans have decided for good."""

    vehicles: tuple[FrozenVehicles, ...] = ()
    shipments: tuple[FrozenShipment, ...] = ()
    assignments: tuple[FrozenAssignment, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything one planning run may use."""

    id: str
    horizon_days: int
    max_late_days: int
    products: dict[str, Product]
    site_ready_minute: dict[str, int]
    origin_handling: dict[str, Rates]
    destination_handling: dict[str, Rates]
    holding: dict[str, Rates]
    cities: tuple[str, ...]
    feeders: dict[tuple[str, str], Leg]
    last_mile: dict[tuple[str, str], Leg]
    vehicle_types: dict[str, VehicleType]
    services: dict[str, Service]
    limits: tuple[VehicleLimit, ...]
    offers: tuple[BackhaulOffer, ...]
    lots: dict[str, Lot]
    lines: dict[str, Line]
    frozen: Frozen = field(default_factory=Frozen)

    def is_forward(self, lot: Lot) -> bool:
        """Is the lot already in a destination hub?"""
        return lot.at in self.holding

    def catches(self, lot: Lot, service: Service) -> bool:
        """Do goods of the lot reach the origin hub before the cut-off?"""
        feeder = self.feeders.get((lot.at, service.origin))
        if feeder is None:
            return False
        ready = lot.available_day * MINUTES_PER_DAY + self.site_ready_minute[lot.at]
        cutoff = service.departure_day * MINUTES_PER_DAY + service.cutoff_minute
        return ready + feeder.minutes <= cutoff

    def last_day(self, line: Line) -> int:
        """The last day on which the line may be delivered."""
        return min(line.due_day + self.max_late_days, self.horizon_days - 1)
