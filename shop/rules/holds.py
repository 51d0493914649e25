"""How long goods are held for an order that is not paid yet. Marketplace 3.5.

Online: 50 minutes (the cashier's session lasts 33). Bank transfer: 24 hours for fresh goods,
3 working days for ambient and frozen. Never past the cut-off of the departure that was promised:
therefore the promise is computed for the moment by which an online payment can have arrived.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from core.types.dates import SHANGHAI
from core.types.temperature import TemperatureClass
from shop.rules.orders import PaymentMethod

ONLINE_HOLD = timedelta(minutes=50)
FRESH_TRANSFER_HOLD = timedelta(hours=24)
TRANSFER_WORKING_DAYS = 3
FRESH = frozenset({TemperatureClass.CHILLED, TemperatureClass.COOL})
SATURDAY = 5
FIRM_AT_ONCE = (PaymentMethod.TERMS, PaymentMethod.COUNTER)


def promise_instant(method: str, at: datetime) -> datetime:
    """The instant for which the promise is computed: when the money can be there at the latest."""
    return at if method in FIRM_AT_ONCE else at + ONLINE_HOLD


def order_by(cutoff_at: datetime) -> datetime:
    """Until when somebody who pays online may order for a departure with this cut-off."""
    return cutoff_at - ONLINE_HOLD


def hold_expires_at(
    method: str, temperatures: Iterable[str], *, cutoffs: Iterable[datetime], at: datetime
) -> datetime | None:
    """Until when the goods are held; None for orders that are firm at once: terms, counter.

    Args:
        method: payment method.
        temperatures: temperature classes of all lines.
        cutoffs: cut-offs of the promised departures.
        at: the instant of submission.
    """
    if method in FIRM_AT_ONCE:
        return None
    if method == PaymentMethod.ONLINE:
        end = at + ONLINE_HOLD
    elif any(TemperatureClass(t) in FRESH for t in temperatures):
        end = at + FRESH_TRANSFER_HOLD
    else:
        end = end_of_working_day(at, TRANSFER_WORKING_DAYS)
    return min([end, *(cutoff for cutoff in cutoffs if cutoff > at)])


def end_of_working_day(at: datetime, days: int) -> datetime:
    """The end of the ``days``-th working day (Monday to Friday) after the day of ``at``."""
    day = at.astimezone(SHANGHAI).date()
    left = days
    while left:
        day += timedelta(days=1)
        if day.weekday() < SATURDAY:
            left -= 1
    return datetime.combine(day, time(23, 59, 59), tzinfo=SHANGHAI).astimezone(at.tzinfo)
