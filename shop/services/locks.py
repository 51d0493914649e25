"""Rows of the shop that must not change while somebody decides about them."""

from __future__ import annotations

from collections.abc import Sequence

from core.db import lock_rows
from shop.models.earnings import SellerEarning
from shop.models.orders import OrderGroup
from shop.models.payouts import PayoutBatch


def lock_group(group_id: int) -> None:
    """Lock an order group.

    Its parts are finished by different people; of two who finish at once the second must see
    what the first did, or neither would be the last and the group would never close.
    """
    lock_rows(OrderGroup, [group_id])


def lock_earnings(ids: Sequence[int]) -> list[SellerEarning]:
    """Lock rows of sellers' money, in id order, as they are in the database now.

    Two batches must not take the same row, and an acceptance must not pass a refund unseen.
    """
    return lock_rows(SellerEarning, ids)


def lock_batch(batch_id: int) -> PayoutBatch:
    """Lock a batch for the bank: it is released, withdrawn and answered by different people."""
    [batch] = lock_rows(PayoutBatch, [batch_id])
    return batch
