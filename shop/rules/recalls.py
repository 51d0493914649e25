"""Where recalled goods are, how a line of a recall may end, and what is paid back.

A line that has not left the store and found another lot is replaced and done with. Everything else
ends by a refund, by the goods coming back or being destroyed in front of somebody, or by a written
reason why the buyer could not be reached. The share of a lot in a line is paid by pieces.
"""

from __future__ import annotations

from enum import StrEnum

from core.types.money import split_fen


class Place(StrEnum):
    """Where the goods were when the recall began."""

    STORE = "store"
    ROAD = "road"
    HUB = "hub"
    DOOR = "door"


class Outcome(StrEnum):
    """How a line of a recall ended."""

    REPLACED = "replaced"
    REFUNDED = "refunded"
    RETURNED = "returned"
    DESTROYED = "destroyed"
    UNREACHABLE = "unreachable"


BY_HAND = (Outcome.RETURNED, Outcome.DESTROYED, Outcome.UNREACHABLE)
_PLACES = {
    "dispatched": Place.ROAD,
    "in_transit": Place.ROAD,
    "at_hub": Place.HUB,
    "out_for_delivery": Place.ROAD,
    "delivered": Place.DOOR,
    "accepted": Place.DOOR,
    "partly_rejected": Place.DOOR,
    "closed": Place.DOOR,
}
STOPPABLE = ("packed", "dispatched", "in_transit", "at_hub", "out_for_delivery")


def place_of(consignment_state: str) -> Place:
    """Where goods of a parcel in this state are; what has not left is in the store."""
    return _PLACES.get(consignment_state, Place.STORE)


def share_fen(line_fen: int, lot_pieces: int, line_pieces: int) -> int:
    """What of a line's money belongs to so many of its pieces.

    Example:
        2 of 3 pieces of 100.00 yuan: 66.67 yuan.
    """
    rest = max(line_pieces - lot_pieces, 0)
    return split_fen(line_fen, [lot_pieces, rest])[0]
