"""GTINs: 8, 12, 13 or 14 digits, the last one a check digit; kept as 14.

Numbers for use inside one company (prefix 02, 04, 2) say nothing outside of it and are refused: a
Digital Link is read by everybody. We never make up a number for a seller who has none.
"""

from __future__ import annotations

LENGTHS = (8, 12, 13, 14)
KEPT_LENGTH = 14
INSIDE_ONLY = ("02", "04", "2")


def check_digit(digits: str) -> int:
    """The last digit that belongs to these.

    Example:
        690123456789 has the check digit 2: 6901234567892.
    """
    weighted = sum(
        int(digit) * (3 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(digits))
    )
    return -weighted % 10


def read_gtin(text: str) -> str | None:
    """A GTIN as 14 digits, or None if it is none.

    Args:
        text: as somebody typed it; spaces do not matter.
    """
    digits = "".join(text.split())
    is_number = digits.isascii() and digits.isdigit() and len(digits) in LENGTHS
    if not is_number or check_digit(digits[:-1]) != int(digits[-1]):
        return None
    kept = digits.zfill(KEPT_LENGTH)
    return None if is_inside_only(kept) else kept


def is_inside_only(gtin: str) -> bool:
    """Is it a number for use inside one company?"""
    return gtin[1:].startswith(INSIDE_ONLY) or not gtin.strip("0")
