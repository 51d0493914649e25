"""The kinds of buyers we know, and which capacities somebody may take by themselves."""

from __future__ import annotations

from accounts.rules.permissions import Capacity

BUYER_KINDS: tuple[str, ...] = (
    "supermarket",
    "hotel",
    "restaurant",
    "canteen",
    "school",
    "hospital",
    "public_canteen",
    "union",
    "community_group",
    "supply_company",
    "resort",
)
OPEN_CAPACITIES: frozenset[Capacity] = frozenset(
    {Capacity.BUYS, Capacity.SELLS, Capacity.CARRIES, Capacity.RUNS_OUTLET}
)
