"""A proven lower bound: what every line must cost at least, with a price on scarce lots.

For any prices λ ≥ 0 of lots, no plan costs less than

    Σ over lines of grams × min(short, min over ways (way + haul + λ of lot)) − Σ λ × lot grams

because a feasible plan pays λ for at most the grams that a lot has. `haul` is the least that a
gram can cost on the departure: groupage, or a full vehicle. Prices are found by a few steps that
raise them where a lot is asked for more than it has; every step gives a valid bound, the best one
is kept. Return loads are subtracted in full. All in integers, so nothing is lost to rounding.
"""

from __future__ import annotations

from collections import Counter

from logistics.rules.routing.cost import KILO_RATE, NANO, TONNE_RATE
from logistics.rules.routing.problem import Line, Problem, Service
from logistics.rules.routing.ways import WayFinder

STEPS = 40


def lower_bound(problem: Problem) -> int:
    """Return a cost in fen that no feasible plan of the problem undercuts."""
    finder = WayFinder(problem)
    hauls = {service.id: _least_haul(problem, service) for service in problem.services.values()}
    choices = [(line, _choices(problem, line, finder, hauls)) for line in problem.lines.values()]
    supply = {lot.id: lot.grams for lot in problem.lots.values()}
    prices: dict[str, int] = dict.fromkeys(supply, 0)
    fixed = _unavoidable(problem)
    best, step = 0, 400 * KILO_RATE
    for number in range(STEPS):
        asked: Counter[str] = Counter()
        nano = fixed - sum(price * supply[lot] for lot, price in prices.items() if price)
        for line, ways in choices:
            nano += line.grams * _cheapest(line, ways, prices, asked)
        best = max(best, nano // NANO)
        if not _raise(prices, asked, supply, step // (1 + number // 4)):
            break
    return best


def _choices(
    problem: Problem, line: Line, finder: WayFinder, hauls: dict[str, dict[str, int]]
) -> list[tuple[int, str]]:
    """Per lot the least 10⁻⁹ fen per gram, cheapest lot first."""
    product = problem.products[line.product]
    least: dict[str, int] = {}
    for way in finder.ways(line):
        nano = way.nano
        if way.service and not problem.services[way.service].is_frozen:
            nano += hauls[way.service][_haul_key(product.temperature, product.is_green)] * (
                way.permille
            )
        least[way.lot] = min(nano, least.get(way.lot, nano))
    return sorted((nano, lot) for lot, nano in least.items())


def _cheapest(
    line: Line, ways: list[tuple[int, str]], prices: dict[str, int], asked: Counter[str]
) -> int:
    best, chosen = line.short_fen_per_kg * KILO_RATE, None
    for nano, lot in ways:
        if nano >= best:
            break
        if nano + prices[lot] < best:
            best, chosen = nano + prices[lot], lot
    if chosen:
        asked[chosen] += line.grams
    return best


def _raise(prices: dict[str, int], asked: Counter[str], supply: dict[str, int], step: int) -> bool:
    """Raise prices of lots asked for too much, lower the others; False if nothing changes."""
    changed = False
    for lot, grams in supply.items():
        excess = asked[lot] - grams
        price = max(prices[lot] + step * excess // max(grams, asked[lot], 1), 0)
        changed = changed or price != prices[lot]
        prices[lot] = price
    return changed


def _haul_key(temperature: str, is_green: bool) -> str:
    return f"{temperature}{'+' if is_green else ''}"


def _least_haul(problem: Problem, service: Service) -> dict[str, int]:
    """Return per kind of goods the least 10⁻⁹ fen for one chargeable milligram."""
    least: dict[str, int] = {}
    for product in problem.products.values():
        options = [
            max(fixed - _revenue(problem, service, name), 0)
            * NANO
            // (1000 * problem.vehicle_types[name].capacity_grams)
            for name, fixed in service.vehicles.items()
            if problem.vehicle_types[name].takes(product)
        ]
        if product.temperature in service.ltl:
            options.append(service.ltl[product.temperature])
        least[_haul_key(product.temperature, product.is_green)] = min(options, default=0)
    return least


def _revenue(problem: Problem, service: Service, vehicle_type: str) -> int:
    """The best return load that a vehicle could find."""
    return max(
        (o.revenue_fen for o in problem.offers if vehicle_type in o.types and o.fits(service)),
        default=0,
    )


def _unavoidable(problem: Problem) -> int:
    """Holding of all forward stock, less what return loads could pay beyond whole vehicles."""
    nano = 0
    for lot in problem.lots.values():
        if problem.is_forward(lot):
            rate = problem.holding[lot.at].get(problem.products[lot.product].temperature, 0)
            nights = max(problem.horizon_days - max(lot.available_day, 0), 0)
            nano += rate * nights * lot.grams * TONNE_RATE
    for offer in problem.offers:
        fixed = [
            service.vehicles[name]
            for service in problem.services.values()
            if offer.fits(service)
            for name in service.vehicles
            if name in offer.types
        ]
        gain = offer.revenue_fen - min(fixed, default=offer.revenue_fen)
        nano -= max(gain, 0) * offer.count * NANO
    return nano
