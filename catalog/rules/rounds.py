"""A sale round: harvest, cut-off and departure in one.

A round opens and closes by the clock; whether it was dispatched or has failed somebody says. After
the cut-off nobody orders from it any more.

While a round of a listing is open, everything the shop sells of it counts against the round's cap.
While one is planned, the listing waits for it. Its goods are ready at noon of the last harvest
day; the promise is counted from there. A round that has not sold its minimum by the cut-off fails,
and so does one that its seller gives up before: everybody gets everything back. A listing without
either sells from stock as usual. Call-offs of contracts have their own volume and enter no round.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from core.types.dates import SHANGHAI

READY_TIME = time(12)


class RoundState(StrEnum):
    """Where a round stands."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    DISPATCHED = "dispatched"
    FAILED = "failed"


FINAL = (RoundState.DISPATCHED, RoundState.FAILED)


def round_state(
    stored: RoundState, *, opens_at: datetime, cutoff_at: datetime, at: datetime
) -> RoundState:
    """Tell where a round stands at an instant; what somebody has said stays."""
    if stored in FINAL:
        return stored
    if at < opens_at:
        return RoundState.PLANNED
    return RoundState.OPEN if at < cutoff_at else RoundState.CLOSED


@dataclass(frozen=True, slots=True)
class RoundCard:
    """A sale round as a buyer sees it."""

    id: int
    ref: str
    listing_id: int
    listing_ref: str
    name_zh: str
    name_en: str
    opens_at: datetime
    cutoff_at: datetime
    harvest_from: date
    harvest_to: date
    departure_ref: str
    cap_pieces: int | None
    sold_pieces: int
    state: RoundState
    min_pieces: int | None = None

    @property
    def ready_at(self) -> datetime:
        """When the last of its goods is in the store."""
        return datetime.combine(self.harvest_to, READY_TIME, SHANGHAI)

    @property
    def missing_pieces(self) -> int:
        """Pieces that still have to be sold for it to take place."""
        return max(0, (self.min_pieces or 0) - self.sold_pieces)

    @property
    def left_pieces(self) -> int | None:
        """Pieces that the round still takes; None without a cap."""
        return None if self.cap_pieces is None else max(0, self.cap_pieces - self.sold_pieces)


def round_on_sale(rounds: Iterable[RoundCard]) -> RoundCard | None:
    """The round that decides about a listing now: the open one, else the next planned one.

    Args:
        rounds: rounds of one listing that are open or still to come.
    """
    coming = [one for one in rounds if one.state in (RoundState.OPEN, RoundState.PLANNED)]
    return min(coming, key=lambda one: (one.state != RoundState.OPEN, one.opens_at), default=None)


def cap_by_round(free: int, current: RoundCard | None) -> int:
    """How many of the free pieces may be ordered now."""
    if current is None:
        return free
    if current.state != RoundState.OPEN:
        return 0
    return free if current.left_pieces is None else min(free, current.left_pieces)
