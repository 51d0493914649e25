"""What the weighings of a line say about each of its pieces. Marketplace 3.4.

The newest weighing of a piece that nobody reversed counts. A piece in or above the range is kept;
a light one is kept if the buyer takes it, dropped if not wanted, and has to be weighed again when
another piece shall go instead. Pieces that the seller cannot send are short: they are taken from
the end of those not weighed. A line is complete when every piece is kept, dropped or short.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shop.rules.catch_weight import LightAnswer, PieceFit


class PieceState(StrEnum):
    """Where one ordered piece stands at the scale."""

    MISSING = "missing"
    KEPT = "kept"
    WAITING = "waiting"
    SWAP = "swap"
    DROPPED = "dropped"
    SHORT = "short"


@dataclass(frozen=True, slots=True)
class Weighing:
    """One weighing, as far as the decision needs it."""

    id: int
    piece_no: int
    net_g: int
    fit: str
    reverses_id: int | None = None
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One ordered piece with the weighing that counts."""

    piece_no: int
    state: PieceState
    weighing: Weighing | None = None

    @property
    def is_settled(self) -> bool:
        """Whether nothing more has to happen to this piece."""
        return self.state in (PieceState.KEPT, PieceState.DROPPED, PieceState.SHORT)


def read_pieces(pieces: int, weighings: Iterable[Weighing], *, short: int = 0) -> list[Piece]:
    """The state of each of ``pieces`` ordered pieces.

    Args:
        pieces: how many were ordered.
        weighings: all weighings of the line, reversed and reversing ones included.
        short: how many of them the seller cannot send.
    """
    rows = sorted(weighings, key=lambda w: w.id)
    reversed_ids = {w.reverses_id for w in rows if w.reverses_id is not None}
    newest = {w.piece_no: w for w in rows if w.reverses_id is None and w.id not in reversed_ids}
    found = [
        Piece(number, _state_of(newest.get(number)), newest.get(number))
        for number in range(1, pieces + 1)
    ]
    return _mark_short(found, short)


def _mark_short(pieces: list[Piece], short: int) -> list[Piece]:
    numbers = [piece.piece_no for piece in pieces if not piece.is_settled]
    gone = set(numbers[len(numbers) - short :]) if short else set()
    return [
        Piece(p.piece_no, PieceState.SHORT) if p.piece_no in gone else p for p in pieces
    ]  # fmt: skip


def _state_of(weighing: Weighing | None) -> PieceState:
    if weighing is None:
        return PieceState.MISSING
    if weighing.fit != PieceFit.LIGHT:
        return PieceState.KEPT
    if weighing.answer is None:
        return PieceState.WAITING
    ways = {
        LightAnswer.TAKE: PieceState.KEPT,
        LightAnswer.SWAP: PieceState.SWAP,
        LightAnswer.DROP: PieceState.DROPPED,
    }
    return ways[LightAnswer(weighing.answer)]


def kept_grams(pieces: Sequence[Piece]) -> list[int]:
    """Net grams of the pieces that are sent."""
    return [p.weighing.net_g for p in pieces if p.state is PieceState.KEPT and p.weighing]


def missing_pieces(pieces: Sequence[Piece]) -> int:
    """How many pieces still need the scale or somebody's word."""
    return sum(not piece.is_settled for piece in pieces)


def next_piece(pieces: Sequence[Piece]) -> Piece | None:
    """The piece to put on the scale now; None when only answers or nothing are missing."""
    wanted = (PieceState.MISSING, PieceState.SWAP)
    return next((piece for piece in pieces if piece.state in wanted), None)
