"""Which vehicles carry a load: the best mix of vehicles and groupage of one service.

Full or empty, a vehicle costs the same; groupage is charged to the gram. The mix is improved by
one vehicle more, less or exchanged until nothing is cheaper, within the limits of fleets and
docks. A return load pays for a part of a vehicle.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from logistics.rules.routing.cost import NANO
from logistics.rules.routing.problem import (
    LTL,
    BackhaulOffer,
    Problem,
    Product,
    Service,
    VehicleType,
)

Kind = tuple[str, bool]  # temperature class, may use the green lane
Load = dict[Kind, int]  # milligrams chargeable
Counts = dict[str, int]  # vehicle type -> count
IMPOSSIBLE = 10**30  # 10⁻⁹ fen
CUT_SLACK = 5_000  # milligrams lost where goods are cut to the gram


def kind_of(product: Product) -> Kind:
    """Return what vehicles see of a product."""
    return product.temperature, product.is_green


@dataclass(frozen=True, slots=True)
class Mix:
    """Vehicles of one service, the return loads they take, and the cost of the haul."""

    nano: int
    vehicles: tuple[tuple[str, int], ...] = ()
    backhauls: tuple[tuple[str, str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Base:
    """What is frozen on a service: vehicles, and milligrams that already ride in them."""

    counts: Counts = field(default_factory=dict)
    milligrams: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Surplus:
    """Goods that may be sent without a buyer to reach a minimum fill."""

    nano_per_gram: int
    grams: int
    lot: str
    permille: int


@dataclass(slots=True)
class Room:
    """What fleets, docks and return loads still allow on a service."""

    limits: list[tuple[frozenset[str], int]]
    offers: list[tuple[BackhaulOffer, int]]


class Mixer:
    """Finds vehicles for the load of one service."""

    def __init__(self, problem: Problem, service: Service, base: Base) -> None:
        self.service = service
        self.base = base
        kinds = (problem.vehicle_types[name] for name in service.vehicles)
        self._types = sorted(kinds, key=lambda t: (not t.is_green, len(t.classes), t.id))
        self.surplus: dict[Kind, Surplus] = {}

    def choose(self, load: Load, room: Room) -> Mix:
        """Return the best mix found for a load."""
        types = [t for t in self._types if any(fits(t, kind) for kind in load)]
        best, counts = min(
            (self._cost(start, load, room), sorted(start.items()), start)
            for start in self._starts(load, types)
        )[::2]
        cheapest = min((self._least(t, room) for t in types), default=IMPOSSIBLE)
        while types and best > cheapest:
            options = [
                (cost, sorted(other.items()), other)
                for other in _neighbours(counts, types)
                if (cost := self._cost(other, load, room)) < best
            ]
            if not options:
                break
            best, _, counts = min(options)
        return Mix(best, tuple(sorted(counts.items())), self._backhauls(counts, room)[0])

    def place(self, counts: Counts, load: Load) -> dict[str, Load] | None:
        """Distribute a load: {vehicle type or LTL: load}; None if a minimum fill is missed."""
        rest, placed = dict(load), {}
        order = sorted(load, key=lambda kind: (-self.rate(kind), kind))
        for vehicle in self._types:
            count = counts.get(vehicle.id, 0)
            if count:
                cargo = placed[vehicle.id] = self._fill(vehicle, count, rest, order)
                filled = sum(cargo.values()) + self.base.milligrams.get(vehicle.id, 0)
                least = vehicle.min_fill_permille * vehicle.capacity_grams * count
                if filled < least and self.top_up(vehicle, least - filled) is None:
                    return None
        placed[LTL] = {kind: mg for kind, mg in rest.items() if mg}
        return placed

    def top_up(self, vehicle: VehicleType, milligrams: int) -> tuple[Surplus, int] | None:
        """Return goods and grams that close a gap to the minimum fill, if there are any."""
        for kind, surplus in sorted(self.surplus.items()):
            grams = -(-milligrams // surplus.permille)
            if fits(vehicle, kind) and grams <= surplus.grams:
                return surplus, grams
        return None

    def rate(self, kind: Kind) -> int:
        """Groupage in 10⁻⁹ fen per milligram; dear where there is none."""
        return self.service.ltl.get(kind[0], IMPOSSIBLE)

    def type(self, name: str) -> VehicleType:
        """Return a vehicle type of the service."""
        return next(vehicle for vehicle in self._types if vehicle.id == name)

    def _fill(self, vehicle: VehicleType, count: int, rest: Load, order: list[Kind]) -> Load:
        space = 1000 * vehicle.capacity_grams * count - self.base.milligrams.get(vehicle.id, 0)
        cargo: Load = {}
        for kind in order:
            if rest[kind] and fits(vehicle, kind):
                if self.rate(kind) == IMPOSSIBLE and rest[kind] > space:
                    space = max(space - CUT_SLACK, 0)
                cargo[kind] = min(rest[kind], space)
                rest[kind] -= cargo[kind]
                space -= cargo[kind]
        return cargo

    def _cost(self, counts: Counts, load: Load, room: Room) -> int:
        """Return 10⁻⁹ fen for vehicles, groupage and return loads."""
        if any(sum(counts.get(name, 0) for name in types) > left for types, left in room.limits):
            return IMPOSSIBLE
        if any(counts.get(name, 0) < count for name, count in self.base.counts.items()):
            return IMPOSSIBLE
        placed = self.place(counts, load)
        if placed is None:
            return IMPOSSIBLE
        cost = sum(self.rate(kind) * mg for kind, mg in placed[LTL].items())
        if cost >= IMPOSSIBLE:
            return IMPOSSIBLE
        cost += NANO * sum(self.service.vehicles[name] * n for name, n in counts.items())
        return cost + self._surplus_nano(counts, placed) - NANO * self._backhauls(counts, room)[1]

    def _surplus_nano(self, counts: Counts, placed: Mapping[str, Load]) -> int:
        return sum(
            surplus.nano_per_gram * grams for _, surplus, grams in self.top_ups(counts, placed)
        )

    def top_ups(
        self, counts: Counts, placed: Mapping[str, Load]
    ) -> Iterator[tuple[str, Surplus, int]]:
        """Yield (vehicle type, goods, grams) sent without a buyer."""
        for name, count in counts.items():
            vehicle = self.type(name)
            filled = sum(placed.get(name, {}).values()) + self.base.milligrams.get(name, 0)
            gap = vehicle.min_fill_permille * vehicle.capacity_grams * count - filled
            found = self.top_up(vehicle, gap) if gap > 0 else None
            if found:
                yield name, *found

    def _starts(self, load: Load, types: list[VehicleType]) -> Iterator[Counts]:
        yield dict(self.base.counts)
        full: Counts = dict(self.base.counts)
        for kind, milligrams in load.items():
            fitting = [t for t in types if fits(t, kind) and not t.min_fill_permille]
            if fitting:
                cheap = min(
                    fitting, key=lambda t: (self.service.vehicles[t.id] / t.capacity_grams, t.id)
                )
                trucks = milligrams // (1000 * cheap.capacity_grams)
                if self.rate(kind) == IMPOSSIBLE:
                    trucks += 1
                if trucks:
                    full[cheap.id] = full.get(cheap.id, 0) + trucks
        if full != self.base.counts:
            yield full

    def _least(self, vehicle: VehicleType, room: Room) -> int:
        """The least that one more vehicle of the type can cost."""
        revenue = max(
            (o.revenue_fen for o, left in room.offers if left and vehicle.id in o.types), default=0
        )
        return NANO * (self.service.vehicles[vehicle.id] - revenue)

    def _backhauls(
        self, counts: Counts, room: Room
    ) -> tuple[tuple[tuple[str, str, int], ...], int]:
        """Give the best return loads to the vehicles that fit; also their revenue in fen."""
        free, rows, revenue = dict(counts), [], 0
        for offer, left in room.offers:
            for name in sorted(free):
                taken = min(left, free[name]) if name in offer.types else 0
                if taken:
                    rows.append((offer.id, name, taken))
                    revenue += taken * offer.revenue_fen
                    free[name] -= taken
                    left -= taken
        return tuple(rows), revenue


def fits(vehicle: VehicleType, kind: Kind) -> bool:
    """May goods of the kind ride in vehicles of the type?"""
    return kind[0] in vehicle.classes and (kind[1] or not vehicle.is_green)


def _neighbours(counts: Counts, types: list[VehicleType]) -> Iterator[Counts]:
    """Yield counts with one vehicle more, less or exchanged."""
    for less in (None, *counts):
        for more in (None, *(vehicle.id for vehicle in types)):
            if less == more:
                continue
            other = dict(counts)
            if more:
                other[more] = other.get(more, 0) + 1
            if less:
                other[less] -= 1
                if not other[less]:
                    del other[less]
            yield other
