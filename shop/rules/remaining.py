"""How many days of its life an organisation wants to see left at its door.

It asks for a share of the shelf life, rounded up to whole days; goods that do not expire always
last.
"""

from __future__ import annotations


def days_of_share(shelf_life_days: int | None, pct: int) -> int:
    """Days that must be left.

    Args:
        shelf_life_days: the whole life of the goods; None when they do not expire.
        pct: the share asked for, in per cent.

    Example:
        >>> days_of_share(7, 60)
        5
    """
    return 0 if shelf_life_days is None else -(-shelf_life_days * pct // 100)
