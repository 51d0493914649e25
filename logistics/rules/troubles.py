"""What a dispatcher should look at now, the worst first.

A departure that should have left; parcels that are not packed shortly before their departure; a
truck that is late; parcels whose promised day has passed; lines that the last run left short.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Protocol

from core.types.dates import SHANGHAI

PACK_BEFORE = timedelta(hours=5)
ARRIVAL_TIME = time(18)
SHOWN_OVERDUE = 6


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to look at. `kind` chooses the words; `subject` is a number to show."""

    kind: str
    level: str
    subject: str
    ref: str
    count: int = 0
    day: date | None = None


class DepartureLike(Protocol):
    """A departure as this rule sees it."""

    @property
    def ref(self) -> str:
        """Public reference."""

    @property
    def number(self) -> str:
        """The number that people say."""

    @property
    def departs_at(self) -> datetime:
        """When it is to leave."""

    @property
    def arrives_on(self) -> date:
        """The day it is due."""

    @property
    def parcels(self) -> int:
        """How many parcels are booked on it."""

    @property
    def unpacked(self) -> int:
        """How many of them are not packed."""

    @property
    def can_depart(self) -> bool:
        """Whether it has not left yet."""

    @property
    def can_arrive(self) -> bool:
        """Whether it is on the road."""


class RunLike(Protocol):
    """A run as this rule sees it."""

    @property
    def ref(self) -> str:
        """Public reference."""

    @property
    def number(self) -> str:
        """The number that people say."""

    @property
    def state(self) -> str:
        """A state of the table of runs."""

    @property
    def short_count(self) -> int:
        """Lines that it leaves short."""

    @property
    def late_count(self) -> int:
        """Lines that it brings late."""


def troubles_of(
    departures: Sequence[DepartureLike],
    overdue: Sequence[tuple[Any, ...]],
    runs: Sequence[RunLike],
    *,
    at: datetime,
) -> list[Trouble]:
    """List what to look at.

    Args:
        departures: departures of this week.
        overdue: (ref, number, promised day) of parcels that should be there.
        runs: the latest runs, newest first.
        at: the present instant.
    """
    found = [trouble for row in departures if (trouble := _departure_trouble(row, at))]
    found += [
        Trouble("overdue", "warn", number, ref, day=day)
        for ref, number, day in overdue[:SHOWN_OVERDUE]
    ]
    latest = next((run for run in runs if run.state in ("adopted", "refused", "failed")), None)
    if latest and latest.state != "adopted":
        found.append(Trouble(f"run_{latest.state}", "bad", latest.number, latest.ref))
    elif latest and latest.short_count + latest.late_count:
        count = latest.short_count + latest.late_count
        found.append(Trouble("run_short", "warn", latest.number, latest.ref, count))
    return sorted(found, key=lambda trouble: trouble.level != "bad")


def _departure_trouble(row: DepartureLike, at: datetime) -> Trouble | None:
    if row.can_depart and row.parcels and row.departs_at < at:
        return Trouble("not_departed", "bad", row.number, row.ref, row.parcels)
    due_at = datetime.combine(row.arrives_on, ARRIVAL_TIME, SHANGHAI)
    if row.can_arrive and due_at < at:
        return Trouble("not_arrived", "bad", row.number, row.ref, row.parcels, row.arrives_on)
    if row.can_depart and row.unpacked and row.departs_at - PACK_BEFORE < at:
        return Trouble("unpacked", "warn", row.number, row.ref, row.unpacked)
    return None
