"""How much may go back? Never more than came in, per seller and in all.

A refund first reserves its amount, then asks the provider, then waits for the provider's word.
A failed one returns its reservation and becomes a task of the finance desk. A refund that is still
pending after a day is a task too. Bank transfers go back by hand: the task is the refund.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

STUCK_AFTER = timedelta(days=1)


class RefundStage(StrEnum):
    """The life of one refund."""

    REQUESTED = "requested"
    SUBMITTED = "submitted"
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class RefundWay(StrEnum):
    """Who carries the money back."""

    GATEWAY = "gateway"
    BANK = "bank"
    ACCOUNT = "account"
    COUNTER = "counter"


OPEN_REFUNDS = (RefundStage.REQUESTED, RefundStage.SUBMITTED, RefundStage.PENDING)
REFUND_MOVES: dict[RefundStage, tuple[RefundStage, ...]] = {
    RefundStage.SUBMITTED: (RefundStage.REQUESTED,),
    RefundStage.PENDING: (RefundStage.SUBMITTED,),
    RefundStage.SUCCEEDED: OPEN_REFUNDS,
    RefundStage.FAILED: OPEN_REFUNDS,
}
WAY_OF_METHOD = {
    "online": RefundWay.GATEWAY,
    "bank_transfer": RefundWay.BANK,
    "terms": RefundWay.ACCOUNT,
    "counter": RefundWay.COUNTER,
}


def way_of(method: str, *, is_owed: bool) -> RefundWay:
    """How money goes back.

    Args:
        method: how the order was to be paid.
        is_owed: the buyer on terms has not paid yet: then the refund is a credit.
    """
    way = WAY_OF_METHOD[method]
    return RefundWay.BANK if way is RefundWay.ACCOUNT and not is_owed else way


def is_stuck(submitted_at: datetime, at: datetime) -> bool:
    """Has a refund waited so long for the provider that somebody should ask?"""
    return at - submitted_at > STUCK_AFTER


def spread_refund(amount_fen: int, left_fen: Mapping[str, int]) -> dict[str, int]:
    """Spread a refund of a whole order over its sellers, as far as each still has money.

    Args:
        amount_fen: fen to give back, at most the sum of what is left.
        left_fen: fen still refundable per seller order.

    Returns:
        Fen per seller order, zero rows left out; the parts add up to the amount.

    Example:
        >>> spread_refund(500, {"a": 300, "b": 400})
        {'a': 300, 'b': 200}
    """
    parts: dict[str, int] = {}
    rest = amount_fen
    for ref, left in left_fen.items():
        part = min(rest, left)
        if part > 0:
            parts[ref] = part
            rest -= part
    return parts
