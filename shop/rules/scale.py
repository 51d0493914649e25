"""What a scale or a finger types: "2444", "2.444 kg", "ST,GS,+  2.444kg".

Plain digits are grams. A decimal needs its unit, because 1.2 may be kilograms or a slip. A scale
that says its figure still moves (US) is not believed. Fractions of a gram are refused.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

READING = re.compile(
    r"^\s*(?:(?P<state>ST|US)\s*,)?\s*(?:[A-Z]{2}\s*,)?\s*\+?\s*"
    r"(?P<number>\d{1,7}(?:[.,]\d{1,4})?)\s*(?P<unit>kg|g|千克|公斤|克)?\s*$",
    re.IGNORECASE,
)
KILOGRAMS = frozenset({"kg", "千克", "公斤"})
UNSTABLE = "US"
OLDEST = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class ScaleText:
    """What a text says: grams, or the code of what is wrong with it."""

    grams: int | None = None
    fault: str = ""


def read_scale(text: str) -> ScaleText:
    """Read what was typed by hand or sent by a scale that works as a keyboard.

    Example:
        "2.444 kg" is 2444 g; "1.2" is refused with `grams_need_unit`.
    """
    found = READING.match(text)
    if found is None:
        return ScaleText(fault="grams_whole")
    if (found["state"] or "").upper() == UNSTABLE:
        return ScaleText(fault="scale_moves")
    number = found["number"].replace(",", ".")
    unit = (found["unit"] or "").lower()
    if "." in number and not unit:
        return ScaleText(fault="grams_need_unit")
    grams = Decimal(number) * (1000 if unit in KILOGRAMS else 1)
    if grams != grams.to_integral_value():
        return ScaleText(fault="grams_whole")
    return ScaleText(grams=int(grams))


def believable_time(said: datetime | None, *, now: datetime) -> datetime:
    """When a phone says something happened, within what can be true: never ahead, days at most."""
    if said is None or said.tzinfo is None:
        return now
    return min(max(said, now - OLDEST), now)
