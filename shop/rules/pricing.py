"""What a line costs. ADR 0005, ADR 0006.

Prices include tax. A line priced per kg is estimated at the nominal weight and prepaid at the
heaviest weight that the listing allows (its ceiling); a line priced each costs the same both
times. An agreed contract price replaces the listing's; else the highest quantity tier that is
reached does. The line keeps the reason. One rounding per line, half up. Freight
is shared out by weight so that the shares add up to the fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.rules.listing import PricedBy
from catalog.rules.tiers import Tier, tier_for
from core.types.money import each_total_fen, line_total_fen, split_fen, tax_part_fen


class PricedTerms(Protocol):
    """The part of a listing's terms that its price depends on."""

    @property
    def priced_by(self) -> str:
        """Per kg or each."""

    @property
    def price_e4(self) -> int:
        """Unit price in 1/10000 yuan."""

    @property
    def tiers(self) -> Sequence[Tier]:
        """Lower prices from so many pieces on."""

    @property
    def tax_bp(self) -> int:
        """Tax rate in basis points."""

    @property
    def is_catch_weight(self) -> bool:
        """Whether each piece has its own weight."""

    @property
    def max_g(self) -> int | None:
        """Heaviest piece in grams."""

    @property
    def weight_g_per_piece(self) -> int:
        """Planned grams per piece."""


@dataclass(frozen=True, slots=True)
class LinePrice:
    """A priced line: what it will about cost, and the most it can cost."""

    price_e4: int
    price_source: str
    grams: int
    ceiling_g: int
    estimate_fen: int
    ceiling_fen: int
    ceiling_tax_fen: int


def unit_price(
    terms: PricedTerms, pieces: int, agreed_price_e4: int | None = None
) -> tuple[int, str]:
    """The unit price of a line and why it is that: contract before tier before the listing's own.

    Args:
        terms: the listing's terms.
        pieces: sales units.
        agreed_price_e4: contract price in 1/10000 yuan, if there is one.

    Example:
        With a tier of 159 yuan from 5 pieces on, 5 pieces give (1_590_000, "tier-5").
    """
    if agreed_price_e4 is not None:
        return agreed_price_e4, "contract"
    tier = tier_for(terms.tiers, pieces)
    return (tier.price_e4, f"tier-{tier.pieces}") if tier else (terms.price_e4, "listing")


def price_line(terms: PricedTerms, pieces: int, agreed_price_e4: int | None = None) -> LinePrice:
    """What ``pieces`` of a listing cost.

    Args:
        terms: the listing's terms.
        pieces: sales units, at least 1.
        agreed_price_e4: contract price in 1/10000 yuan per priced unit, if there is one.

    Example:
        Two lamb legs of about 2.3 kg, at most 2.6 kg, at 98.00 yuan per kg: estimate 450.80,
        ceiling 509.60.
    """
    price_e4, source = unit_price(terms, pieces, agreed_price_e4)
    grams = terms.weight_g_per_piece * pieces
    heaviest_g = terms.weight_g_per_piece
    if terms.is_catch_weight and terms.max_g:
        heaviest_g = terms.max_g
    ceiling_g = heaviest_g * pieces
    if terms.priced_by == PricedBy.KG:
        estimate, ceiling = line_total_fen(price_e4, grams), line_total_fen(price_e4, ceiling_g)
    else:
        estimate = ceiling = each_total_fen(price_e4, pieces)
    return LinePrice(
        price_e4=price_e4,
        price_source=source,
        grams=grams,
        ceiling_g=ceiling_g,
        estimate_fen=estimate,
        ceiling_fen=ceiling,
        ceiling_tax_fen=tax_part_fen(ceiling, terms.tax_bp),
    )


def spread_freight(freight_fen: int, grams: Sequence[int]) -> list[int]:
    """Share a parcel's freight over its lines by weight; the shares add up to the fen."""
    if not grams:
        return []
    weights = list(grams) if sum(grams) else [1] * len(grams)
    return split_fen(freight_fen, weights)
