"""A plan in the making: what every line gets, what is left of every lot, what it costs so far."""

from __future__ import annotations

from collections import Counter, defaultdict

from logistics.rules.routing.cost import KILO_RATE
from logistics.rules.routing.haulage import Haulage
from logistics.rules.routing.mix import Kind, kind_of
from logistics.rules.routing.problem import Line, Problem
from logistics.rules.routing.ways import Way, WayFinder

Gift = tuple[Way, int]  # a way and the grams that take it


class Draft:
    """Lines are served and taken back; every change keeps stock, loads and cost right."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.finder = WayFinder(problem)
        self.haulage = Haulage(problem)
        self.given: dict[str, list[Gift]] = {line: [] for line in problem.lines}
        self.fixed: dict[str, Counter[tuple[str, str, int]]] = defaultdict(Counter)
        self.base: Counter[tuple[str, str]] = Counter()
        self.assigned: Counter[tuple[str, str]] = Counter()
        self.left = {lot.id: lot.grams for lot in problem.lots.values()}
        self.missing = {line.id: line.grams for line in problem.lines.values()}
        self._nano = 0
        self._kinds: dict[str, Kind] = {
            product.id: kind_of(product) for product in problem.products.values()
        }
        for shipment in problem.frozen.shipments:
            self.base[shipment.lot, shipment.service] += shipment.grams
            self.left[shipment.lot] -= shipment.grams
        for row in problem.frozen.assignments:
            self.fixed[row.line][row.lot, row.service or "", row.day] += row.grams
            self._book(row.line, row.lot, row.service or "", row.grams)

    @property
    def nano(self) -> int:
        """Cost so far in 10⁻⁹ fen, but for what is frozen anyway."""
        short = sum(
            grams * self.problem.lines[line].short_fen_per_kg
            for line, grams in self.missing.items()
            if grams
        )
        return self._nano + self.haulage.nano + short * KILO_RATE

    def kind(self, line: Line) -> Kind:
        """Return what vehicles see of the line's goods."""
        return self._kinds[line.product]

    def room(self, way: Way) -> int:
        """Return how many grams can still take a way."""
        if not way.service:
            return self.left[way.lot]
        key = way.lot, way.service
        surplus = max(self.base[key] - self.assigned[key], 0)
        if self.problem.services[way.service].is_frozen:
            return surplus
        return surplus + self.left[way.lot]

    def give(self, line: Line, way: Way, grams: int) -> None:
        """Serve grams of a line in a way."""
        self.given[line.id].append((way, grams))
        self._nano += way.nano * grams
        self._book(line.id, way.lot, way.service, grams)

    def take_back(self, line: Line) -> list[Gift]:
        """Take everything back that is not frozen; return what it was."""
        gifts = self.given[line.id]
        self.given[line.id] = []
        for way, grams in gifts:
            self._nano -= way.nano * grams
            self._book(line.id, way.lot, way.service, -grams)
        return gifts

    def _book(self, line: str, lot: str, service: str, grams: int) -> None:
        self.missing[line] -= grams
        if not service:
            self.left[lot] -= grams
            return
        key = lot, service
        before = max(self.assigned[key] - self.base[key], 0)
        self.assigned[key] += grams
        more = max(self.assigned[key] - self.base[key], 0) - before
        if more:
            self.left[lot] -= more
            product = self.problem.products[self.problem.lots[lot].product]
            milligrams = more * product.chargeable_permille
            self.haulage.carry(service, self._kinds[product.id], milligrams)
