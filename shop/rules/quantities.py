"""How many pieces may be ordered, and whether a line can be ordered at all.

At least the minimum order quantity, in whole steps; only live listings; alcohol only by adults
who say so at each purchase, and never for a buyer who takes none (schools, canteens).
"""

from __future__ import annotations

from typing import Protocol

from catalog.rules.listing import ListingState
from core.types.verdict import Reason, Verdict

MAX_PIECES = 9999


class OrderableTerms(Protocol):
    """The part of a listing's terms that decides whether it can be ordered."""

    @property
    def state(self) -> str:
        """Listing state."""

    @property
    def moq(self) -> int:
        """Least pieces."""

    @property
    def step(self) -> int:
        """Pieces per step."""

    @property
    def is_alcohol(self) -> bool:
        """Whether only adults may buy it."""


def check_pieces(pieces: int, *, moq: int, step: int) -> Verdict:
    """Whether a number of pieces fits the listing's least quantity and step."""
    return Verdict.of(
        [
            Reason("too_many_pieces", {"max": MAX_PIECES}) if pieces > MAX_PIECES else None,
            Reason("below_minimum", {"moq": moq}) if pieces < moq else None,
            Reason("not_a_step", {"step": step}) if step > 1 and pieces % step else None,
        ]
    )


def fit_pieces(wanted: int, *, moq: int, step: int, available: int) -> int:
    """The nearest number that can be ordered: whole steps, not more than there is.

    Args:
        wanted: Pieces asked for.
        moq: Least pieces.
        step: Pieces per step.
        available: Pieces that are there.
    """
    most = max(min(available, MAX_PIECES), moq)
    fitting = min(max(wanted, moq), most)
    rounded = fitting - fitting % max(step, 1)
    return max(rounded, moq)


def may_order(
    terms: OrderableTerms, pieces: int, *, available: int | None, refuses_alcohol: bool = False
) -> Verdict:
    """Whether ``pieces`` of a listing can be ordered now, with every reason against it.

    Args:
        terms: the listing's terms.
        pieces: pieces wanted.
        available: pieces that are free now; None when the reservation decides.
        refuses_alcohol: whether the buyer takes no alcohol (schools, canteens).
    """
    is_live = terms.state == ListingState.LIVE
    short = available is not None and is_live and pieces > available
    dry = terms.is_alcohol and refuses_alcohol
    quantity = check_pieces(pieces, moq=terms.moq, step=terms.step)
    return Verdict.of(
        [
            None if is_live else Reason("not_on_sale"),
            *quantity.reasons,
            Reason("out_of_stock", {"left": max(0, available or 0)}) if short else None,
            Reason("no_alcohol_for_canteens") if dry else None,
        ]
    )
