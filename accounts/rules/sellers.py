"""How somebody becomes a seller: applies, the county recommends, the platform approves.

Only an approved seller's goods are on sale. The platform may send an application back with a word,
suspend a seller and lift that again. A seller is looked at anew a year after the last check. Every
step is a row that stays (marketplace.md 3.1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

RECHECK_AFTER = timedelta(days=365)
RECHECK_WARN_DAYS = 30


class SellerStage(StrEnum):
    """Where a seller stands."""

    NEW = "new"
    APPLIED = "applied"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    SUSPENDED = "suspended"


class SellerAct(StrEnum):
    """What somebody did about a seller."""

    APPLIED = "applied"
    RECOMMENDED = "recommended"
    RETURNED = "returned"
    APPROVED = "approved"
    RECHECKED = "rechecked"
    SUSPENDED = "suspended"
    LIFTED = "lifted"


ACTS: dict[SellerStage, frozenset[SellerAct]] = {
    SellerStage.NEW: frozenset({SellerAct.APPLIED, SellerAct.RECOMMENDED, SellerAct.APPROVED}),
    SellerStage.APPLIED: frozenset({SellerAct.RECOMMENDED, SellerAct.RETURNED, SellerAct.APPROVED}),
    SellerStage.RECOMMENDED: frozenset({SellerAct.APPLIED, SellerAct.RETURNED, SellerAct.APPROVED}),
    SellerStage.APPROVED: frozenset(
        {SellerAct.RECOMMENDED, SellerAct.RECHECKED, SellerAct.SUSPENDED}
    ),
    SellerStage.SUSPENDED: frozenset({SellerAct.LIFTED}),
}


@dataclass(frozen=True, slots=True)
class SellerStepCard:
    """One step of a seller as it is read later."""

    act: SellerAct
    at: datetime
    by_name: str
    by_org: str
    note: str


@dataclass(frozen=True, slots=True)
class Standing:
    """The facts that a stage follows from."""

    applied_at: datetime | None = None
    recommended_at: datetime | None = None
    verified_at: datetime | None = None
    suspended_at: datetime | None = None
    recheck_on: date | None = None

    @property
    def stage(self) -> SellerStage:
        """Where the seller stands: the last thing that is true."""
        if self.suspended_at is not None:
            return SellerStage.SUSPENDED
        if self.verified_at is not None:
            return SellerStage.APPROVED
        if self.recommended_at is not None and self.applied_at is not None:
            return SellerStage.RECOMMENDED
        return SellerStage.APPLIED if self.applied_at is not None else SellerStage.NEW

    def allows(self, act: SellerAct) -> bool:
        """Whether this may be done now."""
        return act in ACTS[self.stage]

    def days_to_recheck(self, today: date) -> int | None:
        """Days until the yearly check is due, negative when it is overdue."""
        return None if self.recheck_on is None else (self.recheck_on - today).days

    def needs_recheck(self, today: date) -> bool:
        """Whether the yearly check is due within the warning time."""
        left = self.days_to_recheck(today)
        return self.stage is SellerStage.APPROVED and left is not None and left <= RECHECK_WARN_DAYS
