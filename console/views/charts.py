"""Geometry of the forecast picture: numbers in, SVG coordinates out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.queries.selling import WeekSum

STEPS_T = (1, 2, 5, 10, 20, 50, 100, 200, 500)


@dataclass(frozen=True, slots=True)
class Tick:
    """A horizontal line with its figure."""

    y: str
    label: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One week on the line."""

    x: str
    y: str
    week: WeekSum
    is_labelled: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything a template needs to draw the picture; paths are ready `d` values."""

    width: int
    height: int
    left: int
    floor: str
    ticks: list[Tick]
    band: str
    line: str
    promised: str
    dots: list[Dot]


def forecast_chart(weeks: Sequence[WeekSum], *, width: int, height: int) -> Chart | None:
    """Forecast (line), its sure part (band below) and what is promised (steps), per week.

    Args:
        weeks: in order; nothing is drawn without a forecast or a promise.
        width: of the picture.
        height: of the picture.
    """
    top_g = max((max(week.p50_g, week.committed_g) for week in weeks), default=0)
    if not top_g:
        return None
    left, floor, head = 46, height - 32, 22
    span = (width - left - 12) / len(weeks)
    step_g = next((s * 10**6 for s in STEPS_T if s * 10**6 * 4 >= top_g), top_g)
    roof_g = max(top_g, step_g)

    def x_of(index: int) -> float:
        return left + span * (index + 0.5)

    def y_of(grams: int) -> float:
        return floor - (floor - head) * grams / roof_g

    upper = [(x_of(i), y_of(week.p50_g)) for i, week in enumerate(weeks)]
    lower = [(x_of(i), y_of(week.p80_g)) for i, week in enumerate(weeks)]
    steps = [
        point
        for i, week in enumerate(weeks)
        for point in (
            (left + span * i, y_of(week.committed_g)),
            (left + span * (i + 1), y_of(week.committed_g)),
        )
    ]
    every = 1 if width > 500 else 2
    return Chart(
        width=width,
        height=height,
        left=left,
        floor=f"{floor:.1f}",
        ticks=[Tick(f"{y_of(g):.1f}", f"{g / 10**6:g}") for g in range(0, roof_g + 1, step_g)],
        band=_path([*upper, *reversed(lower)]) + "Z",
        line=_path(upper),
        promised=_path(steps),
        dots=[
            Dot(f"{x:.1f}", f"{y:.1f}", week, i % every == 0)
            for i, ((x, y), week) in enumerate(zip(upper, weeks, strict=True))
        ],
    )


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
