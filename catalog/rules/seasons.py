"""Seasons: the months in which a spec is to be had, kept as twelve bits.

Bit 0 is January. A spec that is to be had all year has all twelve; a season may run over New
Year. Goods from stock may be sold out of season (they keep); fresh goods may not be published.
"""

from __future__ import annotations

from collections.abc import Iterable

ALL_YEAR = 0b1111_1111_1111


def mask_of(months: Iterable[int]) -> int:
    """Fold months (1–12) into a mask.

    Example:
        >>> bin(mask_of([1, 12]))
        '0b100000000001'
    """
    mask = 0
    for month in months:
        mask |= 1 << (month - 1)
    return mask


def mask_between(first: int, last: int) -> int:
    """Fold a run of months, over New Year when the last comes before the first."""
    count = (last - first) % 12 + 1
    return mask_of((first - 1 + step) % 12 + 1 for step in range(count))


def months_of(mask: int) -> tuple[int, ...]:
    """List the months of a mask in calendar order."""
    return tuple(month for month in range(1, 13) if mask & (1 << (month - 1)))


def in_season(mask: int, month: int) -> bool:
    """Tell whether a month belongs to the season."""
    return bool(mask & (1 << (month - 1)))


def opens_in(mask: int, month: int) -> int | None:
    """Tell in which month the season opens next, counted from a month that lies outside of it.

    Returns:
        The month, or None when the season is open or the mask is empty.
    """
    if not mask or in_season(mask, month):
        return None
    return next(
        (later % 12) + 1 for later in range(month, month + 12) if in_season(mask, (later % 12) + 1)
    )


def is_summer(month: int) -> bool:
    """Tell whether heat-sensitive goods (wine) travel cooled: May to September."""
    return 5 <= month <= 9
