"""Goods whose pieces differ in weight. ADR 0006, marketplace 3.4.

The buyer prepays the ceiling. Each piece is weighed; a heavier piece is accepted but the line
never costs more than its ceiling; a lighter one needs the buyer's word: take it, swap it, drop
it. Silence means the preference given at checkout, and where that was "ask me", drop it.
Settled = all net grams × price per kg, rounded once, never above the ceiling of the kept pieces.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from core.types.money import div_half_up, line_total_fen, tax_part_fen
from shop.rules.orders import Substitution


class PieceFit(StrEnum):
    """How a weighed piece lies in the agreed range."""

    WITHIN = "within"
    OVER = "over"
    LIGHT = "light"


class LightAnswer(StrEnum):
    """What may happen to a light piece."""

    TAKE = "take"
    SWAP = "swap"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class PieceVerdict:
    """Whether a piece can be sent as it is, and what its difference is in grams."""

    fit: PieceFit
    difference_g: int


@dataclass(frozen=True, slots=True)
class Settlement:
    """What a weighed line costs in the end."""

    grams: int
    settled_fen: int
    refund_fen: int
    tax_fen: int


def judge_piece(net_g: int, *, min_g: int | None, max_g: int | None) -> PieceVerdict:
    """Whether a piece of ``net_g`` lies in the agreed range.

    Example:
        1912 g for an agreed 2000 to 2600 g is light by 88 g.
    """
    if min_g is not None and net_g < min_g:
        return PieceVerdict(PieceFit.LIGHT, min_g - net_g)
    if max_g is not None and net_g > max_g:
        return PieceVerdict(PieceFit.OVER, net_g - max_g)
    return PieceVerdict(PieceFit.WITHIN, 0)


def light_piece_way(substitution: str) -> LightAnswer | None:
    """What the buyer's preference says about a light piece; None means: ask the buyer."""
    ways = {Substitution.REPLACE: LightAnswer.SWAP, Substitution.REFUND: LightAnswer.DROP}
    return ways.get(Substitution(substitution))


def answer_after_silence(substitution: str) -> LightAnswer:
    """What counts when the buyer was asked and said nothing in time."""
    return light_piece_way(substitution) or LightAnswer.DROP


def settle_weighed(
    price_e4: int, pieces_g: Sequence[int], *, max_g: int, ceiling_fen: int, tax_bp: int
) -> Settlement:
    """What a line priced per kg costs once all its kept pieces are weighed.

    Args:
        price_e4: price per kg in 1/10000 yuan.
        pieces_g: net grams of the pieces that are sent (dropped ones are left out).
        max_g: heaviest piece that is charged, in grams.
        ceiling_fen: what was prepaid for the line.
        tax_bp: tax rate in basis points.

    Example:
        2,150 g and 2,340 g at 98.00 per kg after a ceiling of 509.60 settle at 440.02 and
        give 69.58 back.
    """
    grams = sum(pieces_g)
    cap_fen = min(ceiling_fen, line_total_fen(price_e4, max_g * len(pieces_g)))
    settled = min(line_total_fen(price_e4, grams), cap_fen)
    return Settlement(grams, settled, ceiling_fen - settled, tax_part_fen(settled, tax_bp))


def settle_counted(
    ceiling_fen: int, *, piece_g: int, pieces: int, short: int = 0, tax_bp: int
) -> Settlement:
    """What a line without weighing costs: what was prepaid, less the pieces that are not sent.

    Example:
        Three of twelve pieces missing of a line of 118.80: 89.10 stay, 29.70 go back.
    """
    sent = pieces - short
    settled = div_half_up(ceiling_fen * sent, pieces)
    tax = tax_part_fen(settled, tax_bp)
    return Settlement(piece_g * sent, settled, ceiling_fen - settled, tax)
