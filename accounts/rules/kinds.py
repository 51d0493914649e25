"""The kinds of buyers we know, and which capacities somebody may take by themselves."""

from __future__ import annotations

from accounts.rules.permissions import Capacity

OPEN_CAPACITIES: frozenset[Capacity] = frozenset(
    {Capacity.BUYS, Capacity.SELLS, Capacity.CARRIES, Capacity.RUNS_OUTLET}
)
