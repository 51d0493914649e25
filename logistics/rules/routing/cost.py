"""The exact cost of a plan.

Every term is an integer number of 10⁻⁹ fen. A component is rounded half up to whole fen once,
at the end; the total is the exact sum of all components, rounded half up once.
"""

from __future__ import annotations

from collections import Counter

from logistics.rules.routing.plan import COMPONENTS, Plan
from logistics.rules.routing.problem import LTL, Problem

NANO = 1_000_000_000
TONNE_RATE = 1_000  # 10⁻⁹ fen for one gram at one fen per tonne
KILO_RATE = 1_000_000  # 10⁻⁹ fen for one gram at one fen per kilogram


def rounded_fen(nano_fen: int) -> int:
    """Round an exact cost half up to whole fen.

    Example:
        >>> rounded_fen(1_500_000_000)
        2
    """
    return (2 * nano_fen + NANO) // (2 * NANO)


def cost_fen(problem: Problem, plan: Plan) -> dict[str, int]:
    """Price a plan: the nine components and `total`, in fen."""
    nano = cost_nano(problem, plan)
    priced = {name: rounded_fen(nano[name]) for name in COMPONENTS}
    priced["total"] = rounded_fen(sum(nano.values()))
    return priced


def cost_nano(problem: Problem, plan: Plan) -> dict[str, int]:
    """Price a plan exactly, by component, in 10⁻⁹ fen."""
    nano = dict.fromkeys(COMPONENTS, 0)
    revenue = {offer.id: offer.revenue_fen for offer in problem.offers}
    for vehicle in plan.vehicles:
        fixed = problem.services[vehicle.service].vehicles[vehicle.type]
        nano["vehicles"] += fixed * vehicle.amount * NANO
    for load in plan.backhauls:
        nano["backhaul"] -= revenue[load.offer] * load.amount * NANO
    for row in plan.short:
        nano["short"] += row.grams * problem.lines[row.line].short_fen_per_kg * KILO_RATE
    _add_shipments(problem, plan, nano)
    _add_assignments(problem, plan, nano)
    _add_surplus(problem, plan, nano)
    return nano


def _add_shipments(problem: Problem, plan: Plan, nano: dict[str, int]) -> None:
    for row in plan.shipments:
        lot, service = problem.lots[row.lot], problem.services[row.service]
        product = problem.products[lot.product]
        rate = problem.feeders[lot.at, service.origin].fen_per_tonne[product.temperature]
        nano["feeder"] += rate * row.grams * TONNE_RATE
        touches = (
            problem.origin_handling[service.origin][product.temperature]
            + problem.destination_handling[service.destination][product.temperature]
        )
        nano["handling"] += touches * row.grams * TONNE_RATE
        if row.type == LTL:
            rate = service.ltl[product.temperature]
            nano["ltl"] += rate * row.grams * product.chargeable_permille


def _add_assignments(problem: Problem, plan: Plan, nano: dict[str, int]) -> None:
    for row in plan.assignments:
        lot, line = problem.lots[row.lot], problem.lines[row.line]
        temperature = problem.products[lot.product].temperature
        if row.service is None:
            hub, start = lot.at, max(lot.available_day, 0)
            handling = problem.destination_handling[hub][temperature]
            nano["handling"] += handling * row.grams * TONNE_RATE
        else:
            service = problem.services[row.service]
            hub, start = service.destination, service.arrival_day
        held = problem.holding[hub][temperature] * (row.day - start)
        nano["holding"] += held * row.grams * TONNE_RATE
        mile = problem.last_mile[hub, line.city].fen_per_tonne[temperature]
        nano["last_mile"] += mile * row.grams * TONNE_RATE
        if row.day > line.due_day:
            days = row.day - line.due_day
            nano["late"] += line.late_fen_per_kg * days * row.grams * KILO_RATE


def _add_surplus(problem: Problem, plan: Plan, nano: dict[str, int]) -> None:
    """Charge holding to the end of the horizon for goods in hubs that nobody gets."""
    rest: Counter[tuple[str, str | None]] = Counter()
    for shipment in plan.shipments:
        rest[shipment.lot, shipment.service] += shipment.grams
    for lot in problem.lots.values():
        if problem.is_forward(lot):
            rest[lot.id, None] += lot.grams
    for row in plan.assignments:
        rest[row.lot, row.service] -= row.grams
    for (lot_id, service_id), grams in rest.items():
        lot = problem.lots[lot_id]
        hub, start = lot.at, max(lot.available_day, 0)
        if service_id is not None:
            service = problem.services[service_id]
            hub, start = service.destination, service.arrival_day
        rate = problem.holding[hub].get(problem.products[lot.product].temperature, 0)
        nights = max(problem.horizon_days - start, 0)
        nano["holding"] += rate * nights * max(grams, 0) * TONNE_RATE
