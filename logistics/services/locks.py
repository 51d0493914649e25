"""Locks of logistics: a departure that goods are booked on stays as it is until they are."""

from __future__ import annotations

from collections.abc import Iterable

from core.db import lock_rows
from logistics.models.network import Departure


def hold_departures(departure_ids: Iterable[int]) -> None:
    """Read departures again, and let none of them leave before this transaction ends.

    The lock is a shared one: orders do not wait for each other, only the truck waits for them.
    """
    lock_rows(Departure, list(departure_ids), is_shared=True)


def lock_departures(departure_ids: Iterable[int]) -> None:
    """Read departures again to change them; whoever books on them or sends them off waits."""
    lock_rows(Departure, list(departure_ids))
