"""From a schedule to weeks, and from weeks to the last moment at which one may be called off.

A week is committed with the sum of its planned deliveries. Its call-off closes at 18:00 Shanghai
time on the working day that lies the agreed number of working days before its Monday.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from contracts.rules.calendar import CN_2026, Calendar, workdays_before
from contracts.rules.schedule import Entry
from core.types.dates import SHANGHAI, monday_of

CUTOFF = time(18, 0)


def weekly_g(entries: Iterable[Entry]) -> dict[date, int]:
    """Add planned deliveries up by the Monday of their week."""
    weeks: dict[date, int] = {}
    for entry in entries:
        monday = monday_of(entry.on)
        weeks[monday] = weeks.get(monday, 0) + entry.quantity_m
    return {monday: grams for monday, grams in sorted(weeks.items()) if grams}


def call_off_deadline(monday: date, lead_workdays: int, calendar: Calendar = CN_2026) -> datetime:
    """Give the last moment at which a week may be called off.

    Example:
        2 working days before Monday 2026-11-30 is Thursday 2026-11-26 at 18:00.
    """
    day = workdays_before(monday, lead_workdays, calendar)
    return datetime.combine(day, CUTOFF, SHANGHAI)


def open_weeks(
    mondays: Iterable[date], lead_workdays: int, at: datetime, limit: int = 2
) -> list[date]:
    """List the next weeks that may be called off now, earliest first."""
    still = [monday for monday in sorted(mondays) if call_off_deadline(monday, lead_workdays) > at]
    horizon = still[0] + timedelta(weeks=limit) if still else None
    return [monday for monday in still if horizon and monday < horizon]
