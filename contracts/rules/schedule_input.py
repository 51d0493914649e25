"""Reads a SCHEDULE rule as it is written down, and says exactly what is wrong with a bad one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from fractions import Fraction
from math import lcm
from typing import TypedDict

from contracts.errors import BadSchedule

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
MonthDay = tuple[int, int]


@dataclass(frozen=True)
class Rule:
    """A checked schedule rule; quantities in 1/1000 of the line's unit."""

    frequency: str
    weekdays: frozenset[int] = frozenset()
    every: int = 1
    day: int = 1
    season_windows: tuple[tuple[MonthDay, MonthDay], ...] = ()
    calendar: str = "CN_WORKDAY"
    holiday_action: str = "PREV"
    max_shift_days: int = 2
    collision: str = "MERGE"
    per_delivery_m: int | None = None
    split_total_m: int | None = None
    pack_m: int = 1000
    weights: tuple[int, ...] = ()


def read_rule(raw: object) -> Rule:
    """Check a rule in the notation of the calculations and make it usable.

    Raises:
        BadSchedule: `fields` names the path that is wrong and how.
    """
    rule = _mapping(raw, "rule")
    frequency = _choice(rule, "frequency", ("WEEKLY", "MONTHLY", "EVERY_N_DAYS"), None)
    return Rule(
        frequency=frequency,
        weekdays=_weekdays(rule) if frequency == "WEEKLY" else frozenset(),
        every=_every(rule, frequency),
        day=_count(rule, "day", 1, 31) if frequency == "MONTHLY" else 1,
        season_windows=_windows(rule.get("season_windows", [])),
        calendar=_choice(rule, "calendar", ("CN_WORKDAY", "SEVEN_DAYS"), "CN_WORKDAY"),
        holiday_action=_choice(rule, "holiday_action", ("PREV", "NEXT", "SKIP", "KEEP"), "PREV"),
        max_shift_days=_count(rule, "max_shift_days", 0, 366, 2),
        collision=_choice(rule, "collision", ("MERGE", "DROP"), "MERGE"),
        **_quantity(_mapping(rule.get("quantity"), "rule.quantity")),
    )


class _Quantity(TypedDict, total=False):
    per_delivery_m: int
    split_total_m: int
    pack_m: int
    weights: tuple[int, ...]


def read_date(raw: object, path: str) -> date:
    """Read a civil date such as 2026-09-14."""
    if raw is None:
        raise _bad("missing_field", path)
    try:
        if isinstance(raw, str) and len(raw) == 10:
            return date.fromisoformat(raw)
    except ValueError:
        pass
    raise _bad("invalid_date", path)


def read_thousandths(raw: object, path: str) -> int:
    """Read a quantity string with up to three decimals, rounded half up to 1/1000."""
    value = _decimal(raw, path)
    if value < 0:
        raise _bad("out_of_range", path)
    return int((value * 1000).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def _every(rule: Mapping[str, object], frequency: str) -> int:
    if frequency == "WEEKLY":
        return _count(rule, "every", 1, 520, 1)
    return _count(rule, "every", 1, 3660) if frequency == "EVERY_N_DAYS" else 1


def _quantity(raw: Mapping[str, object]) -> _Quantity:
    if "per_delivery" in raw:
        per = read_thousandths(raw["per_delivery"], "rule.quantity.per_delivery")
        return {"per_delivery_m": per}
    if "split_total" not in raw:
        raise _bad("missing_field", "rule.quantity.split_total")
    pack = read_thousandths(raw.get("pack_size", "1"), "rule.quantity.pack_size")
    if not pack:
        raise _bad("out_of_range", "rule.quantity.pack_size")
    total = read_thousandths(raw["split_total"], "rule.quantity.split_total")
    return {"split_total_m": total, "pack_m": pack, "weights": _weights(raw.get("weights"))}


def _weights(raw: object) -> tuple[int, ...]:
    if raw is None:
        return ()
    path = "rule.quantity.weights"
    if not isinstance(raw, list):
        raise _bad("invalid_number", path)
    values = [Fraction(_decimal(one, f"{path}.{i}")) for i, one in enumerate(raw)]
    if any(value < 0 for value in values):
        raise _bad("out_of_range", path)
    if not raw or not sum(values):
        raise _bad("inconsistent", path)
    scale = lcm(*(value.denominator for value in values))
    return tuple(int(value * scale) for value in values)


def _weekdays(rule: Mapping[str, object]) -> frozenset[int]:
    raw = rule.get("weekdays")
    if raw is None:
        raise _bad("missing_field", "rule.weekdays")
    if not isinstance(raw, list) or not raw or any(one not in WEEKDAYS for one in raw):
        raise _bad("invalid_choice", "rule.weekdays")
    return frozenset(WEEKDAYS.index(one) for one in raw)


def _windows(raw: object) -> tuple[tuple[MonthDay, MonthDay], ...]:
    if not isinstance(raw, list):
        raise _bad("invalid_date", "rule.season_windows")
    windows = []
    for index, one in enumerate(raw):
        path = f"rule.season_windows.{index}"
        if not isinstance(one, list) or len(one) != 2:
            raise _bad("invalid_date", path)
        windows.append((_month_day(one[0], path), _month_day(one[1], path)))
    return tuple(windows)


def _month_day(raw: object, path: str) -> MonthDay:
    try:
        day = date.fromisoformat(f"2024-{raw}")
    except ValueError:
        raise _bad("invalid_date", path) from None
    return day.month, day.day


def _mapping(raw: object, path: str) -> Mapping[str, object]:
    if raw is None:
        raise _bad("missing_field", path)
    if not isinstance(raw, Mapping):
        raise _bad("invalid_choice", path)
    return raw


def _choice(
    rule: Mapping[str, object], name: str, allowed: tuple[str, ...], default: str | None
) -> str:
    raw = rule.get(name, default)
    if raw is None:
        raise _bad("missing_field", f"rule.{name}")
    if not isinstance(raw, str) or raw not in allowed:
        raise _bad("invalid_choice", f"rule.{name}")
    return raw


def _count(
    rule: Mapping[str, object], name: str, low: int, high: int, default: int | None = None
) -> int:
    raw = rule.get(name, default)
    if raw is None:
        raise _bad("missing_field", f"rule.{name}")
    if not isinstance(raw, int) or isinstance(raw, bool):
        raise _bad("invalid_number", f"rule.{name}")
    if not low <= raw <= high:
        raise _bad("out_of_range", f"rule.{name}")
    return raw


def _decimal(raw: object, path: str) -> Decimal:
    try:
        if isinstance(raw, str) and raw.strip() == raw:
            value = Decimal(raw)
            if value.is_finite():
                return value
    except InvalidOperation:
        pass
    raise _bad("invalid_number", path)


def _bad(code: str, path: str) -> BadSchedule:
    return BadSchedule(code, fields={path: code})
