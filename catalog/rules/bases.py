"""Supply bases (供应保障基地): a place that stands behind a guaranteed volume.

A seller applies with place, area, goods and what it guarantees per season. People go there and
write down what they found; the platform designates the base until a day, or sends the application
back. A base is suspended when its seller may not sell or for a stated reason, and lapses on its
day. What was delivered is counted from accepted orders alone, never typed (marketplace.md 3.9).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from core.types.money import div_half_up
from core.types.verdict import Reason, Verdict

LONGEST = timedelta(days=3 * 366)
FRESH_INSPECTION = timedelta(days=180)


class BaseState(StrEnum):
    """Where a base stands."""

    APPLIED = "applied"
    INSPECTED = "inspected"
    DESIGNATED = "designated"
    SUSPENDED = "suspended"
    RETURNED = "returned"
    LAPSED = "lapsed"


STEPS: dict[BaseState, frozenset[BaseState]] = {
    BaseState.APPLIED: frozenset({BaseState.INSPECTED, BaseState.RETURNED}),
    BaseState.INSPECTED: frozenset({BaseState.INSPECTED, BaseState.DESIGNATED, BaseState.RETURNED}),
    BaseState.DESIGNATED: frozenset({BaseState.INSPECTED, BaseState.SUSPENDED, BaseState.LAPSED}),
    BaseState.SUSPENDED: frozenset({BaseState.INSPECTED, BaseState.LAPSED}),
    BaseState.RETURNED: frozenset({BaseState.APPLIED}),
    BaseState.LAPSED: frozenset({BaseState.APPLIED}),
}


@dataclass(frozen=True, slots=True)
class SeasonCard:
    """What a base can grow of one good in one season, and what it guarantees."""

    spec_id: int
    spec_name_zh: str
    spec_name_en: str
    from_on: date
    to_on: date
    capacity_g: int
    guaranteed_g: int


@dataclass(frozen=True, slots=True)
class InspectionCard:
    """What people found who went there."""

    inspected_on: date
    inspectors: str
    area_mu: int
    findings: str
    is_good: bool
    by_name: str
    photo_refs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BaseCard:
    """A base as everybody may see it, with its history."""

    ref: str
    seller_id: int
    name_zh: str
    name_en: str
    county_code: str
    place: str
    area_mu: int
    about_zh: str
    about_en: str
    state: BaseState
    applied_at: datetime
    designated_on: date | None
    until_on: date | None
    reason: str
    seasons: tuple[SeasonCard, ...]
    inspections: tuple[InspectionCard, ...]

    def is_open(self, today: date) -> bool:
        """Whether it is designated today; only then the public sees it."""
        until = self.until_on
        return self.state is BaseState.DESIGNATED and until is not None and today <= until


def may_step(current: BaseState, target: BaseState) -> bool:
    """Tell whether a base may go from one state to another."""
    return target in STEPS[current]


def may_designate(base: BaseCard, *, until_on: date, today: date, is_seller_in: bool) -> Verdict:
    """Decide whether a base may be designated until a day.

    Args:
        base: the base with its inspections, newest first.
        until_on: the last day.
        today: the present day.
        is_seller_in: the seller is approved and not suspended.

    Returns:
        A verdict with every reason against it.
    """
    last = base.inspections[0] if base.inspections else None
    reasons = [
        None if is_seller_in else Reason("base_seller_not_in"),
        None if base.seasons else Reason("base_without_goods"),
        _inspection_reason(last, today),
        None if today < until_on <= today + LONGEST else Reason("base_until_out_of_range"),
    ]
    return Verdict.of(reasons)


def _inspection_reason(last: InspectionCard | None, today: date) -> Reason | None:
    if last is None or today - last.inspected_on > FRESH_INSPECTION:
        return Reason("base_not_inspected")
    return None if last.is_good else Reason("base_found_wanting")


def fulfilled_permille(delivered_g: int, guaranteed_g: int) -> int:
    """How much of a guarantee was delivered, in permille, half up; nothing guaranteed is all.

    Example:
        fulfilled_permille(750_000, 1_000_000) gives 750.
    """
    return 1000 if guaranteed_g <= 0 else div_half_up(delivered_g * 1000, guaranteed_g)
