"""The little picture of a tour: stops as a line that rises and falls, the present one marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 358, 92
HEIGHTS = (62, 34, 46, 22, 40, 64, 44, 66, 38)  # repeats; a picture, not a map
MARGIN = 20


@dataclass(frozen=True, slots=True)
class TourDot:
    """A stop: css class and place."""

    css: str
    x: float
    y: int
    number: int


@dataclass(frozen=True, slots=True)
class TourLine:
    """Path driven, path ahead, stops."""

    behind: str
    ahead: str
    dots: tuple[TourDot, ...]


def draw_tour(is_open: Sequence[bool]) -> TourLine:
    """Draw a tour.

    Args:
        is_open: per stop in order, whether it is still ahead; the first such is the present one.

    Example:
        `[False, True, True]`: one behind, the second is now, the third is ahead.
    """
    step = (WIDTH - 2 * MARGIN) / max(len(is_open) - 1, 1)
    now = next((n for n, is_ahead in enumerate(is_open) if is_ahead), len(is_open) - 1)
    has_now = any(is_open)
    dots = []
    for number in range(len(is_open)):
        css = "now" if has_now and number == now else "done" if number <= now else "todo"
        if not is_open[number]:
            css = "done"
        x = round(MARGIN + number * step, 1)
        dots.append(TourDot(css, x, HEIGHTS[number % len(HEIGHTS)], number + 1))
    return TourLine(_path(dots[: now + 1]), _path(dots[now:]), tuple(dots))


def _path(dots: Sequence[TourDot]) -> str:
    if len(dots) < 2:
        return ""
    return "M" + "L".join(f"{dot.x} {dot.y}" for dot in dots)
