"""Stock at an outlet: what may be sent, what a count changes. Marketplace 3.9.

Goods at an outlet stay the seller's: they lie in a pool of their own, so an online order and the
counter never sell the same piece. A transfer is two movements of one cause. A count posts the
difference with its reason and its person; good pieces are never written away without one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time
from enum import StrEnum

from accounts.rules.places import find_place

OWN_STORE = ""  # the place of a pool that is the seller's own cold store
NAME_MAX, ADDRESS_MAX = 60, 160


class OutletState(StrEnum):
    """Whether an outlet works."""

    OPEN = "open"
    CLOSED = "closed"


class TransferState(StrEnum):
    """Where a transfer stands."""

    SENT = "sent"
    RECEIVED = "received"


class CountReason(StrEnum):
    """Why there are more or fewer pieces than the books say."""

    MATCHES = "matches"
    MISSING = "missing"
    SPOILED = "spoiled"
    EXPIRED = "expired"
    SAMPLE = "sample"
    FOUND = "found"


LOSSES = (CountReason.MISSING, CountReason.SPOILED, CountReason.EXPIRED, CountReason.SAMPLE)


@dataclass(frozen=True, slots=True)
class NewOutlet:
    """What an organisation says of its outlet; hours are Shanghai wall clock."""

    name_zh: str
    name_en: str
    district_code: str
    address: str
    phone: str
    opens: time
    closes: time


def outlet_faults(new: NewOutlet) -> dict[str, str]:
    """What is wrong with the particulars of an outlet, by field."""
    required = ("name_zh", "address", "phone", "district_code")
    faults = {name: "required" for name in required if not getattr(new, name).strip()}
    place = find_place(new.district_code)
    if "district_code" not in faults and (place is None or new.district_code.endswith("00")):
        faults["district_code"] = "district_not_found"
    if new.opens >= new.closes:
        faults["closes"] = "closes_before_opening"
    return faults


def share_g(free: tuple[int, int], pieces: int) -> int:
    """Grams that so many of the free (pieces, grams) weigh; all of them with the last piece."""
    have, grams = free
    return grams if pieces == have else grams * pieces // have


def count_faults(expected: int, counted: int, reason: CountReason, held: int) -> dict[str, str]:
    """What is wrong with a count, by field.

    Args:
        expected: pieces in the books.
        counted: pieces on the shelf.
        reason: why they differ.
        held: pieces of sold orders that are still to be given out.
    """
    if counted < held:
        return {"counted": "below_what_is_held"}
    if counted == expected:
        return {} if reason is CountReason.MATCHES else {"reason": "nothing_differs"}
    is_right = reason in LOSSES if counted < expected else reason is CountReason.FOUND
    return {} if is_right else {"reason": "reason_does_not_fit"}
