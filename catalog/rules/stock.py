"""Stock: what is free, and how demand is added up before anything is reserved.

Free = released − reserved − allocated − committed + what due holds still occupy. All lines that
want the same pool are added up first, so that two lines can never both get the last piece.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class ReservationState(StrEnum):
    """Where a reservation stands; only ``hold`` can run out."""

    HOLD = "hold"
    FIRM = "firm"
    SHIPPED = "shipped"
    RELEASED = "released"
    EXPIRED = "expired"


OPEN_RESERVATIONS = (ReservationState.HOLD, ReservationState.FIRM)


class MovementKind(StrEnum):
    """Why the balance of a lot changed."""

    RECEIVED = "received"
    SHIPPED = "shipped"
    WEIGH_DIFFERENCE = "weigh_difference"
    SHRINKAGE = "shrinkage"
    RETURNED = "returned"
    DISPOSED = "disposed"
    CUT_OUT = "cut_out"
    CUT_IN = "cut_in"
    TRANSFER_OUT = "transfer_out"
    TRANSFER_IN = "transfer_in"
    COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Want:
    """What one order line wants; ``enters_rounds`` is not so for call-offs of contracts."""

    line_ref: str
    listing_id: int
    pieces: int
    grams: int
    enters_rounds: bool = True
    unit_pieces: int = 1


@dataclass(frozen=True, slots=True)
class Demand:
    """What all lines of an order want of one pool."""

    pool_id: int
    pieces: int
    grams: int
    wants: tuple[Want, ...]


@dataclass(frozen=True, slots=True)
class Counters:
    """The stored counters of a pool, in pieces or in grams."""

    released: int
    reserved: int
    allocated: int
    committed: int


def free(counters: Counters, due: int = 0) -> int:
    """Tell how much of a pool nobody has a right to.

    Args:
        counters: the stored counters.
        due: what expired holds still occupy in them.
    """
    taken = counters.reserved + counters.allocated + counters.committed - due
    return max(0, counters.released - taken)


def sum_per_pool(wants: Sequence[Want], pool_of: Mapping[int, int]) -> list[Demand]:
    """Add up the lines of an order per pool, pools in id order.

    Args:
        wants: the lines.
        pool_of: pool id by listing id.
    """
    by_pool: dict[int, list[Want]] = {}
    for want in wants:
        by_pool.setdefault(pool_of[want.listing_id], []).append(want)
    return [
        Demand(
            pool_id,
            sum(want.pieces for want in lines),
            sum(want.grams for want in lines),
            tuple(lines),
        )
        for pool_id, lines in sorted(by_pool.items())
    ]


def share_grams(grams: int, parts: Iterable[int]) -> list[int]:
    """Share the grams of a line over its lots by pieces, exactly to the gram.

    Example:
        >>> share_grams(1000, [1, 2])
        [333, 667]
    """
    pieces = list(parts)
    total = sum(pieces)
    shares: list[int] = []
    seen = given = 0
    for part in pieces:
        seen += part
        upto = grams * seen // total
        shares.append(upto - given)
        given = upto
    return shares


def weigh_difference_g(balance: tuple[int, int], leaving: tuple[int, int]) -> int:
    """Grams to correct a lot's balance by before goods leave it.

    The recorded weight of a lot is an estimate until its last piece is weighed: the last piece
    takes the balance to zero, and no piece may take it below.

    Args:
        balance: pieces and grams of the lot.
        leaving: pieces and grams that leave.

    Example:
        >>> weigh_difference_g((2, 30_000), (2, 29_400))
        -600
    """
    pieces, grams = balance
    rest_g = grams - leaving[1]
    if pieces == leaving[0] or rest_g < 0:
        return -rest_g
    return 0
