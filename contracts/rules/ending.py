"""How a contract ends after its last day.

Everything promised has been delivered: completed. Something was never called off: expired, with
what is left open on record. Everything was called off but goods are still on their way: it waits
for them; nothing new can be called off, since the last day is over.
"""

from __future__ import annotations

from collections.abc import Sequence

from contracts.rules.lifecycle import ContractState
from contracts.rules.progress import Quantities


def ending(lines: Sequence[Quantities]) -> ContractState | None:
    """Say how a contract ends whose last day is over.

    Args:
        lines: the five quantities of each line.

    Returns:
        COMPLETED or EXPIRED; None while the last goods are on their way.
    """
    if any(line.remaining_g for line in lines):
        return ContractState.EXPIRED
    if all(line.used_g == line.delivered_g for line in lines):
        return ContractState.COMPLETED
    return None


def open_items(lines: Sequence[Quantities]) -> dict[str, int]:
    """List what stands open at the end, in grams, for the record."""
    return {
        "delivered_g": sum(line.delivered_g for line in lines),
        "under_way_g": sum(line.called_g + line.transit_g for line in lines),
        "not_called_g": sum(line.remaining_g for line in lines),
    }
