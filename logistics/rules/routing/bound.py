"""A proven lower bound: what every line must cost at least, with a price on scarce lots.

For any prices λ ≥ 0 of lots, no plan costs less than

    Σ over lines of grams × min(short, min over ways (way + haul + λ of lot)) − Σ λ × lot grams

because a feasible plan pays λ for at most the grams that a lot has. `haul` is the least that a
gram can cost on the departure: groupage, or a vehicle as full as all demand could make it. Good
prices come from `prices.py`; whatever they are, this sum is a bound, in integers, so nothing is
lost to rounding. What is decided already and what return loads can pay at most is added.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from logistics.rules.routing.cost import KILO_RATE, NANO, TONNE_RATE
from logistics.rules.routing.mix import Kind, fits, kind_of
from logistics.rules.routing.prices import Choices, lot_prices
from logistics.rules.routing.problem import LTL, Line, Lot, Problem, Service
from logistics.rules.routing.ways import WayFinder, shipping_nano


def lower_bound(problem: Problem) -> int:
    """Return a cost in fen that no feasible plan of the problem undercuts."""
    finder = WayFinder(problem)
    demand = _demand(problem, finder)
    hauls = {
        service.id: _least_haul(problem, service, demand[service.id])
        for service in problem.services.values()
    }
    choices = [(line, _choices(problem, line, finder, hauls)) for line in problem.lines.values()]
    supply = {lot.id: lot.grams for lot in problem.lots.values()}
    fixed = _unavoidable(problem)
    without = _bound_nano(choices, supply, dict.fromkeys(supply, 0))
    if not choices:
        return max(fixed // NANO, 0)
    priced = _bound_nano(choices, supply, lot_prices(choices, supply))
    return max((fixed + max(without, priced)) // NANO, 0)


def _bound_nano(choices: Choices, supply: dict[str, int], prices: dict[str, int]) -> int:
    nano = -sum(price * supply[lot] for lot, price in prices.items())
    for line, ways in choices:
        least = min((way + prices[lot] for way, lot in ways), default=None)
        short = line.short_fen_per_kg * KILO_RATE
        nano += line.grams * (short if least is None else min(least, short))
    return nano


def _demand(problem: Problem, finder: WayFinder) -> dict[str, Counter[Kind]]:
    """Chargeable milligrams of all lines that could use a service: service -> kind -> mg."""
    demand: dict[str, Counter[Kind]] = defaultdict(Counter)
    for line in problem.lines.values():
        product = problem.products[line.product]
        milligrams = line.grams * product.chargeable_permille
        for service in {way.service for way in finder.ways(line)}:
            demand[service][kind_of(product)] += milligrams
    return demand


def _choices(
    problem: Problem, line: Line, finder: WayFinder, hauls: dict[str, dict[Kind, int]]
) -> list[tuple[int, str]]:
    """Per lot the least 10⁻⁹ fen per gram, cheapest lot first."""
    kind = kind_of(problem.products[line.product])
    least: dict[str, int] = {}
    for way in finder.ways(line):
        nano = way.nano
        if way.service and not problem.services[way.service].is_frozen:
            nano += hauls[way.service][kind] * way.permille
        least[way.lot] = min(nano, least.get(way.lot, nano))
    return sorted((nano, lot) for lot, nano in least.items())


def _least_haul(problem: Problem, service: Service, demand: Counter[Kind]) -> dict[Kind, int]:
    """Return per kind of goods the least 10⁻⁹ fen for one chargeable milligram.

    A vehicle carries at most what it can hold, and at most all goods that could ride in it.
    """
    least: dict[Kind, int] = {}
    for kind in demand:
        options = []
        for name, fixed in service.vehicles.items():
            vehicle = problem.vehicle_types[name]
            if fits(vehicle, kind):
                goods = sum(mg for other, mg in demand.items() if fits(vehicle, other))
                most = max(min(1000 * vehicle.capacity_grams, goods), 1)
                net = max(fixed - _revenue(problem, service, name), 0)
                options.append(net * NANO // most)
        if kind[0] in service.ltl:
            options.append(service.ltl[kind[0]])
        least[kind] = min(options, default=0)
    return least


def _revenue(problem: Problem, service: Service, vehicle_type: str) -> int:
    """The best return load that a vehicle could find."""
    return max(
        (o.revenue_fen for o in problem.offers if vehicle_type in o.types and o.fits(service)),
        default=0,
    )


def _unavoidable(problem: Problem) -> int:
    """What every plan pays: stock in hubs, decided departures; less what return loads could pay."""
    nano = _frozen_nano(problem)
    for lot in problem.lots.values():
        if problem.is_forward(lot):
            nano += _held(problem, lot, lot.at, lot.available_day) * lot.grams
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


def _frozen_nano(problem: Problem) -> int:
    """Departures that are decided: their vehicles and goods, held to the end of the horizon."""
    nano = 0
    for row in problem.frozen.vehicles:
        service = problem.services[row.service]
        if service.is_frozen:
            net = service.vehicles[row.type] - _revenue(problem, service, row.type)
            nano += max(net, 0) * row.amount * NANO
    for shipment in problem.frozen.shipments:
        service, lot = problem.services[shipment.service], problem.lots[shipment.lot]
        if not service.is_frozen:
            continue
        product = problem.products[lot.product]
        unit = shipping_nano(problem, lot, service) or 0
        unit += _held(problem, lot, service.destination, service.arrival_day)
        if shipment.type == LTL:
            unit += service.ltl[product.temperature] * product.chargeable_permille
        nano += unit * shipment.grams
    return nano


def _held(problem: Problem, lot: Lot, hub: str, day: int) -> int:
    """10⁻⁹ fen for keeping a gram in a hub from a day to the end of the horizon."""
    rate = problem.holding[hub].get(problem.products[lot.product].temperature, 0)
    return rate * max(problem.horizon_days - max(day, 0), 0) * TONNE_RATE
