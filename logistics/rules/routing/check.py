"""Is a plan allowed? An independent look at a plan before it is adopted.

Nothing of the solver is used here, so a mistake there is found here. Each violation names the rule
and the place: supply, departure, class, capacity, minimum fill, limit, hub stock, day, life, pack,
delivery, short, backhaul, frozen, cost, bound.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from logistics.rules.routing.cost import cost_fen
from logistics.rules.routing.plan import AssignmentRow, Plan, ShipmentRow
from logistics.rules.routing.problem import LTL, Problem


class Violation(NamedTuple):
    """A rule that the plan breaks, and where."""

    rule: str
    where: str


def list_violations(problem: Problem, plan: Plan) -> list[Violation]:
    """Return everything that is wrong with a plan; empty means it may be adopted."""
    unknown = list(_unknown(problem, plan))
    if unknown:
        return unknown  # the other rules would stumble over names that do not exist
    return [
        *_supply(problem, plan),
        *_departures(problem, plan),
        *_loads(problem, plan),
        *_limits(problem, plan),
        *(v for row in plan.assignments for v in _assignment(problem, row)),
        *_deliveries(problem, plan),
        *_backhauls(problem, plan),
        *_frozen(problem, plan),
        *_figures(problem, plan),
    ]


def _unknown(problem: Problem, plan: Plan) -> Iterator[Violation]:
    if plan.problem != problem.id:
        yield Violation("problem", plan.problem)
    services, lines = problem.services, problem.lines
    yield from (
        Violation("vehicles", f"{row.service} {row.type}")
        for row in plan.vehicles
        if row.service not in services or row.type not in services[row.service].vehicles
    )
    yield from (
        Violation("shipment", f"{row.lot} {row.service}")
        for row in plan.shipments
        if row.lot not in problem.lots
        or row.service not in services
        or row.type not in (LTL, *problem.vehicle_types)
    )
    yield from (
        Violation("assignment", f"{row.line} {row.lot}")
        for row in plan.assignments
        if row.line not in lines
        or row.lot not in problem.lots
        or row.service not in (None, *services)
    )
    yield from (Violation("short", row.line) for row in plan.short if row.line not in lines)


def _supply(problem: Problem, plan: Plan) -> Iterator[Violation]:
    taken: Counter[str] = Counter()
    shipped: Counter[tuple[str, str | None]] = Counter()
    for shipment in plan.shipments:
        taken[shipment.lot] += shipment.grams
        shipped[shipment.lot, shipment.service] += shipment.grams
    for row in plan.assignments:
        if row.service is None:
            taken[row.lot] += row.grams
            if not problem.is_forward(problem.lots[row.lot]):
                yield Violation("assignment", f"{row.line} {row.lot}")
        else:
            shipped[row.lot, row.service] -= row.grams
    yield from (
        Violation("supply", lot) for lot, grams in taken.items() if grams > problem.lots[lot].grams
    )
    yield from (Violation("hub stock", f"{key}") for key, grams in shipped.items() if grams < 0)


def _departures(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for row in plan.shipments:
        lot, service = problem.lots[row.lot], problem.services[row.service]
        if problem.is_forward(lot) or not problem.catches(lot, service):
            yield Violation("departure", f"{row.lot} {row.service}")
        elif not _may_ride(problem, row):
            yield Violation("class", f"{row.lot} {row.service} {row.type}")


def _may_ride(problem: Problem, row: ShipmentRow) -> bool:
    service, product = (
        problem.services[row.service],
        problem.products[problem.lots[row.lot].product],
    )
    if row.type == LTL:
        return product.temperature in service.ltl
    return problem.vehicle_types[row.type].takes(product)


def _loads(problem: Problem, plan: Plan) -> Iterator[Violation]:
    counts: Counter[tuple[str, str]] = Counter()
    load: Counter[tuple[str, str]] = Counter()
    for vehicle in plan.vehicles:
        counts[vehicle.service, vehicle.type] += vehicle.amount
    for row in plan.shipments:
        if row.type != LTL:
            permille = problem.products[problem.lots[row.lot].product].chargeable_permille
            load[row.service, row.type] += row.grams * permille
    for key in counts.keys() | load.keys():
        vehicle_type = problem.vehicle_types[key[1]]
        space = vehicle_type.capacity_grams * counts[key]
        if load[key] > 1000 * space:
            yield Violation("capacity", f"{key}")
        if load[key] < vehicle_type.min_fill_permille * space:
            yield Violation("minimum fill", f"{key}")


def _limits(problem: Problem, plan: Plan) -> Iterator[Violation]:
    for limit in problem.limits:
        used = sum(
            row.amount
            for row in plan.vehicles
            if row.service in limit.services and row.type in limit.types
        )
        if used > limit.max:
            yield Violation("limit", limit.id)


def _assignment(problem: Problem, row: AssignmentRow) -> Iterator[Violation]:
    line, lot, where = problem.lines[row.line], problem.lots[row.lot], f"{row.line} {row.lot}"
    hub, start = lot.at, lot.available_day
    if row.service is not None:
        service = problem.services[row.service]
        hub, start = service.destination, service.arrival_day
    mile = problem.last_mile.get((hub, line.city))
    temperature = problem.products[lot.product].temperature
    if line.product != lot.product or mile is None or temperature not in mile.fen_per_tonne:
        yield Violation("assignment", where)
    if not max(line.earliest_day, start, 0) <= row.day <= problem.last_day(line):
        yield Violation("day", where)
    if lot.expiry_day - row.day < line.min_life_days:
        yield Violation("life", where)
    if row.grams <= 0 or row.grams % line.pack_grams:
        yield Violation("pack", where)


def _deliveries(problem: Problem, plan: Plan) -> Iterator[Violation]:
    missing = {line.id: line.grams for line in problem.lines.values()}
    for row in plan.assignments:
        missing[row.line] -= row.grams
    declared = {row.line: row.grams for row in plan.short}
    for line, grams in missing.items():
        if grams < 0:
            yield Violation("delivery", line)
        if declared.get(line, 0) != max(grams, 0):
            yield Violation("short", line)


def _backhauls(problem: Problem, plan: Plan) -> Iterator[Violation]:
    offers = {offer.id: offer for offer in problem.offers}
    free: Counter[tuple[str, str]] = Counter()
    left = Counter({offer.id: offer.count for offer in problem.offers})
    for vehicle in plan.vehicles:
        free[vehicle.service, vehicle.type] += vehicle.amount
    for row in plan.backhauls:
        offer, service = offers.get(row.offer), problem.services.get(row.service)
        free[row.service, row.type] -= row.amount
        left[row.offer] -= row.amount
        fits = offer and service and offer.fits(service) and row.type in offer.types
        if not fits or free[row.service, row.type] < 0 or left[row.offer] < 0:
            yield Violation("backhaul", f"{row.offer} {row.service}")


def _frozen(problem: Problem, plan: Plan) -> Iterator[Violation]:
    pairs = (
        (problem.frozen.vehicles, plan.vehicles, 0),
        (problem.frozen.shipments, plan.shipments, 1),
        (problem.frozen.assignments, plan.assignments, None),
    )
    for frozen, rows, service_at in pairs:
        needed = {tuple(row[:-1]): row[-1] for row in frozen}
        planned = {tuple(row[:-1]): row[-1] for row in rows}
        for key, amount in needed.items():
            if planned.get(key, 0) < amount:
                yield Violation("frozen", f"{key}")
        for key, amount in planned.items() if service_at is not None else ():
            is_closed = problem.services[str(key[service_at or 0])].is_frozen
            if is_closed and amount > needed.get(key, 0):
                yield Violation("frozen", f"{key}")


def _figures(problem: Problem, plan: Plan) -> Iterator[Violation]:
    cost = cost_fen(problem, plan)
    if cost != plan.cost_fen:
        yield Violation("cost", f"{plan.cost_fen} is {cost}")
    if plan.lower_bound_fen > cost["total"]:
        yield Violation("bound", f"{plan.lower_bound_fen} > {cost['total']}")
