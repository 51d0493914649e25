"""A sale round: harvest, cut-off and departure in one.

A round opens and closes by the clock; whether it was dispatched or has failed somebody says. After
the cut-off nobody orders from it any more.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum


class RoundState(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    DISPATCHED = "dispatched"
    FAILED = "failed"


FINAL = (RoundState.DISPATCHED, RoundState.FAILED)


def round_state(
    stored: RoundState, *, opens_at: datetime, cutoff_at: datetime, at: datetime
) -> RoundState:
    """Tell where a round stands at an instant; what somebody has said stays."""
    if stored in FINAL:
        return stored
    if at < opens_at:
        return RoundState.PLANNED
    return RoundState.OPEN if at < cutoff_at else RoundState.CLOSED
