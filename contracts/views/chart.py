"""Geometry of the supply chart: forecast bars behind, the contract's five quantities in front."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.rules.cards import SupplyCell
from contracts.rules.progress import Quantities

HEIGHT, TOP = 270, 30
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a column: its kind, where it begins from the top, how tall it is (pixels)."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True, slots=True)
class Column:
    """One week."""

    monday: date
    x: int
    width: int
    forecast: Bar
    frame: Bar
    parts: tuple[Bar, ...]
    free_g: int
    is_short: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing; grid lines are pairs of grams and height from the top."""

    columns: tuple[Column, ...]
    grid: tuple[tuple[int, int], ...]
    base: int
    width: int


def draw_chart(
    supply: Sequence[SupplyCell], sums: Mapping[date, Quantities], weeks: Sequence[date], width: int
) -> Chart | None:
    """Lay out the weeks; None when there is nothing to show."""
    cells = [cell for cell in supply if cell.monday in weeks]
    if not cells:
        return None
    highest = max(max(cell.p80_g, sums[cell.monday].committed_g) for cell in cells) or 1
    top_g, step_g = _scale(highest)
    left = 52
    pitch = (width - left) // len(cells)
    columns = [
        _column(cell, sums[cell.monday], left + number * pitch, pitch - 8, top_g)
        for number, cell in enumerate(cells)
    ]
    grid = tuple((g, _y(g, top_g)) for g in range(0, top_g + 1, step_g))
    return Chart(tuple(columns), grid, TOP + HEIGHT, width)


def _scale(highest_g: int) -> tuple[int, int]:
    magnitude = 1000
    while True:
        for step in STEPS:
            step_g = step * magnitude
            if highest_g <= 5 * step_g:
                return -(-highest_g // step_g) * step_g, step_g
        magnitude *= 10


def _y(grams: int, top_g: int) -> int:
    return TOP + HEIGHT - HEIGHT * grams // top_g


def _bar(kind: str, low_g: int, high_g: int, top_g: int) -> Bar:
    y = _y(high_g, top_g)
    return Bar(kind, y, _y(low_g, top_g) - y)


def _column(cell: SupplyCell, q: Quantities, x: int, width: int, top_g: int) -> Column:
    parts, low = [], 0
    for kind, grams in (
        ("delivered", q.delivered_g),
        ("transit", q.transit_g),
        ("called", q.called_g),
    ):
        if grams:
            parts.append(_bar(kind, low, min(low + grams, top_g), top_g))
            low = min(low + grams, top_g)
    return Column(
        monday=cell.monday,
        x=x,
        width=max(width, 6),
        forecast=_bar("fc", 0, cell.p80_g, top_g),
        frame=_bar("frame", 0, q.committed_g, top_g),
        parts=tuple(parts),
        free_g=cell.free_g,
        is_short=q.committed_g > cell.p80_g,
    )
