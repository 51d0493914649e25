"""Mobile numbers of mainland China: typing, storing, showing.

Stored as eleven digits starting with 13 to 19. People may type spaces, hyphens, and +86 or 0086
in front. On screen a number is masked (138****5678) unless it is the person's own.
"""

from __future__ import annotations

import re

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PREFIXES = ("+86", "0086")


def normalise_phone(text: str) -> str | None:
    """The stored form of a typed mobile number, or None if it is none.

    Example:
        "+86 138-0000 5678" gives "13800005678".
    """
    digits = re.sub(r"[\s\-()()]", "", text)
    for prefix in _PREFIXES:
        digits = digits.removeprefix(prefix)
    return digits if _MOBILE.fullmatch(digits) else None


def mask_phone(phone: str) -> str:
    """A number as others may see it: 138****5678; too short a number is all stars."""
    if len(phone) < 8:
        return "*" * len(phone)
    return phone[:3] + "*" * (len(phone) - 7) + phone[-4:]
