"""A first good plan: serve line by line at least landed cost, then ruin parts and serve them anew.

Contract lines come first, then what is dearest to leave short. The improvement takes lines that
belong together (one product, one departure, or what would fill a truck) back, serves them again in
another order, and keeps the result only if the whole plan costs no more. Everything is decided
with exact integers, so the same problem and seed always give the same plan. ADR 0010.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable

from logistics.rules.routing.assembly import assemble
from logistics.rules.routing.bound import lower_bound
from logistics.rules.routing.cost import KILO_RATE, NANO
from logistics.rules.routing.draft import Draft, Gift
from logistics.rules.routing.insertion import Mood, Prices, serve
from logistics.rules.routing.mix import fits
from logistics.rules.routing.plan import Plan
from logistics.rules.routing.problem import Line, Problem, VehicleType

Report = Callable[[str, int, int], None]  # stage, done, of
Stop = Callable[[], bool]

INSERTIONS = 15_000  # lines served anew in all
MAX_ROUNDS = 1_500
ROUNDS_PER_LINE = 80
MAX_RUIN = 40
PARTIAL = 0.1
BLINK = 0.02  # how often a way is overlooked while serving anew


def solve(problem: Problem, seed: int, stop: Stop, report: Report) -> Plan:
    """Plan every open line onto a lot, a departure and a day.

    Args:
        problem: the frozen problem.
        seed: chooses among equally good searches; the same seed gives the same plan.
        stop: asked between steps; once true, the best plan so far is returned.
        report: told (stage, done, of) now and then.

    Returns:
        A feasible plan with its exact cost and a proven lower bound.
    """
    draft = Draft(problem)
    order = sorted(problem.lines.values(), key=_urgency)
    for number, line in enumerate(order):
        if number % 50 == 0:
            report("serve", number, len(order))
        serve(draft, line)
    _Improvement(draft, seed).run(stop, report)
    draft.haulage.finish()
    report("bound", 0, 1)
    plan = assemble(draft, seed, lower_bound(problem))
    report("bound", 1, 1)
    return plan


def _urgency(line: Line) -> tuple[object, ...]:
    return line.priority != "contract", -line.short_fen_per_kg, line.due_day, -line.grams, line.id


class _Improvement:
    """Ruin a part, serve it anew, keep what is better."""

    def __init__(self, draft: Draft, seed: int) -> None:
        self._draft = draft
        self._lines = list(draft.problem.lines.values())
        self._random = random.Random(seed)  # noqa: S311 -- a search, not a secret
        self._by_product: dict[str, list[Line]] = {}
        for line in self._lines:
            self._by_product.setdefault(line.product, []).append(line)

    def run(self, stop: Stop, report: Report) -> None:
        left = INSERTIONS
        moves = (self._one_product, self._one_departure, self._fill_a_truck)
        rounds = min(MAX_ROUNDS, ROUNDS_PER_LINE * len(self._lines))
        for number in range(rounds):
            if stop() or left <= 0 or not self._lines:
                return
            if number % 25 == 0:
                report("improve", number, rounds)
            lines, prices = moves[number % len(moves)]()
            if lines:
                left -= len(lines)
                self._try(lines, prices)

    def _try(self, lines: list[Line], prices: Prices) -> None:
        draft, before = self._draft, self._draft.nano
        old = {line.id: draft.take_back(line) for line in lines}
        for line in lines:
            serve(draft, line, Mood(prices, self._blinks, self._share(line)))
        for line in lines:
            serve(draft, line)
        if draft.nano > before:
            self._restore(lines, old)

    def _share(self, line: Line) -> int | None:
        """Now and then a line first gets a part only, so that others find whole packs."""
        if line.pack_grams == line.grams or self._random.random() > PARTIAL:
            return None
        return self._random.randint(0, line.grams)

    def _blinks(self) -> bool:
        return self._random.random() < BLINK

    def _restore(self, lines: Iterable[Line], old: dict[str, list[Gift]]) -> None:
        lines = list(lines)
        for line in lines:
            self._draft.take_back(line)
        for line in lines:
            for way, grams in old[line.id]:
                self._draft.give(line, way, grams)

    def _one_product(self) -> tuple[list[Line], Prices]:
        """Lines of one product, the order shuffled; sometimes by what is dearest to miss."""
        lines = list(self._by_product[self._random.choice(self._lines).product])
        self._random.shuffle(lines)
        lines = lines[: self._random.randint(1, MAX_RUIN)]
        if self._random.random() < 0.3:
            lines.sort(key=_urgency)
        return lines, {}

    def _one_departure(self) -> tuple[list[Line], Prices]:
        """Lines of one departure, which is closed to them for once."""
        used = [service for service, load in sorted(self._draft.haulage.loads.items()) if load]
        if not used:
            return [], {}
        service = self._random.choice(used)
        lines = [
            line
            for line in self._lines
            if any(way.service == service for way, _ in self._draft.given[line.id])
        ]
        if len(lines) > MAX_RUIN:
            lines = self._random.sample(lines, MAX_RUIN)
        lines.sort(key=_urgency)
        closed = self._random.random() < 0.7
        return lines, {service: NANO * NANO} if closed else {}

    def _fill_a_truck(self) -> tuple[list[Line], Prices]:
        """Lines that one more truck of a departure could carry, at the price of a full one."""
        problem = self._draft.problem
        choice = self._random.choice(
            [service for service in problem.services.values() if not service.is_frozen] or [None]
        )
        if choice is None or not choice.vehicles:
            return [], {}
        vehicle = problem.vehicle_types[self._random.choice(sorted(choice.vehicles))]
        price = NANO * choice.vehicles[vehicle.id] // (1000 * vehicle.capacity_grams)
        lines = self._gains(choice.id, vehicle, price)
        return lines, {choice.id: price}

    def _gains(self, service: str, vehicle: VehicleType, price: int) -> list[Line]:
        """The lines that gain most per milligram, up to one full vehicle."""
        draft, found = self._draft, []
        for line in self._lines:
            if not fits(vehicle, draft.kind(line)):
                continue
            way = draft.finder.cheapest_on(line, service)
            if way is not None:
                gain = self._paid_nano(line) - way.nano - price * way.permille
                if gain > 0:
                    found.append((-gain, line.id, way.permille))
        lines: list[Line] = []
        space = 1000 * vehicle.capacity_grams
        for _, line_id, permille in sorted(found):
            line = draft.problem.lines[line_id]
            if line.grams * permille <= space and len(lines) < 5 * MAX_RUIN:
                space -= line.grams * permille
                lines.append(line)
        return lines

    def _paid_nano(self, line: Line) -> int:
        """What a gram of the line costs now: way, share of the haul, or being short."""
        draft = self._draft
        total = draft.missing[line.id] * line.short_fen_per_kg * KILO_RATE
        for way, grams in draft.given[line.id]:
            total += way.nano * grams
            load = draft.haulage.loads.get(way.service)
            if load:
                mix = draft.haulage.mixes[way.service]
                total += mix.nano * grams * way.permille // sum(load.values())
        return total // line.grams
