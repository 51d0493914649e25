"""What a line costs. ADR 0005, ADR 0006.

Prices include tax. A line priced per kg is estimated at the nominal weight and prepaid at the
heaviest weight that the listing allows (its ceiling); a line priced each costs the same both
times. An agreed contract price replaces the listing's. One rounding per line, half up. Freight
is shared out by weight so that the shares add up to the fen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.rules.listing import PricedBy
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
    price_e4 = terms.price_e4 if agreed_price_e4 is None else agreed_price_e4
    source = "listing" if agreed_price_e4 is None else "contract"
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
