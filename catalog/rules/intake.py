"""What goods that come in must be to make sense as a lot; the same for one lot and for many."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from catalog.rules.lots import fits_pieces


class Incoming(Protocol):
    """Goods at the door."""

    @property
    def pieces(self) -> int:
        """How many."""

    @property
    def grams(self) -> int:
        """How heavy in all."""

    @property
    def produced_on(self) -> date:
        """The day of production."""

    @property
    def best_before(self) -> date | None:
        """The last day, if it was typed."""


def intake_faults(
    new: Incoming, day: date, sold: Sequence[tuple[int, int]], *, is_taken: bool
) -> dict[str, str]:
    """Name every field of goods that cannot be taken in.

    Args:
        new: the goods.
        day: today.
        sold: lightest and heaviest piece of each way they are sold; none means: no opinion.
        is_taken: whether the seller has a lot of this number already.

    Returns:
        The code of each wrong field; empty means that they may come in.
    """
    fields: dict[str, str] = {}
    if new.pieces < 1:
        fields["pieces"] = "at_least_one"
    if new.grams < 1:
        fields["grams"] = "at_least_one"
    elif new.pieces > 0 and not fits_pieces(new.grams, new.pieces, sold):
        fields["grams"] = "weight_implausible"
    if is_taken:
        fields["lot_no"] = "lot_no_taken"
    if new.produced_on > day:
        fields["produced_on"] = "in_the_future"
    if new.best_before is not None and new.best_before < new.produced_on:
        fields["best_before"] = "before_production"
    return fields
