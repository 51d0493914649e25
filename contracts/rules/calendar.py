"""Working days of the country, as the State Council publishes them (ADR: civil calendar).

A day works when it is Monday to Friday and no holiday, or a make-up day at a weekend.
The list is versioned: the rows of the coming year appear each November; a date beyond
`official_until` is provisional and is worked out from the weekend alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

_HOLIDAYS = """
2025-01-01 2025-01-28 2025-01-29 2025-01-30 2025-01-31 2025-02-03 2025-02-04 2025-04-04
2025-05-01 2025-05-02 2025-05-05 2025-06-02 2025-10-01 2025-10-02 2025-10-03 2025-10-06
2025-10-07 2025-10-08 2026-01-01 2026-01-02 2026-02-16 2026-02-17 2026-02-18 2026-02-19
2026-02-20 2026-02-23 2026-04-06 2026-05-01 2026-05-04 2026-05-05 2026-06-19 2026-09-25
2026-10-01 2026-10-02 2026-10-05 2026-10-06 2026-10-07
"""
_MAKEUP = """
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11 2026-01-04 2026-02-14 2026-02-28
2026-05-09 2026-09-20 2026-10-10
"""


@dataclass(frozen=True)
class Calendar:
    """One version of the table of days off and make-up days."""

    version: str
    holidays: frozenset[date]
    makeup: frozenset[date]
    official_until: date

    def is_working(self, day: date) -> bool:
        """Say whether offices and kitchens work on this day."""
        if day in self.makeup:
            return True
        return day.weekday() < 5 and day not in self.holidays


def _days(text: str) -> frozenset[date]:
    return frozenset(date.fromisoformat(word) for word in text.split())


CN_2026 = Calendar("CN-2026", _days(_HOLIDAYS), _days(_MAKEUP), date(2026, 12, 31))


def workdays_before(day: date, count: int, calendar: Calendar = CN_2026) -> date:
    """Give the working day that lies `count` working days before a day.

    Example: 3 working days before 2026-10-08 is 2026-09-28.
    """
    while count > 0:
        day -= timedelta(days=1)
        if calendar.is_working(day):
            count -= 1
    return day
