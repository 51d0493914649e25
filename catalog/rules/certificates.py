"""Certificates: a claim stands on a page only while its paper is verified and in force.

A paper is submitted, then verified or refused by the platform, and expires on its own. An
expiring paper (30 days) warns; an expired one stops the listing that needs it.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Protocol

WARN_DAYS = 30
NOTICE_DAYS = (30, 7)  # before the end its seller is told


class CertificateKind(StrEnum):
    """What a paper proves."""

    LICENCE = "licence"
    FARM_REGISTER = "farm_register"
    FOOD_PERMIT = "food_permit"
    ANIMAL_HEALTH = "animal_health"
    COMPLIANCE = "compliance"
    QUARANTINE = "quarantine"
    ORGANIC = "organic"
    GREEN = "green"
    GI = "gi"
    HALAL = "halal"


class CertificateState(StrEnum):
    """Where a paper stands."""

    SUBMITTED = "submitted"
    VERIFIED = "verified"
    REFUSED = "refused"
    EXPIRED = "expired"
    REVOKED = "revoked"


CERTIFICATE_STEPS: dict[CertificateState, frozenset[CertificateState]] = {
    CertificateState.SUBMITTED: frozenset({CertificateState.VERIFIED, CertificateState.REFUSED}),
    CertificateState.VERIFIED: frozenset({CertificateState.EXPIRED, CertificateState.REVOKED}),
    CertificateState.REFUSED: frozenset(),
    CertificateState.EXPIRED: frozenset(),
    CertificateState.REVOKED: frozenset(),
}


class Paper(Protocol):
    """What the rules need to know of a certificate."""

    @property
    def kind(self) -> str:
        """A CertificateKind."""

    @property
    def state(self) -> str:
        """A CertificateState."""

    @property
    def valid_from(self) -> date:
        """First day in force."""

    @property
    def valid_to(self) -> date | None:
        """Last day in force, None when it has no end."""


def may_become(current: CertificateState, target: CertificateState) -> bool:
    """Tell whether a paper may go from one state to another."""
    return target in CERTIFICATE_STEPS[current]


def in_force(paper: Paper, day: date) -> bool:
    """Tell whether a paper is verified and covers the day (its last day included)."""
    if paper.state != CertificateState.VERIFIED or day < paper.valid_from:
        return False
    return paper.valid_to is None or day <= paper.valid_to


def days_left(paper: Paper, day: date) -> int | None:
    """Count the days until a paper ends; None when it has no end."""
    return None if paper.valid_to is None else (paper.valid_to - day).days


def is_expiring(paper: Paper, day: date) -> bool:
    """Tell whether a paper in force ends within the warning time."""
    left = days_left(paper, day)
    return in_force(paper, day) and left is not None and left <= WARN_DAYS
