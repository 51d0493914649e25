"""Who signs, and in which order: first the seller, then the buyer.

The seller's signature certifies the document (after it only form fields may be filled); the
buyer's completes it. At a public body nobody signs what he approved himself.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum


class Party(StrEnum):
    """A side of the contract; the value is also the name of its signature field."""

    SELLER = "seller"
    BUYER = "buyer"


ORDER = (Party.SELLER, Party.BUYER)
FIELD_NAMES = {Party.SELLER: "Seller", Party.BUYER: "Buyer"}


def who_must_still_sign(signed: Collection[Party]) -> tuple[Party, ...]:
    """List the parties that have not signed yet, next one first."""
    return tuple(party for party in ORDER if party not in signed)


def why_not_sign(
    party: Party | None,
    *,
    signed: Collection[Party],
    is_approver: bool,
    is_public_body: bool,
) -> str | None:
    """Give the code of the reason for which this side may not sign now, or None.

    Args:
        party: the side the person signs for; None when he belongs to neither.
        signed: sides that have signed already.
        is_approver: the person approved this very contract.
        is_public_body: his side spends public money.
    """
    waiting = who_must_still_sign(signed)
    if party is None:
        return "not_a_party"
    if party in signed:
        return "signed_already"
    if not waiting or waiting[0] != party:
        return "not_your_turn"
    if is_approver and is_public_body:
        return "approver_cannot_sign"
    return None
