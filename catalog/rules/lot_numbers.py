"""Lot numbers as they are printed: county, day of production, letter of the day (YC-0915A).

Unique per seller. After Z the letters go on with AA, AB …
"""

from __future__ import annotations

from datetime import date

PREFIXES: dict[str, str] = {
    "640104": "XQ",
    "640105": "XX",
    "640106": "JF",
    "640121": "YN",
    "640122": "HL",
    "640181": "LW",
    "640202": "DW",
    "640205": "HN",
    "640221": "PL",
    "640302": "LT",
    "640303": "HS",
    "640323": "YC",
    "640324": "TX",
    "640381": "QT",
    "640402": "YZ",
    "640422": "XJ",
    "640423": "LD",
    "640424": "JY",
    "640425": "PY",
    "640502": "SP",
    "640521": "ZN",
    "640522": "HY",
}
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def lot_no(county_code: str, produced_on: date, index: int) -> str:
    """Number the next lot of a county and day.

    Args:
        county_code: where the goods come from.
        produced_on: harvest, slaughter or bottling.
        index: 0 for the first lot of that day.

    Example:
        >>> lot_no("640323", date(2026, 9, 15), 0)
        'YC-0915A'
    """
    prefix = PREFIXES.get(county_code, f"F{county_code[-3:]}")
    return f"{prefix}-{produced_on:%m%d}{_letters(index)}"


def _letters(index: int) -> str:
    high, low = divmod(index, len(LETTERS))
    return (LETTERS[high - 1] if high else "") + LETTERS[low]
