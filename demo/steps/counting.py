"""Last step: the valley refuses to be loaded half-alive."""

from __future__ import annotations

from demo.steps.agreements import has_pdf, orders_called
from demo.steps.days import HISTORY_DAYS
from demo.steps.orders import find, plans_of_day
from demo.valley import Valley

LEAST_PLACED_PCT = 80
LEAST_CALLED = 2


class ValleyTooQuietError(RuntimeError):
    """The example was loaded, but most of what it plans was not bought."""


def count_what_happened(valley: Valley) -> None:
    """Count the orders and call-offs of the four weeks.

    Raises:
        ValleyTooQuietError: fewer than four weeks bring on any day of the year.
    """
    days = range(-HISTORY_DAYS, 1)
    plans = [plan for day in days for plan in plans_of_day(valley, day) if plan.at <= valley.now]
    placed = sum(find(valley, plan) is not None for plan in plans)
    called = len(orders_called(valley, days))
    least_called = LEAST_CALLED if has_pdf() else 0
    if placed * 100 < LEAST_PLACED_PCT * len(plans) or called < least_called:
        raise ValleyTooQuietError(f"{placed} of {len(plans)} orders, {called} call-offs")
