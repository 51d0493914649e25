"""Looking into the data of others: only with a reason, and never unseen.

People of the platform open orders of shoppers and organisations to help them. Each look names one
of these reasons, shows personal data masked, and leaves a record that the auditor reads and that
those who were looked at read as well (payments file 3.3 and 7.2).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from accounts.rules.cards import OrgCard

MIN_TAIL = 4


class Reason(StrEnum):
    """Why somebody looks."""

    BUYER_CALLS = "buyer_calls"
    SELLER_CALLS = "seller_calls"
    REFUND = "refund"
    DELIVERY = "delivery"
    DISPUTE = "dispute"
    SAFETY = "safety"


@dataclass(frozen=True, slots=True)
class Look:
    """What was opened: an order, or a search that was answered with several or none."""

    kind: str
    ref: str = ""
    number: str = ""
    found: int = 1
    person_id: int | None = None
    org_ids: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One look as it is read later."""

    ref: str
    looked_at: datetime
    user_name: str
    reason: Reason
    note: str
    kind: str
    number: str
    found: int
    orgs: tuple[OrgCard, ...]
    is_private: bool


def mask_name(name: str) -> str:
    """A person's name as others may see it: 林**; an empty one stays empty."""
    return f"{name[:1]}**" if name else ""


def mask_query(text: str) -> str:
    """What was searched, kept so that no whole phone number stays: 138****6021, ****6021.

    Order numbers hold letters and are kept as they are.
    """
    typed = "".join(text.split())
    if not typed.isdigit():
        return typed[:40]
    return f"{typed[:3]}****{typed[-MIN_TAIL:]}" if len(typed) >= 11 else f"****{typed[-MIN_TAIL:]}"
