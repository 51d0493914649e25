"""A listing: what one piece is, how it is priced, and which states it goes through.

What is sold is counted in pieces (a head, a box, a bottle); what is priced is either the piece
or the kilogram. Goods priced by the kilogram whose pieces differ in weight are *catch weight*:
the buyer sees an estimate (nominal) and a ceiling (maximum), and pays what the scale says.
A live listing stays as it is while a change of it waits for review.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.types.verdict import Reason, Verdict


class SoldBy(StrEnum):
    """What a buyer counts."""

    PIECE = "piece"
    HEAD = "head"
    BOX = "box"
    BAG = "bag"
    BOTTLE = "bottle"
    CAN = "can"
    CASE = "case"
    PACK = "pack"
    KG = "kg"


class PricedBy(StrEnum):
    """What the price is for."""

    EACH = "each"
    KG = "kg"


class ReturnRule(StrEnum):
    """Whether the goods may come back without a reason within seven days."""

    SEVEN_DAYS = "seven_days"
    NONE = "none"


class ListingState(StrEnum):
    """Where a listing stands."""

    DRAFT = "draft"
    IN_REVIEW = "in_review"
    LIVE = "live"
    PAUSED = "paused"
    ENDED = "ended"


class RevisionState(StrEnum):
    """Where a proposed change stands."""

    PENDING = "pending"
    APPROVED = "approved"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LISTING_STEPS: dict[ListingState, frozenset[ListingState]] = {
    ListingState.DRAFT: frozenset({ListingState.IN_REVIEW, ListingState.ENDED}),
    ListingState.IN_REVIEW: frozenset({ListingState.LIVE, ListingState.DRAFT}),
    ListingState.LIVE: frozenset({ListingState.PAUSED, ListingState.ENDED}),
    ListingState.PAUSED: frozenset({ListingState.LIVE, ListingState.ENDED}),
    ListingState.ENDED: frozenset(),
}


def may_move(current: ListingState, target: ListingState) -> bool:
    """Tell whether a listing may go from one state to another."""
    return target in LISTING_STEPS[current]


@dataclass(frozen=True, slots=True)
class Pack:
    """What one sold piece weighs and how it is counted and priced."""

    sold_by: SoldBy
    priced_by: PricedBy
    nominal_g: int
    min_g: int
    max_g: int
    step: int = 1
    moq: int = 1

    @property
    def is_catch_weight(self) -> bool:
        """True when pieces differ in weight and the scale decides the price."""
        return self.priced_by is PricedBy.KG and self.min_g < self.max_g


def check_pack(pack: Pack) -> Verdict:
    """Decide whether weights, step and minimum of a listing make sense together.

    Args:
        pack: weights in grams per piece, step and minimum in pieces.

    Returns:
        A verdict; each reason names the field.

    Example:
        >>> check_pack(Pack(SoldBy.HEAD, PricedBy.KG, 15000, 12000, 18000)).ok
        True
    """
    reasons: list[Reason] = []
    if pack.nominal_g < 1 or pack.min_g < 1:
        reasons.append(Reason("weight_missing", {"field": "nominal_g"}))
    if not pack.min_g <= pack.nominal_g <= pack.max_g:
        reasons.append(Reason("weights_out_of_order", {"field": "nominal_g"}))
    if pack.priced_by is PricedBy.EACH and pack.min_g != pack.max_g:
        reasons.append(Reason("each_needs_one_weight", {"field": "max_g"}))
    if pack.step < 1:
        reasons.append(Reason("step_too_small", {"field": "step"}))
    elif pack.moq < 1 or pack.moq % pack.step:
        reasons.append(Reason("moq_not_in_steps", {"field": "moq"}))
    return Verdict(tuple(reasons))
