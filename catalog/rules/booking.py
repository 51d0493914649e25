"""Booking a harvest that is still to come. Marketplace 3.1, 3.5.

Of each coming week a tenth of p80 may be booked: the share that is kept from contracts. What is
promised and what is booked together never pass p80. The goods are expected in the store by noon
on Friday; the promise at the door is counted from there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.types.dates import SHANGHAI, monday_of

WEEKS_AHEAD = 8
BOOKABLE_PART = 10  # one in ten grams
READY_WEEKDAY, READY_TIME = 4, time(12)


@dataclass(frozen=True, slots=True)
class WeekRoom:
    """A week of a harvest as somebody who books sees it, in grams."""

    monday: date
    p80_g: int
    committed_g: int
    booked_g: int
    is_closed: bool = False

    @property
    def room_g(self) -> int:
        """What may still be booked."""
        if self.is_closed:
            return 0
        share = self.p80_g // BOOKABLE_PART - self.booked_g
        whole = self.p80_g - self.committed_g - self.booked_g
        return max(0, min(share, whole))


def may_be_booked(monday: date, today: date) -> bool:
    """Whether a week lies ahead, and not too far.

    Example:
        In the week of 23 November, 30 November may be booked and 23 November may not.
    """
    first = monday_of(today) + timedelta(weeks=1)
    is_monday = monday == monday_of(monday)
    return is_monday and first <= monday < first + timedelta(weeks=WEEKS_AHEAD)


def ready_at(monday: date) -> datetime:
    """When goods of a week are expected in the store: Friday noon there."""
    return datetime.combine(monday + timedelta(days=READY_WEEKDAY), READY_TIME, tzinfo=SHANGHAI)
