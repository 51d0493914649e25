"""Give a line the cheapest goods: least landed cost on the loads shared so far.

Landed cost is the way's own cost plus what the line adds to the line haul of its departure, so
goods join trucks that have room. A line is cut only at whole packs, and only if no single way
holds all of it. Where costs are equal, what expires first goes first.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from logistics.rules.routing.cost import KILO_RATE
from logistics.rules.routing.draft import Draft
from logistics.rules.routing.mix import IMPOSSIBLE
from logistics.rules.routing.problem import Line
from logistics.rules.routing.ways import Way

Prices = dict[str, int]  # service -> 10⁻⁹ fen per milligram, instead of the true cost


@dataclass(frozen=True, slots=True)
class Mood:
    """How the search looks at ways: prices instead of true costs, ways left out by chance."""

    prices: Prices = field(default_factory=dict)
    blinks: Callable[[], bool] = bool  # never
    most: int | None = None  # grams; None: all of the line


def serve(draft: Draft, line: Line, mood: Mood | None = None) -> None:
    """Serve what is missing of a line, as far as that costs less than leaving it short."""
    mood = mood or Mood()
    target = 0 if mood.most is None else max(draft.missing[line.id] - mood.most, 0)
    while draft.missing[line.id] - target >= line.pack_grams:
        found = _best_way(draft, line, mood, draft.missing[line.id] - target)
        if found is None:
            return
        way, grams = found
        draft.give(line, way, grams)


def _best_way(draft: Draft, line: Line, mood: Mood, missing: int) -> tuple[Way, int] | None:
    need = missing // line.pack_grams * line.pack_grams
    best, best_nano = None, line.short_fen_per_kg * KILO_RATE
    hauls: dict[tuple[str, int], int] = {}
    for way in draft.finder.ways(line):
        if way.nano >= best_nano:
            break
        grams = min(need, draft.room(way) // line.pack_grams * line.pack_grams)
        if grams <= 0 or mood.blinks():
            continue
        key = way.service, grams
        if key not in hauls:
            hauls[key] = _haul_nano(draft, line, way, grams, mood.prices)
        nano = way.nano + hauls[key]
        if nano < best_nano:
            best, best_nano = (way, grams), nano
    return best


def _haul_nano(draft: Draft, line: Line, way: Way, grams: int, prices: Prices) -> int:
    """Return 10⁻⁹ fen per gram for the line haul, rounded up."""
    if not way.service or draft.problem.services[way.service].is_frozen:
        return 0
    if way.service in prices:
        return prices[way.service] * way.permille
    extra = draft.haulage.extra_nano(way.service, draft.kind(line), grams * way.permille)
    return IMPOSSIBLE if extra >= IMPOSSIBLE else -(-extra // grams)
