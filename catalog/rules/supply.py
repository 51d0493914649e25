"""Forecast and promise: how much of a week's harvest may still be promised.

A forecast says two things: p50, what half the years bring, and p80, what four years in five
bring; p80 is therefore never above p50. Promised is only p80, less 5 % for safety and 10 % kept
for the shop, less what is committed already (ATP_WEEK). Weeks begin on Monday.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from core.types.verdict import Reason, Verdict

SAFETY_RATE = Decimal("0.05")
RETAIL_GUARANTEE_RATE = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class AtpRates:
    """The shares of p80 that are not promised to contracts."""

    safety: Decimal = SAFETY_RATE
    retail_guarantee: Decimal = RETAIL_GUARANTEE_RATE


HOUSE_RATES = AtpRates()


def promisable_g(p80_g: int, rates: AtpRates = HOUSE_RATES) -> int:
    """Grams of a week that contracts may take in all, rounded down to the gram.

    Example:
        >>> promisable_g(4_800_000)
        4080000
    """
    return int(p80_g * (1 - rates.safety) - p80_g * rates.retail_guarantee)


def atp_week_g(p80_g: int, committed_g: int, rates: AtpRates = HOUSE_RATES) -> int:
    """Grams of a week that are free to be promised (ATP_WEEK).

    Args:
        p80_g: grams reached or exceeded with 80 % probability.
        committed_g: grams promised already.
        rates: shares kept back.

    Returns:
        max(0, p80 × (1 − safety) − p80 × guarantee − committed).

    Example:
        >>> atp_week_g(4_800_000, 3_000_000)
        1080000
    """
    return max(0, promisable_g(p80_g, rates) - committed_g)


def iso_week(day: date) -> str:
    """Name a week as on the calendar.

    Example:
        >>> iso_week(date(2026, 11, 25))
        '2026-W48'
    """
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def check_forecast(monday: date, p50_g: int, p80_g: int) -> Verdict:
    """Decide whether a forecast makes sense.

    Returns:
        A verdict; each reason names the field.
    """
    reasons: list[Reason] = []
    if monday.weekday() != 0:
        reasons.append(Reason("week_starts_monday", {"field": "monday"}))
    if p50_g < 0 or p80_g < 0:
        reasons.append(Reason("forecast_negative", {"field": "p50"}))
    if p80_g > p50_g:
        reasons.append(Reason("p80_above_p50", {"field": "p80"}))
    return Verdict(tuple(reasons))


def pieces_for(grams: int, piece_g: int) -> int:
    """Whole pieces that cover a weight.

    Example:
        >>> pieces_for(31_000, 15_000)
        3
    """
    return -(-max(grams, 0) // piece_g)
