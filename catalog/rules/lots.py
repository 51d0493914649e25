"""A lot: the states it goes through, and first expiry first out.

A received lot waits in quarantine until its paper is there; released lots may be sold. A blocked
lot can be released again after a check, a recalled one never. Orders take the lot that ends first
among those that still have the required days left on arrival; to spare the packer a second box
one lot is preferred when its last day lies within two days of the earliest.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

ONE_LOT_DAYS = 2


class LotState(StrEnum):
    """Where a lot stands."""

    QUARANTINE = "quarantine"
    RELEASED = "released"
    DEPLETED = "depleted"
    BLOCKED = "blocked"
    RECALLED = "recalled"


class AllocationState(StrEnum):
    """How far the goods set aside for an order line have come."""

    PLANNED = "planned"
    PICKED = "picked"
    WEIGHED = "weighed"
    SHIPPED = "shipped"
    FREED = "freed"


LOT_STEPS: dict[LotState, frozenset[LotState]] = {
    LotState.QUARANTINE: frozenset({LotState.RELEASED, LotState.BLOCKED, LotState.RECALLED}),
    LotState.RELEASED: frozenset({LotState.DEPLETED, LotState.BLOCKED, LotState.RECALLED}),
    LotState.DEPLETED: frozenset({LotState.RELEASED, LotState.RECALLED}),
    LotState.BLOCKED: frozenset({LotState.RELEASED, LotState.RECALLED}),
    LotState.RECALLED: frozenset(),
}

# Goods in these states stand in the cold store and belong to somebody.
HELD_STATES = (AllocationState.PLANNED, AllocationState.PICKED, AllocationState.WEIGHED)


def lot_may_become(current: LotState, target: LotState) -> bool:
    """Tell whether a lot may go from one state to another."""
    return target in LOT_STEPS[current]


@dataclass(frozen=True, slots=True)
class LotChoice:
    """A lot as the FEFO rule sees it; pieces are those nobody else has."""

    id: int
    best_before: date | None
    received_at: datetime
    free_pieces: int


@dataclass(frozen=True, slots=True)
class Take:
    """So many pieces of one lot."""

    lot_id: int
    pieces: int


def days_on_arrival(best_before: date | None, arrives_on: date) -> int | None:
    """Count the days a lot still has when it arrives; None when it does not expire."""
    return None if best_before is None else (best_before - arrives_on).days


def lasts(best_before: date | None, arrives_on: date, min_days: int) -> bool:
    """Tell whether a lot still has the required days on arrival."""
    days = days_on_arrival(best_before, arrives_on)
    return days is None or days >= min_days


def fefo_order(lots: Iterable[LotChoice]) -> list[LotChoice]:
    """Sort lots: earliest last day first, then first received, then first entered."""
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.received_at, lot.id))


def choose_lots(
    lots: Iterable[LotChoice], *, pieces: int, arrives_on: date, min_days: int
) -> list[Take]:
    """Choose the lots an order line is taken from.

    Args:
        lots: released lots of the pool with their free pieces.
        pieces: pieces wanted.
        arrives_on: day at the buyer's door.
        min_days: days that must be left on that day.

    Returns:
        What to take of which lot, in FEFO order; empty when the suitable lots do not suffice.

    Example:
        Lots A (1 Dec, 3 free) and B (2 Dec, 9 free): five pieces all come from B, because its
        last day lies within two days of A's; with B on 4 Dec it is three of A and two of B.
    """
    suitable = [
        lot
        for lot in fefo_order(lots)
        if lot.free_pieces > 0 and lasts(lot.best_before, arrives_on, min_days)
    ]
    if sum(lot.free_pieces for lot in suitable) < pieces or pieces < 1:
        return []
    alone = _one_lot(suitable, pieces)
    if alone is not None:
        return [Take(alone.id, pieces)]
    return _in_order(suitable, pieces)


def _one_lot(suitable: Sequence[LotChoice], pieces: int) -> LotChoice | None:
    earliest = suitable[0].best_before
    for lot in suitable:
        if lot.free_pieces >= pieces and _near(earliest, lot.best_before):
            return lot
    return None


def _near(earliest: date | None, last_day: date | None) -> bool:
    if earliest is None or last_day is None:
        return earliest == last_day
    return last_day - earliest <= timedelta(days=ONE_LOT_DAYS)


def _in_order(suitable: Sequence[LotChoice], pieces: int) -> list[Take]:
    takes: list[Take] = []
    left = pieces
    for lot in suitable:
        part = min(left, lot.free_pieces)
        takes.append(Take(lot.id, part))
        left -= part
        if not left:
            break
    return takes


def fits_pieces(grams: int, pieces: int, sold: Sequence[tuple[int, int]]) -> bool:
    """Tell whether a lot's weight can belong to its pieces, within half and double.

    Args:
        grams: weight of the whole lot.
        pieces: its pieces, at least 1.
        sold: lightest and heaviest piece of each way the goods are sold; none means: no opinion.

    Example:
        Ten legs of 2.0 to 2.6 kg may weigh 10 to 52 kg; 230 kg is a slip of the finger.
    """
    if not sold:
        return True
    return any(
        lightest * pieces <= grams * 2 and grams <= heaviest * pieces * 2
        for lightest, heaviest in sold
    )
