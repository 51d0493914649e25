"""What may be sold over a counter: whole pieces, and a true weight where the scale decides.

A piece may weigh what its listing allows, and a tenth more or less: at a counter the customer sees
the piece and takes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

MAX_PIECES = 999
LEEWAY_PCT = 10


class CounterTerms(Protocol):
    """The part of a listing's terms that a counter needs."""

    @property
    def is_catch_weight(self) -> bool:
        """Whether each piece has its own weight."""

    @property
    def min_g(self) -> int:
        """Lightest piece in grams."""

    @property
    def max_g(self) -> int:
        """Heaviest piece in grams."""


def sale_faults(terms: CounterTerms, pieces: int, weights_g: Sequence[int]) -> dict[str, str]:
    """What is wrong with a line of a sale, by field.

    Args:
        terms: of the listing.
        pieces: how many the customer takes.
        weights_g: grams of each piece; empty for goods sold by the piece.

    Example:
        Two legs of 1.8 to 2.6 kg with the weights 2100 and 2350: nothing is wrong.
    """
    if not 1 <= pieces <= MAX_PIECES:
        return {"pieces": "out_of_range"}
    if not terms.is_catch_weight:
        return {}
    if len(weights_g) != pieces:
        return {"weights": "weigh_each_piece"}
    lightest = terms.min_g * (100 - LEEWAY_PCT) // 100
    heaviest = terms.max_g * (100 + LEEWAY_PCT) // 100
    if all(lightest <= grams <= heaviest for grams in weights_g):
        return {}
    return {"weights": "weight_implausible"}
