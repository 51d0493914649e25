"""Answers a SCHEDULE case of the calculations notation, numbers as strings."""

from __future__ import annotations

from collections.abc import Mapping

from contracts.rules.calendar import CN_2026, Calendar
from contracts.rules.schedule import make_schedule
from contracts.rules.schedule_input import read_date, read_rule


def answer_schedule(case: Mapping[str, object], calendar: Calendar = CN_2026) -> dict[str, object]:
    """Work out one case and write its result as the notation says.

    Raises:
        BadSchedule: the case is malformed; `fields` names the path.
    """
    start = read_date(case.get("start"), "start")
    end = read_date(case.get("end"), "end")
    schedule = make_schedule(start, end, read_rule(case.get("rule")), calendar)
    return {
        "entries": [
            {
                "date": entry.on.isoformat(),
                "quantity": thousandths(entry.quantity_m),
                "action": entry.action,
                "origin_dates": [day.isoformat() for day in entry.origins],
            }
            for entry in schedule.entries
        ],
        "dropped": [day.isoformat() for day in schedule.dropped],
        "total": thousandths(schedule.total_m),
    }


def thousandths(value: int) -> str:
    """Write 1/1000 units as a decimal string, 310000 as 310.000."""
    return f"{value // 1000}.{value % 1000:03d}"
