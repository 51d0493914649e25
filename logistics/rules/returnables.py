"""Crates and pallets: what a partner still has of ours is what we gave less what came back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class ReturnableKind(StrEnum):
    """What goes round."""

    CRATE = "crate"
    PALLET = "pallet"


MOST_AT_ONCE = 10_000


@dataclass(frozen=True, slots=True)
class Move:
    """So many of a kind from one organisation to another."""

    giver_id: int
    taker_id: int
    kind: str
    pieces: int


def balances(org_id: int, moves: Iterable[Move]) -> dict[tuple[int, str], int]:
    """What each partner has of this organisation, by (partner, kind); negative: we have theirs.

    Example:
        Forty crates given and twelve back: the partner has 28.
    """
    found: dict[tuple[int, str], int] = {}
    for move in moves:
        is_given = move.giver_id == org_id
        partner = move.taker_id if is_given else move.giver_id
        key = partner, move.kind
        found[key] = found.get(key, 0) + (move.pieces if is_given else -move.pieces)
    return found
