"""What a seller may say when not everything can be sent. Marketplace 3.5.

Pieces that are missing or spoiled are not sent and not charged; they also leave the lot's books,
because nobody else may buy them. A call-off is owed by contract: it may fall short, but a seller
cannot decline it.
"""

from __future__ import annotations

from enum import StrEnum

from core.types.verdict import Reason, Verdict
from shop.rules.lifecycle import SellerOrderState
from shop.rules.orders import Channel

S = SellerOrderState
OPEN = frozenset({S.PLACED, S.ACCEPTED, S.PICKING})
RECORDABLE = OPEN | {S.ON_HOLD}
DECLINABLE = frozenset({S.PLACED, S.ACCEPTED, S.ON_HOLD})


class ShortReason(StrEnum):
    """Why pieces cannot be sent."""

    MISSING = "missing"
    SPOILED = "spoiled"
    BELOW_GRADE = "below_grade"
    HARVEST = "harvest"


def may_decline(channel: str, state: str) -> Verdict:
    """Whether a seller may turn an order down as a whole."""
    reasons: list[Reason | None] = []
    if channel == Channel.CONTRACT:
        reasons.append(Reason("call_off_is_owed"))
    if SellerOrderState(state) not in DECLINABLE:
        reasons.append(Reason("too_late_to_decline", {"state": state}))
    return Verdict.of(reasons)


def check_shortage(pieces: int, *, ordered: int, kept: int) -> str | None:
    """The error code of a shortage that cannot be, or None.

    Args:
        pieces: pieces said to be missing; 0 takes it back.
        ordered: pieces of the line.
        kept: pieces already weighed and good to go.
    """
    if not 0 <= pieces <= ordered:
        return "shortage_out_of_range"
    return "shortage_over_weighed" if pieces > ordered - kept else None
