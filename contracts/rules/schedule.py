"""When goods are delivered and how much each time: the SCHEDULE notation.

Nominal dates come from the rule; those out of season fall away; a date that does not work moves
day by day in the agreed direction, at most `max_shift_days`, or is dropped; dates that meet are
merged (or the nominal one stays). The quantity is a fixed amount per nominal date, or a total
split in whole packs by largest remainder so that the sum is exact. The same input always gives
the same schedule.
"""

from __future__ import annotations

import calendar as months
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from contracts.errors import BadSchedule
from contracts.rules.calendar import CN_2026, Calendar
from contracts.rules.schedule_input import Rule


@dataclass(frozen=True)
class Entry:
    """One delivery of a schedule; `quantity_m` is in 1/1000 of the line's unit (grams of kg)."""

    on: date
    quantity_m: int
    action: str
    origins: tuple[date, ...]


@dataclass(frozen=True)
class Schedule:
    """The deliveries, and the nominal dates that had to be dropped."""

    entries: tuple[Entry, ...]
    dropped: tuple[date, ...]

    @property
    def total_m(self) -> int:
        """Sum of all deliveries in 1/1000 of the unit."""
        return sum(entry.quantity_m for entry in self.entries)


def make_schedule(start: date, end: date, rule: Rule, calendar: Calendar = CN_2026) -> Schedule:
    """Work out all deliveries from `start` to `end`, both inclusive.

    Raises:
        BadSchedule: `end` lies before `start`, or the weights do not fit the entries.
    """
    if end < start:
        raise BadSchedule("out_of_range", fields={"end": "out_of_range"})
    groups: dict[date, list[date]] = {}
    dropped: list[date] = []
    for nominal in _nominal_dates(start, end, rule):
        if not _in_season(nominal, rule):
            continue
        day = _shifted(nominal, rule, calendar)
        if day is None or not start <= day <= end or not _in_season(day, rule):
            dropped.append(nominal)
        else:
            groups.setdefault(day, []).append(nominal)
    if rule.collision == "DROP":
        dropped += _drop_collisions(groups)
    days = sorted(groups)
    amounts = _quantities([len(groups[day]) for day in days], rule)
    entries = tuple(
        Entry(day, amount, _action(day, groups[day]), tuple(groups[day]))
        for day, amount in zip(days, amounts, strict=True)
    )
    return Schedule(entries, tuple(sorted(dropped)))


def _nominal_dates(start: date, end: date, rule: Rule) -> Iterator[date]:
    if rule.frequency == "MONTHLY":
        yield from _monthly(start, end, rule.day)
        return
    first_monday = start - timedelta(days=start.weekday())
    for offset in range((end - start).days + 1):
        day = start + timedelta(days=offset)
        week = (day - first_monday).days // 7
        is_weekly = rule.frequency == "WEEKLY"
        is_turn = (week if is_weekly else offset) % rule.every == 0
        if is_turn and (not is_weekly or day.weekday() in rule.weekdays):
            yield day


def _monthly(start: date, end: date, wanted: int) -> Iterator[date]:
    year, month = start.year, start.month
    while (year, month) <= (end.year, end.month):
        day = date(year, month, min(wanted, months.monthrange(year, month)[1]))
        if start <= day <= end:
            yield day
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)


def _in_season(day: date, rule: Rule) -> bool:
    if not rule.season_windows:
        return True
    point = (day.month, day.day)
    return any(
        first <= point <= last if first <= last else point >= first or point <= last
        for first, last in rule.season_windows
    )


def _shifted(day: date, rule: Rule, calendar: Calendar) -> date | None:
    if rule.calendar == "SEVEN_DAYS" or rule.holiday_action == "KEEP" or calendar.is_working(day):
        return day
    if rule.holiday_action == "SKIP":
        return None
    step = timedelta(days=-1 if rule.holiday_action == "PREV" else 1)
    for count in range(1, rule.max_shift_days + 1):
        if calendar.is_working(day + count * step):
            return day + count * step
    return None


def _drop_collisions(groups: dict[date, list[date]]) -> list[date]:
    dropped: list[date] = []
    for day, origins in groups.items():
        stays = day if day in origins else min(origins)
        dropped += [origin for origin in origins if origin != stays]
        groups[day] = [stays]
    return dropped


def _action(day: date, origins: Sequence[date]) -> str:
    if len(origins) > 1:
        return "MERGED"
    return "KEPT" if origins[0] == day else "MOVED"


def _quantities(counts: Sequence[int], rule: Rule) -> list[int]:
    if rule.per_delivery_m is not None:
        return [rule.per_delivery_m * count for count in counts]
    if not counts:
        return []
    weights = list(rule.weights) if rule.weights else list(counts)
    if len(weights) != len(counts) or not sum(weights):
        raise BadSchedule("inconsistent", fields={"rule.quantity.weights": "inconsistent"})
    return split_in_packs(rule.split_total_m or 0, rule.pack_m, weights)


def split_in_packs(total: int, pack: int, weights: Sequence[int]) -> list[int]:
    """Split a total in whole packs by largest remainder; what is below a pack goes first.

    Example:
        4,000 in packs of 10 over 13 equal weights gives ten times 310 and three times 300.
    """
    packs, rest = divmod(total, pack)
    whole = sum(weights)
    parts = [packs * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda i: (-(packs * weights[i] % whole), i))
    for index in by_remainder[: packs - sum(parts)]:
        parts[index] += 1
    amounts = [part * pack for part in parts]
    amounts[0] += rest
    return amounts
