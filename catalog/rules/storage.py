"""Grain in silos (粮食协作): what came in, what it may lose, what keeping it costs.

Intake = released + shrinkage + rest, in grams, out of the movements of the lot. Grain loses weight
in store: up to the agreed rate a loss is a movement, beyond it somebody has to answer for it: the
loss is booked all the same, and a claim is opened.
Keeping is paid per tonne and day, by what lies there at the end of each day. A lot is turned by
its rotation date: sold, exchanged, or tested again, which moves the date.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from core.types.money import div_half_up

DAYS_OF_RATE = 30
GRAMS_PER_TONNE = 1_000_000
TURN_SOON = timedelta(days=30)
SHRINKS = frozenset({"shrinkage", "disposed"})
COMES_IN = "received"


@dataclass(frozen=True, slots=True)
class Balance:
    """The equation of a stored lot, in grams."""

    intake_g: int
    released_g: int
    shrinkage_g: int
    rest_g: int

    @property
    def is_even(self) -> bool:
        """Whether nothing is missing and nothing too much."""
        return self.intake_g == self.released_g + self.shrinkage_g + self.rest_g


def balance_of(movements: Iterable[tuple[str, int]], rest_g: int) -> Balance:
    """The equation out of the lot's movements, each a kind and signed grams.

    Example:
        >>> balance_of([("received", 900), ("shipped", -500), ("shrinkage", -4)], 396)
        Balance(intake_g=900, released_g=500, shrinkage_g=4, rest_g=396)
    """
    intake = released = shrunk = 0
    for kind, grams in movements:
        if kind == COMES_IN:
            intake += grams
        elif kind in SHRINKS:
            shrunk -= grams
        else:
            released -= grams
    return Balance(intake, released, shrunk, rest_g)


def allowed_loss_g(intake_g: int, rate_bp: int, *, days: int) -> int:
    """What a lot may have lost since it came in.

    Args:
        intake_g: net grams that came in.
        rate_bp: agreed loss in 1/10000 of the intake per 30 days.
        days: days in store.

    Example:
        30 t at 10 bp lose at most 60 kg in 60 days.
        >>> allowed_loss_g(30_000_000, 10, days=60)
        60000
    """
    return intake_g * rate_bp * max(0, days) // (10_000 * DAYS_OF_RATE)


def over_loss_g(loss_g: int, lost_before_g: int, allowed_g: int) -> int:
    """How much of a new loss lies beyond what was agreed."""
    return max(0, min(loss_g, lost_before_g + loss_g - allowed_g))


def gram_days(changes: Sequence[tuple[date, int]], first: date, last: date) -> int:
    """Grams times days of a period: each day counts with what lies there at its end.

    Args:
        changes: day and signed grams of every movement, any order.
        first: first day of the period.
        last: last day of the period, included.

    Example:
        10 g from the first day on, 4 g taken on the third of three days: 10 + 10 + 6.
        >>> d = date(2026, 11, 1)
        >>> gram_days([(d, 10), (d + timedelta(2), -4)], d, d + timedelta(2))
        26
    """
    total, rest = 0, sum(grams for day, grams in changes if day < first)
    on_day: dict[date, int] = {}
    for day, grams in changes:
        on_day[day] = on_day.get(day, 0) + grams
    day = first
    while day <= last:
        rest += on_day.get(day, 0)
        total += rest
        day += timedelta(days=1)
    return total


def fee_fen(grams_and_days: int, fee_e4: int) -> int:
    """What keeping costs, half up to the fen.

    Args:
        grams_and_days: from `gram_days`.
        fee_e4: 1/10000 yuan per tonne and day.

    Example:
        30 t for 30 days at 0.35 yuan a tonne and day: 315 yuan.
        >>> fee_fen(30_000_000 * 30, 3500)
        31500
    """
    return div_half_up(grams_and_days * fee_e4, GRAMS_PER_TONNE * 100)


def month_of(day: date) -> tuple[date, date]:
    """First and last day of the month of a day."""
    first = day.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    return first, following - timedelta(days=1)
