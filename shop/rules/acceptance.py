"""When silence after delivery counts as acceptance. Marketplace 3.6.

Chilled and cool goods after 48 hours, frozen after 72 hours, ambient goods and wine after 7 days;
a seller order with several classes waits for the longest, in the buyer's favour.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from core.types.temperature import TemperatureClass

WINDOWS: dict[TemperatureClass, timedelta] = {
    TemperatureClass.CHILLED: timedelta(hours=48),
    TemperatureClass.COOL: timedelta(hours=48),
    TemperatureClass.FROZEN: timedelta(hours=72),
    TemperatureClass.AMBIENT: timedelta(days=7),
}


def accepted_by_silence_at(temperatures: Iterable[str], delivered_at: datetime) -> datetime:
    """The instant at which a delivered seller order counts as accepted."""
    longest = max(WINDOWS[TemperatureClass(t)] for t in temperatures)
    return delivered_at + longest
