"""Packs: one stock, sold by the piece, the case or the pallet, with exact conversion.

Stock is counted in pieces of the spec. A listing may sell a pack that holds several of them; its
weight is then exactly that of its pieces, and the scale does not decide its price. A pack is on
offer as often as whole ones can be taken from the stock.
"""

from __future__ import annotations

from catalog.rules.listing import Pack

MOST_PIECES = 10_000


def check_unit(unit_pieces: int, pack: Pack, piece_g: int) -> str | None:
    """The error code of a pack that does not come out, or None.

    Args:
        unit_pieces: pieces of the stock in one sold unit.
        pack: weights of one sold unit, grams.
        piece_g: what one piece of the spec weighs, grams.

    Example:
        A case of 20 bags of 500 g weighs 10,000 g, neither more nor less.
    """
    if unit_pieces == 1:
        return None
    if not 1 < unit_pieces <= MOST_PIECES:
        return "out_of_range"
    if pack.is_catch_weight:
        return "pack_with_scale"
    is_exact = pack.nominal_g == unit_pieces * piece_g and pack.min_g == pack.max_g
    return None if is_exact else "pack_not_exact"


def whole_units(pieces: int, unit_pieces: int) -> int:
    """How many whole packs a number of pieces makes."""
    return max(0, pieces) // max(unit_pieces, 1)
