"""Quantity tiers: from so many pieces on, the unit price is lower.

A tier begins at a number of pieces above the least order and in whole steps; its price is below
that of the tier before it. The price of a line is that of the highest tier its pieces reach.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_TIERS = 3


@dataclass(frozen=True, slots=True)
class Tier:
    """From ``pieces`` on, a unit costs ``price_e4`` (1/10000 yuan)."""

    pieces: int
    price_e4: int


@dataclass(frozen=True, slots=True)
class TierFault:
    """What is wrong, and in which field of the form."""

    field: str
    code: str


def tiers_of(kept: Sequence[Sequence[int]]) -> tuple[Tier, ...]:
    """The tiers out of a version, smallest first."""
    return tuple(Tier(int(pieces), int(price)) for pieces, price in sorted(map(tuple, kept)))


def check_tiers(
    kept: Sequence[Sequence[int]], *, price_e4: int, moq: int, step: int
) -> TierFault | None:
    """The first thing wrong with the tiers of a version, or None.

    Example:
        >>> check_tiers([[5, 900_000]], price_e4=980_000, moq=1, step=1) is None
        True
    """
    if len(kept) > MOST_TIERS:
        return TierFault("tier_1_pieces", "too_many_tiers")
    before, price = moq, price_e4
    for number, tier in enumerate(tiers_of(kept), start=1):
        if tier.pieces <= before or tier.pieces % max(step, 1):
            return TierFault(f"tier_{number}_pieces", "tier_pieces_wrong")
        if not 0 < tier.price_e4 < price:
            return TierFault(f"tier_{number}_price", "tier_price_not_lower")
        before, price = tier.pieces, tier.price_e4
    return None


def tier_for(tiers: Sequence[Tier], pieces: int) -> Tier | None:
    """The highest tier that a number of pieces reaches, or None for the base price."""
    reached = [tier for tier in tiers if tier.pieces <= pieces]
    return max(reached, key=lambda tier: tier.pieces, default=None)
