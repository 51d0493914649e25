"""Parcels at an outlet: how long they wait, and what an unclaimed one gives back. Marketplace 3.9.

Fresh goods wait 2 days, everything else 7; the buyer is reminded the day after arrival. Unclaimed,
goods that keep (ambient, frozen) go on the shelf of the outlet and are refunded; fresh goods are
spoiled and, like the freight, stay with the buyer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from core.types.temperature import TemperatureClass

FRESH = frozenset({TemperatureClass.CHILLED, TemperatureClass.COOL})
FRESH_WAITS, OTHERS_WAIT = timedelta(days=2), timedelta(days=7)
REMIND_AFTER = timedelta(days=1)
CODE_DIGITS = 6


class ParcelState(StrEnum):
    """Where a parcel at an outlet stands."""

    WAITING = "waiting"
    COLLECTED = "collected"
    RETURNED = "returned"


class SettledLine(Protocol):
    """The part of an order line that a return looks at."""

    @property
    def temperature(self) -> str:
        """How the goods are kept."""

    @property
    def settled_fen(self) -> int | None:
        """What the line cost in the end."""


def keep_until(temperatures: Iterable[str], arrived_at: datetime) -> datetime:
    """Until when a parcel waits: the shortest time of what is in it."""
    is_fresh = any(TemperatureClass(one) in FRESH for one in temperatures)
    return arrived_at + (FRESH_WAITS if is_fresh else OTHERS_WAIT)


def keeps(line: SettledLine) -> bool:
    """Whether unclaimed goods can be sold again."""
    return TemperatureClass(line.temperature) not in FRESH


def refund_of_unclaimed(lines: Sequence[SettledLine]) -> int:
    """Fen that go back for an unclaimed parcel: goods that keep, no freight, no fresh goods.

    Example:
        A frozen leg of 98.00 and chilled lamb of 60.00: 98.00 go back.
    """
    return sum(line.settled_fen or 0 for line in lines if keeps(line))
