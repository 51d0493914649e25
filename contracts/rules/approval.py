"""Who inside the buyer's house must say yes before a contract goes out for signature.

Up to 50,000.00 yuan one approver, up to 500,000.00 two; above that, or when the supply check
was overridden, also somebody from finance. Public bodies always need two persons. Whoever
handed the contract in never approves it, and nobody approves twice.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

ONE_APPROVER_FEN = 50_000_00
TWO_APPROVERS_FEN = 500_000_00


@dataclass(frozen=True)
class Needed:
    """How many approvals a contract needs."""

    persons: int
    is_finance_needed: bool


@dataclass(frozen=True)
class Given:
    """One approval that was given."""

    user_id: int
    is_finance: bool


def needed_approvals(amount_fen: int, *, is_public_body: bool, is_overridden: bool) -> Needed:
    """Say how many people must approve a contract of this amount.

    Args:
        amount_fen: total of the contract in fen.
        is_public_body: the buyer spends public money.
        is_overridden: the supply check failed and somebody went over it.
    """
    if amount_fen > TWO_APPROVERS_FEN or is_overridden:
        return Needed(3 if amount_fen > TWO_APPROVERS_FEN else 2, is_finance_needed=True)
    if amount_fen > ONE_APPROVER_FEN or is_public_body:
        return Needed(2, is_finance_needed=False)
    return Needed(1, is_finance_needed=False)


def is_chain_done(needed: Needed, given: Collection[Given]) -> bool:
    """Say whether the approvals given are enough."""
    persons = {one.user_id for one in given}
    has_finance = any(one.is_finance for one in given)
    return len(persons) >= needed.persons and (has_finance or not needed.is_finance_needed)


def why_not_approve(
    user_id: int, *, submitted_by: int | None, given: Collection[Given]
) -> str | None:
    """Give the code of the reason for which this person may not approve, or None."""
    if user_id == submitted_by:
        return "own_submission"
    if any(one.user_id == user_id for one in given):
        return "approved_already"
    return None
