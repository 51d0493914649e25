"""The twenty-four solar terms, by which farmers and cooks name the weeks.

A term begins on the day (in China) when the sun reaches a multiple of 15° of ecliptic longitude;
小寒 is 285°. The longitude follows Meeus, Astronomical Algorithms, chapter 25 (low precision,
0.01° or about a quarter of an hour), which names the right day unless a term begins within
minutes of midnight.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

NAMES: tuple[tuple[str, str], ...] = (
    ("小寒", "Minor Cold"),
    ("大寒", "Major Cold"),
    ("立春", "Start of Spring"),
    ("雨水", "Rain Water"),
    ("惊蛰", "Awakening of Insects"),
    ("春分", "Spring Equinox"),
    ("清明", "Clear and Bright"),
    ("谷雨", "Grain Rain"),
    ("立夏", "Start of Summer"),
    ("小满", "Grain Buds"),
    ("芒种", "Grain in Ear"),
    ("夏至", "Summer Solstice"),
    ("小暑", "Minor Heat"),
    ("大暑", "Major Heat"),
    ("立秋", "Start of Autumn"),
    ("处暑", "End of Heat"),
    ("白露", "White Dew"),
    ("秋分", "Autumn Equinox"),
    ("寒露", "Cold Dew"),
    ("霜降", "Frost's Descent"),
    ("立冬", "Start of Winter"),
    ("小雪", "Minor Snow"),
    ("大雪", "Major Snow"),
    ("冬至", "Winter Solstice"),
)

_EPOCH = date(2000, 1, 1)
_CHINA_NOON_TO_J2000_DAYS = -8 / 24


@dataclass(frozen=True)
class SolarTerm:
    """One term of one year."""

    index: int
    starts_on: date

    @property
    def name_zh(self) -> str:
        """The name a calendar in China prints."""
        return NAMES[self.index][0]

    @property
    def name_en(self) -> str:
        """The usual English name."""
        return NAMES[self.index][1]


@dataclass(frozen=True)
class TermDay:
    """Where a day stands: in which term, the how-manieth day, how long until the next."""

    term: SolarTerm
    day_number: int
    following: SolarTerm
    days_left: int


def sun_longitude(days: float) -> float:
    """Apparent longitude of the sun in degrees.

    Args:
        days: Days since noon of 1 January 2000 in Greenwich.
    """
    t = days / 36525
    mean = 280.46646 + 36000.76983 * t + 0.0003032 * t * t
    anomaly = math.radians(357.52911 + 35999.05029 * t - 0.0001537 * t * t)
    centre = (
        (1.914602 - 0.004817 * t) * math.sin(anomaly)
        + (0.019993 - 0.000101 * t) * math.sin(2 * anomaly)
        + 0.000289 * math.sin(3 * anomaly)
    )
    node = math.radians(125.04 - 1934.136 * t)
    return (mean + centre - 0.00569 - 0.00478 * math.sin(node)) % 360


def _index_at_end_of(day: date) -> int:
    """Which term the sun is in at the end of a day in China."""
    days = (day - _EPOCH).days + 0.5 + _CHINA_NOON_TO_J2000_DAYS
    return int(((sun_longitude(days) - 285) % 360) // 15)


def term_of(day: date) -> SolarTerm:
    """The solar term a day lies in.

    Args:
        day: A calendar day in China.

    Example:
        25 November 2026 lies in 小雪, which began on the 22nd.
    """
    index = _index_at_end_of(day)
    start = day
    while _index_at_end_of(start - timedelta(days=1)) == index:
        start -= timedelta(days=1)
    return SolarTerm(index, start)


def term_day(day: date) -> TermDay:
    """The term of a day, counted: 小雪 第四天, 12 days until 大雪.

    Args:
        day: A calendar day in China.
    """
    term = term_of(day)
    following = term_of(term.starts_on + timedelta(days=17))
    return TermDay(
        term, (day - term.starts_on).days + 1, following, (following.starts_on - day).days
    )


def terms_of_year(year: int) -> list[SolarTerm]:
    """The terms that begin in a year, in order (小寒 first).

    Args:
        year: A calendar year.
    """
    terms: list[SolarTerm] = []
    day = date(year, 1, 1)
    while day.year == year:
        term = term_of(day)
        if term.starts_on == day:
            terms.append(term)
            day += timedelta(days=13)
        day += timedelta(days=1)
    return terms
