"""Every way in which a line can be served: lot, service, day, and its cost without the line haul.

A way exists only if the lot reaches the departure, all rates exist, the day is allowed and enough
life is left at the door. So first-expiry-first-out can never break a promise. ADR 0010.
"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from logistics.rules.routing.cost import KILO_RATE, TONNE_RATE
from logistics.rules.routing.problem import Line, Lot, Problem, Service

Group = tuple[str, str, int, int, int, int]


class Way(NamedTuple):
    """Sorted cheapest first, then first expiry first, then by name."""

    nano: int  # 10⁻⁹ fen per gram: feeder, handling, holding, last mile, lateness
    expiry_day: int
    lot: str
    service: str  # "" for forward stock
    day: int
    permille: int


class _Start(NamedTuple):
    """A lot on a service, before city and day are known."""

    lot: Lot
    service: str
    hub: str
    day: int
    nano: int
    is_sunk: bool  # it is in the hub whether or not a line gets it


class WayFinder:
    """Finds and keeps the ways of all lines of a problem."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._starts = _starts(problem)
        self._ways: dict[Group, list[Way]] = {}
        self._by_service: dict[Group, dict[str, Way]] = {}

    def cheapest_on(self, line: Line, service: str) -> Way | None:
        """Return the cheapest way of a line over a service, if there is one."""
        key = _group(line)
        if key not in self._by_service:
            found: dict[str, Way] = {}
            for way in self.ways(line):
                found.setdefault(way.service, way)
            self._by_service[key] = found
        return self._by_service[key].get(service)

    def ways(self, line: Line) -> list[Way]:
        """Return the ways of a line, cheapest first."""
        key = _group(line)
        if key not in self._ways:
            found = (self._way(start, line) for start in self._starts[line.product])
            self._ways[key] = sorted(way for way in found if way is not None)
        return self._ways[key]

    def _way(self, start: _Start, line: Line) -> Way | None:
        problem, product = self._problem, self._problem.products[line.product]
        day = max(start.day, line.earliest_day, 0)
        mile = problem.last_mile.get((start.hub, line.city))
        if mile is None or product.temperature not in mile.fen_per_tonne:
            return None
        if day > problem.last_day(line) or start.lot.expiry_day - day < line.min_life_days:
            return None
        nights = day - start.day
        if start.is_sunk:
            nights -= max(problem.horizon_days - start.day, 0)
        rate = mile.fen_per_tonne[product.temperature]
        rate += problem.holding[start.hub].get(product.temperature, 0) * nights
        late = line.late_fen_per_kg * max(day - line.due_day, 0)
        nano = start.nano + rate * TONNE_RATE + late * KILO_RATE
        lot = start.lot
        return Way(nano, lot.expiry_day, lot.id, start.service, day, product.chargeable_permille)


def _group(line: Line) -> Group:
    """Lines that agree in this have the same ways."""
    return (
        line.product,
        line.city,
        line.earliest_day,
        line.due_day,
        line.min_life_days,
        line.late_fen_per_kg,
    )


def _starts(problem: Problem) -> dict[str, list[_Start]]:
    starts: dict[str, list[_Start]] = defaultdict(list)
    shipped = {(row.lot, row.service) for row in problem.frozen.shipments}
    for lot in problem.lots.values():
        if problem.is_forward(lot):
            temperature = problem.products[lot.product].temperature
            rate = problem.destination_handling[lot.at].get(temperature)
            if rate is not None:
                day = max(lot.available_day, 0)
                starts[lot.product].append(_Start(lot, "", lot.at, day, rate * TONNE_RATE, True))
            continue
        for service in problem.services.values():
            if service.is_frozen:
                if (lot.id, service.id) in shipped:
                    hub, day = service.destination, service.arrival_day
                    starts[lot.product].append(_Start(lot, service.id, hub, day, 0, True))
            elif (nano := shipping_nano(problem, lot, service)) is not None:
                hub, day = service.destination, service.arrival_day
                starts[lot.product].append(_Start(lot, service.id, hub, day, nano, False))
    return starts


def shipping_nano(problem: Problem, lot: Lot, service: Service) -> int | None:
    """Return feeder and handling of one gram in 10⁻⁹ fen, or None if it cannot travel so."""
    product = problem.products[lot.product]
    temperature = product.temperature
    if not problem.catches(lot, service) or not can_ride(problem, lot, service):
        return None
    rates = (
        problem.feeders[lot.at, service.origin].fen_per_tonne.get(temperature),
        problem.origin_handling[service.origin].get(temperature),
        problem.destination_handling[service.destination].get(temperature),
    )
    if None in rates or temperature not in problem.holding[service.destination]:
        return None
    return sum(rate for rate in rates if rate is not None) * TONNE_RATE


def can_ride(problem: Problem, lot: Lot, service: Service) -> bool:
    """Does any vehicle or groupage of the service take the goods?"""
    product = problem.products[lot.product]
    return product.temperature in service.ltl or any(
        problem.vehicle_types[name].takes(product) for name in service.vehicles
    )
