"""The drawing of a temperature curve: coordinates only, the page makes the SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from logistics.rules.cold_chain import BANDS, is_outside
from logistics.rules.excursions import Point

LEFT, RIGHT, TOP, BOTTOM = 44.0, 8.0, 10.0, 24.0
MARGIN_C10 = 20
TICKS = 4
ROOM = 90.0


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading in the picture."""

    x: float
    y: float
    c10: int
    at: datetime
    is_outside: bool


@dataclass(frozen=True, slots=True)
class Curve:
    """Everything a picture of readings needs."""

    width: int
    height: int
    band_y: float
    band_height: float
    line: str
    dots: tuple[Dot, ...]
    levels: tuple[tuple[float, int], ...]  # y, tenths of a degree
    times: tuple[tuple[float, datetime], ...]

    @property
    def bottom(self) -> float:
        """Where the time axis lies."""
        return self.height - BOTTOM


@dataclass(frozen=True, slots=True)
class _Scale:
    """From instants and tenths of a degree to coordinates."""

    width: int
    height: int
    start: datetime
    end: datetime
    low: int
    high: int

    def x(self, at: datetime) -> float:
        if self.start == self.end:
            return self.width / 2
        share = (at - self.start) / (self.end - self.start)
        return round(LEFT + share * (self.width - LEFT - RIGHT), 1)

    def y(self, c10: int) -> float:
        share = (self.high - c10) / (self.high - self.low)
        return round(TOP + share * (self.height - TOP - BOTTOM), 1)


def draw_curve(
    temperature: str, points: Sequence[Point], *, width: int = 680, height: int = 200
) -> Curve | None:
    """Draw readings of one class over time; None without readings.

    Args:
        temperature: class, for its band.
        points: readings, oldest first.
        width: of the picture in units of its view box.
        height: the same.
    """
    if not points:
        return None
    band = BANDS[temperature]
    seen = [p.c10 for p in points]
    seen += [limit for limit in (band.low_c10, band.high_c10) if limit is not None]
    low, high = min(seen) - MARGIN_C10, max(seen) + MARGIN_C10
    scale = _Scale(width, height, points[0].at, points[-1].at, low, high)
    dots = tuple(
        Dot(scale.x(p.at), scale.y(p.c10), p.c10, p.at, is_outside(temperature, p.c10))
        for p in points
    )
    top = TOP if band.high_c10 is None else scale.y(band.high_c10)
    foot = height - BOTTOM if band.low_c10 is None else scale.y(band.low_c10)
    return Curve(
        width=width,
        height=height,
        band_y=top,
        band_height=round(foot - top, 1),
        line="M" + "L".join(f"{dot.x} {dot.y}" for dot in dots),
        dots=dots,
        levels=tuple((scale.y(c10), c10) for c10 in _levels(low, high)),
        times=tuple(_times(dots)),
    )


def _levels(low: int, high: int) -> list[int]:
    step = next(s for s in (10, 20, 50, 100, 200, 500) if (high - low) / s <= TICKS + 1)
    return [c10 for c10 in range(-600, 601, step) if low <= c10 <= high]


def _times(dots: Sequence[Dot]) -> list[tuple[float, datetime]]:
    """Moments for the axis, only where there is room for the words."""
    found: list[tuple[float, datetime]] = []
    for dot in dots:
        if not found or dot.x - found[-1][0] >= ROOM:
            found.append((dot.x, dot.at))
    return found
