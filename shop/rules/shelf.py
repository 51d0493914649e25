"""What a shelf says of a listing: its price, and its promise where one can be made.

A piece sold by weight is shown with its price per kilogram; the days left on arrival are counted
from the last day of the lot that comes next to the day at the door. A listing that no truck
carries to the buyer's city has no promise, and the shelf says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from catalog.rules.cards import Card, LotCard
from core.types.money import each_total_fen


class PromiseFacts(Protocol):
    """What the shop shows of a promise of logistics."""

    @property
    def origin_hub(self) -> str:
        """Code of the hub where the goods are loaded."""

    @property
    def destination_hub(self) -> str:
        """Code of the hub where they are unloaded."""

    @property
    def departs_at(self) -> datetime:
        """When the truck leaves."""

    @property
    def cutoff_at(self) -> datetime:
        """Until when one may still order for it."""

    @property
    def arrives_on(self) -> date:
        """The day at the door."""

    @property
    def freight_fen(self) -> int:
        """The freight of one piece alone, in fen."""


def days_left(best_before: date | None, arrives_on: date | None) -> int | None:
    """Days of life left at the door, or None where nothing expires or nothing arrives."""
    if best_before is None or arrives_on is None:
        return None
    return (best_before - arrives_on).days


def lot_in_time(
    lots: Sequence[LotCard], arrives_on: date | None, min_remaining_days: int
) -> LotCard | None:
    """The lot that a buyer would get: the first to expire that is still fresh at the door.

    Args:
        lots: Released lots, first expiry first.
        arrives_on: The day at the door; None where nothing arrives.
        min_remaining_days: Days of life the listing promises at the door.
    """
    least = max(min_remaining_days, 1)
    for lot in lots:
        left = days_left(lot.best_before, arrives_on)
        if left is None or left >= least:
            return lot
    return None


@dataclass(frozen=True)
class ShelfItem:
    """A listing on a shelf with its promise for the buyer's district."""

    card: Card
    promise: PromiseFacts | None
    lots: tuple[LotCard, ...] = ()

    @property
    def price_fen(self) -> int:
        """The shelf price in fen: of a piece, or of a kilogram where the scale decides."""
        return each_total_fen(self.card.price_e4, 1)

    @property
    def lot(self) -> LotCard | None:
        """The lot that a buyer would get, or None when nothing is there or all is too old."""
        arrives = self.promise.arrives_on if self.promise else None
        return lot_in_time(self.lots, arrives, self.card.min_remaining_days)

    @property
    def is_too_late(self) -> bool:
        """Whether all that is in store would arrive with fewer days than promised."""
        return bool(self.lots) and self.lot is None

    @property
    def days_left(self) -> int | None:
        """Days left on arrival of the lot that a buyer would get."""
        if self.lot is None or self.promise is None:
            return None
        return days_left(self.lot.best_before, self.promise.arrives_on)
