"""Step 0: hubs, distances, services, tariffs and vehicle types."""

from __future__ import annotations

from accounts.rules.actor import SYSTEM
from demo.valley import Valley
from logistics.services.network import define_network


def define(valley: Valley) -> None:
    """Enter the network of the example."""
    define_network(SYSTEM, at=valley.founded_at)
