"""Cutting a lot up: a carcass becomes halves, halves become cuts. Marketplace 3.1.

What is cut leaves its lot in whole pieces with weighed grams; the parts are lots of their own
that name it as their parent. Parts never weigh more than what was cut; the rest is loss. A part
never lasts longer than the goods it was cut from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from catalog.rules.lots import LotState

CUTTABLE = frozenset({LotState.QUARANTINE, LotState.RELEASED})
MAX_PARTS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """One kind of goods that comes out of a cut."""

    spec_id: int
    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a lot is cut, weighed before, and what becomes of it."""

    pieces: int
    grams: int
    parts: tuple[Part, ...]

    @property
    def parts_g(self) -> int:
        """What the parts weigh together."""
        return sum(part.grams for part in self.parts)

    @property
    def loss_g(self) -> int:
        """Bone, drip and trim: what was cut and is in no part."""
        return self.grams - self.parts_g


def cut_faults(cut: Cut, *, free_pieces: int, free_g: int) -> dict[str, str]:
    """Name every field of a cut that cannot be; an empty answer means that it can.

    Args:
        cut: what is wanted.
        free_pieces: pieces of the lot that nobody holds.
        free_g: grams of the lot that nobody holds.

    Example:
        Two halves of 7 kg out of a carcass of 15 kg: 1 kg is loss; out of 13 kg: refused.
    """
    faults: dict[str, str] = {}
    if not 1 <= cut.pieces <= free_pieces:
        faults["pieces"] = "more_than_free"
    if not 1 <= cut.grams <= free_g:
        faults["kilograms"] = "more_than_free"
    if not 1 <= len(cut.parts) <= MAX_PARTS:
        faults["parts"] = "required"
    faults |= _part_faults(cut.parts)
    if "kilograms" not in faults and cut.parts_g > cut.grams:
        faults["parts"] = "parts_outweigh"
    return faults


def _part_faults(parts: Sequence[Part]) -> dict[str, str]:
    faults: dict[str, str] = {}
    for index, part in enumerate(parts):
        if part.pieces < 1:
            faults[f"pieces_{index}"] = "at_least_one"
        if part.grams < 1:
            faults[f"kilograms_{index}"] = "at_least_one"
    return faults


def part_lasts_until(parent: date | None, own: date | None) -> date | None:
    """The last day of a part: its own, but never later than that of what it was cut from."""
    days = [day for day in (parent, own) if day is not None]
    return min(days) if days else None
