"""Rows of the shop that must not change while somebody decides about them."""

from __future__ import annotations

from core.db import lock_rows
from shop.models.orders import OrderGroup


def lock_group(group_id: int) -> None:
    """Lock an order group.

    Its parts are finished by different people; of two who finish at once the second must see
    what the first did, or neither would be the last and the group would never close.
    """
    lock_rows(OrderGroup, [group_id])
