"""Geometry of the forecast picture: numbers in, SVG coordinates out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from console.queries.selling import WeekSum

LEFT, RIGHT, HEAD, FOOT = 46, 12, 22, 32
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


@dataclass(frozen=True, slots=True)
class _Scale:
    """Weeks to x, grams to y."""

    span: float
    floor: int
    roof_g: int
    step_g: int

    @classmethod
    def of(cls, weeks: Sequence[WeekSum], top_g: int, width: int, height: int) -> _Scale:
        """The scale whose highest line is the first round figure above what is drawn."""
        step_g = next((s * 10**6 for s in STEPS_T if s * 10**6 * 4 >= top_g), top_g)
        span = (width - LEFT - RIGHT) / len(weeks)
        return cls(span, height - FOOT, max(top_g, step_g), step_g)

    def edge(self, index: int) -> float:
        """Where a week begins."""
        return LEFT + self.span * index

    def middle(self, index: int) -> float:
        """The middle of a week."""
        return self.edge(index) + self.span / 2

    def y(self, amount_g: int) -> float:
        """The height of an amount."""
        return self.floor - (self.floor - HEAD) * amount_g / self.roof_g


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
    scale = _Scale.of(weeks, top_g, width, height)
    upper = [(scale.middle(i), scale.y(week.p50_g)) for i, week in enumerate(weeks)]
    lower = [(scale.middle(i), scale.y(week.p80_g)) for i, week in enumerate(weeks)]
    return Chart(
        width=width,
        height=height,
        left=LEFT,
        floor=f"{scale.floor:.1f}",
        ticks=_ticks(scale),
        band=_path([*upper, *reversed(lower)]) + "Z",
        line=_path(upper),
        promised=_path(_steps(weeks, scale)),
        dots=_dots(weeks, upper, every=1 if width > 500 else 2),
    )


def _ticks(scale: _Scale) -> list[Tick]:
    amounts = range(0, scale.roof_g + 1, scale.step_g)
    return [Tick(f"{scale.y(amount_g):.1f}", f"{amount_g / 10**6:g}") for amount_g in amounts]


def _steps(weeks: Sequence[WeekSum], scale: _Scale) -> list[tuple[float, float]]:
    return [
        (scale.edge(i + side), scale.y(week.committed_g))
        for i, week in enumerate(weeks)
        for side in (0, 1)
    ]


def _dots(
    weeks: Sequence[WeekSum], points: Sequence[tuple[float, float]], *, every: int
) -> list[Dot]:
    return [
        Dot(f"{x:.1f}", f"{y:.1f}", week, i % every == 0)
        for i, ((x, y), week) in enumerate(zip(points, weeks, strict=True))
    ]


def _path(points: Sequence[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
