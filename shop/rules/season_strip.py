"""The season strip: one band per family, the thicker the more of it is to be had.

The year is 24 solar terms wide; a month is two of them. On phones only the six months around
today are drawn. The strip is made of numbers only; the template draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HALF_MONTHS = 24
WINDOW_MONTHS = 6
THICKEST = 11.0
Point = tuple[float, float]


@dataclass(frozen=True)
class Band:
    """One family: its row and the outline of its band, an SVG path."""

    key: str
    row: int
    path: str


@dataclass(frozen=True)
class Strip:
    """Where everything lies, in the units of the view box."""

    width: float
    height: float
    left: float
    top: float
    row_height: float
    month_width: float
    months: list[tuple[int, float]]
    bands: list[Band]
    today_x: float


def shares_of_months(seasons: Iterable[Sequence[int]]) -> list[float]:
    """How much of a family is in season in each month, 0 to 1.

    Args:
        seasons: The season months (1–12) of each kind of goods of the family.
    """
    rows = [set(months) for months in seasons]
    if not rows:
        return [0.0] * 12
    return [sum(month in row for row in rows) / len(rows) for month in range(1, 13)]


def _softened(shares: Sequence[float]) -> list[float]:
    halves = [shares[i // 2] for i in range(HALF_MONTHS)]
    return [
        (halves[i - 1] + 2 * halves[i] + halves[(i + 1) % HALF_MONTHS]) / 4
        for i in range(HALF_MONTHS)
    ]


def smooth_path(points: Sequence[Point]) -> str:
    """A Catmull-Rom curve through the points, as cubic path segments after the first point."""
    parts: list[str] = []
    for i in range(len(points) - 1):
        before, here = points[max(0, i - 1)], points[i]
        there, after = points[i + 1], points[min(len(points) - 1, i + 2)]
        first = (here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6)
        second = (there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6)
        parts.append(
            f"C{first[0]:.1f} {first[1]:.1f} {second[0]:.1f} {second[1]:.1f}"
            f" {there[0]:.1f} {there[1]:.1f}"
        )
    return "".join(parts)


def _runs(values: Sequence[float]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i, value in enumerate(values):
        if value <= 0:
            continue
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs


def _outline(run: Sequence[int], values: Sequence[float], y: float, at: tuple[float, float]) -> str:
    left, step = at
    ends = (left + run[0] * step, left + (run[-1] + 1) * step)
    middle = [(left + (i + 0.5) * step, values[i] * THICKEST) for i in run]
    thickness = [(ends[0], middle[0][1] * 0.3), *middle, (ends[1], middle[-1][1] * 0.3)]
    upper = [(x, y - t) for x, t in thickness]
    lower = [(x, y + t) for x, t in reversed(thickness)]
    start, turn = upper[0], lower[0]
    return (
        f"M{start[0]:.1f} {start[1]:.1f}{smooth_path(upper)}"
        f"L{turn[0]:.1f} {turn[1]:.1f}{smooth_path(lower)}Z"
    )


def draw_strip(
    shares: Sequence[tuple[str, Sequence[float]]], *, day_of_year: int, is_narrow: bool
) -> Strip:
    """Lay out the strip.

    Args:
        shares: Per family its key and its twelve monthly shares (0 to 1).
        day_of_year: 1 to 366, today.
        is_narrow: The six-month window for phones.
    """
    width, left, top, row = (344.0, 92.0, 36.0, 40.0) if is_narrow else (1180.0, 108.0, 70.0, 42.0)
    shown = WINDOW_MONTHS if is_narrow else 12
    position = (day_of_year - 1) / 365.25 * 12
    first = (int(position) - 2) % 12 if is_narrow else 0
    step = (width - left) / (2 * shown)
    bands: list[Band] = []
    for number, (key, monthly) in enumerate(shares):
        soft = _softened(monthly)
        values = [soft[(2 * first + i) % HALF_MONTHS] for i in range(2 * shown)]
        y = top + row * (number + 0.5)
        path = "".join(_outline(run, values, y, (left, step)) for run in _runs(values))
        bands.append(Band(key, number, path))
    months = [((first + i) % 12 + 1, left + 2 * i * step) for i in range(shown)]
    today_x = left + ((position - first) % 12) * 2 * step
    height = top + row * len(shares) + 22
    return Strip(width, height, left, top, row, 2 * step, months, bands, today_x)
