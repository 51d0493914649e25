"""Locks of the catalog: a pool is locked before anything in it, pools in id order."""

from __future__ import annotations

from collections.abc import Iterable

from catalog.models.stock import StockPool
from catalog.models.storage import Silo
from core.db import lock_rows


def lock_pools(pool_ids: Iterable[int]) -> list[int]:
    """Lock pools in id order and return their ids in that order.

    Everything that belongs to a pool (reservations, allocations, lots) changes only while its
    pool is locked, so that two transactions can never wait for each other.
    """
    ids = sorted(set(pool_ids))
    lock_rows(StockPool, ids)
    return ids


def lock_silo(silo_id: int) -> None:
    """Lock a silo, so that two intakes never fill the same room."""
    lock_rows(Silo, [silo_id])
