"""When readings become an excursion: unbroken time beyond the limits of the class.

Readings are looked at in the order of their time. Between two readings that are both beyond a
limit nobody knows better, so the time between them counts: missing readings are unknown, never
fine. Below the time limit it is an event, not an excursion. ADR 0020.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from logistics.rules.cold_chain import COLD_LIMITS, HEAT_LIMITS, SEVERITIES, is_outside


@dataclass(frozen=True, slots=True)
class Point:
    """One temperature at one moment."""

    at: datetime
    c10: int


@dataclass(frozen=True, slots=True)
class Episode:
    """Readings in a row that lie outside; no `severity` before the time limit is reached."""

    severity: str | None
    started_at: datetime
    ended_at: datetime | None
    worst_c10: int


def latest_episode(temperature: str, points: Sequence[Point]) -> Episode | None:
    """The last stretch of readings outside of the class's limits.

    Args:
        temperature: ambient, cool, chilled or frozen.
        points: readings of one compartment, oldest first.

    Example:
        Chilled: 10:00 5.2 °C, 10:15 5.6 °C → minor since 10:00; 10:15 alone would be an event only.
    """
    last = next((n for n in reversed(range(len(points))) if _out(temperature, points[n])), None)
    if last is None:
        return None
    first = last
    while first and _out(temperature, points[first - 1]):
        first -= 1
    stretch = points[first : last + 1]
    warmest, coldest = max(p.c10 for p in stretch), min(p.c10 for p in stretch)
    is_warm = any(warmest > above for _, above, _ in HEAT_LIMITS[temperature])
    return Episode(
        severity=_severity(temperature, stretch),
        started_at=stretch[0].at,
        ended_at=points[last + 1].at if last + 1 < len(points) else None,
        worst_c10=warmest if is_warm else coldest,
    )


def worse(first: str, second: str) -> str:
    """The graver of two severities."""
    return max(first, second, key=SEVERITIES.index)


def _out(temperature: str, point: Point) -> bool:
    return is_outside(temperature, point.c10)


def _is_above(limit_c10: int, point: Point) -> bool:
    return point.c10 > limit_c10


def _is_below(limit_c10: int, point: Point) -> bool:
    return point.c10 < limit_c10


def _severity(temperature: str, stretch: Sequence[Point]) -> str | None:
    found: list[str] = []
    for severity, above, minutes in HEAT_LIMITS[temperature]:
        if _longest(stretch, partial(_is_above, above)) >= minutes:
            found.append(severity)
    for severity, below, minutes in COLD_LIMITS[temperature]:
        if _longest(stretch, partial(_is_below, below)) >= minutes:
            found.append(severity)
    return max(found, key=SEVERITIES.index, default=None)


def _longest(stretch: Sequence[Point], is_beyond: Callable[[Point], bool]) -> int:
    """Whole minutes of the longest unbroken run; −1 if there is none."""
    longest, since = -1, None
    for point in stretch:
        if not is_beyond(point):
            since = None
            continue
        since = since or point.at
        longest = max(longest, int((point.at - since).total_seconds()) // 60)
    return longest
