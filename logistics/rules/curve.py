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
    limits = [limit for limit in (band.low_c10, band.high_c10) if limit is not None]
    low = min([p.c10 for p in points] + limits) - MARGIN_C10
    high = max([p.c10 for p in points] + limits) + MARGIN_C10
    start, end = points[0].at, points[-1].at
    seconds = max((end - start).total_seconds(), 1.0)

    def x_of(at: datetime) -> float:
        share = (at - start).total_seconds() / seconds if start != end else 0.5
        return round(LEFT + share * (width - LEFT - RIGHT), 1)

    def y_of(c10: int) -> float:
        return round(TOP + (high - c10) / (high - low) * (height - TOP - BOTTOM), 1)

    dots = tuple(
        Dot(x_of(p.at), y_of(p.c10), p.c10, p.at, is_outside(temperature, p.c10)) for p in points
    )
    top = y_of(band.high_c10) if band.high_c10 is not None else TOP
    foot = y_of(band.low_c10) if band.low_c10 is not None else height - BOTTOM
    marks = sorted({start, *(p.at for p in points[:: max(len(points) // TICKS, 1)]), end})
    return Curve(
        width=width,
        height=height,
        band_y=top,
        band_height=round(foot - top, 1),
        line="M" + "L".join(f"{dot.x} {dot.y}" for dot in dots),
        dots=dots,
        levels=tuple((y_of(c10), c10) for c10 in _levels(low, high)),
        times=tuple((x_of(at), at) for at in _spread(marks, x_of)),
    )


def _levels(low: int, high: int) -> list[int]:
    step = next(s for s in (10, 20, 50, 100, 200, 500) if (high - low) / s <= TICKS + 1)
    return [c10 for c10 in range(-600, 601, step) if low <= c10 <= high]


def _spread(marks: Sequence[datetime], x_of: object) -> list[datetime]:
    """Only marks that leave room for their words."""
    found: list[datetime] = []
    for at in marks:
        if not found or x_of(at) - x_of(found[-1]) >= 90:  # type: ignore[operator]
            found.append(at)
    return found
