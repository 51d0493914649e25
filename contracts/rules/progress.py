"""The five quantities of a contract: committed = remaining + called + in transit + delivered.

What is called but not yet on its way, on its way, and delivered is read from the orders that the
call-offs made; only what a call-off released counts, in nominal grams.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

IN_TRANSIT_STATES = frozenset({"shipped"})
DELIVERED_STATES = frozenset({"delivered", "accepted_by_buyer", "closed"})


class Stage(StrEnum):
    """How far what was called off has come."""

    CALLED = "called"
    TRANSIT = "transit"
    DELIVERED = "delivered"


def stage_of(order_state: str) -> Stage:
    """Read the stage from the state of the seller's order."""
    if order_state in DELIVERED_STATES:
        return Stage.DELIVERED
    return Stage.TRANSIT if order_state in IN_TRANSIT_STATES else Stage.CALLED


@dataclass(frozen=True, slots=True)
class Quantities:
    """The five quantities, in grams."""

    committed_g: int = 0
    called_g: int = 0
    transit_g: int = 0
    delivered_g: int = 0

    @property
    def remaining_g(self) -> int:
        """What was promised and not called off; never negative."""
        return max(0, self.committed_g - self.called_g - self.transit_g - self.delivered_g)

    @property
    def used_g(self) -> int:
        """Everything that was called off."""
        return self.called_g + self.transit_g + self.delivered_g

    def permille(self, grams: int) -> int:
        """The share of the commitment in 1/1000, for bars."""
        whole = max(self.committed_g, self.used_g)
        return grams * 1000 // whole if whole else 0

    def __add__(self, other: Quantities) -> Quantities:
        return Quantities(
            self.committed_g + other.committed_g,
            self.called_g + other.called_g,
            self.transit_g + other.transit_g,
            self.delivered_g + other.delivered_g,
        )


def quantities(committed_g: int, used: Iterable[tuple[Stage, int]]) -> Quantities:
    """Sort what was called off into its stages."""
    sums = dict.fromkeys(Stage, 0)
    for stage, grams in used:
        sums[stage] += grams
    return Quantities(committed_g, sums[Stage.CALLED], sums[Stage.TRANSIT], sums[Stage.DELIVERED])
