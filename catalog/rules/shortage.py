"""When a week falls short: who is served first, and what everybody gets.

Order: the floor of each contract (95 %) by the time it was signed, then orders that are paid, then
what contracts want above their floor; new orders come last and are not sold at all. Goods of
another seller never fill in by themselves: that seller has to agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

FLOOR_PERMILLE = 950


def floor_g(wanted_g: int) -> int:
    """What a contract is sure of, of what it wants."""
    return wanted_g * FLOOR_PERMILLE // 1000


@dataclass(frozen=True, slots=True)
class Claim:
    """What one contract may still take of a week, in grams."""

    contract_ref: str
    wanted_g: int
    signed_at: datetime

    @property
    def floor_g(self) -> int:
        """What it is sure of before anybody else."""
        return floor_g(self.wanted_g)


@dataclass(frozen=True, slots=True)
class Served:
    """One step of the order: what is wanted there and what is given."""

    step: str
    contract_ref: str
    wanted_g: int
    given_g: int

    @property
    def missing_g(self) -> int:
        """What this step does not get."""
        return self.wanted_g - self.given_g


def serve(have_g: int, contracts: Sequence[Claim], ordered_g: int) -> list[Served]:
    """Share what there is by the rule.

    Args:
        have_g: grams that are there.
        contracts: what contracts may still take.
        ordered_g: grams of orders that are paid or held.

    Example:
        5.20 t for contracts of 3.00 and 2.40 t and 0.50 t of orders: 2.85, 2.28, 0.07, 0.
    """
    left = have_g
    served: list[Served] = []
    by_time = sorted(contracts, key=lambda claim: (claim.signed_at, claim.contract_ref))
    steps = [("floor", claim.contract_ref, claim.floor_g) for claim in by_time]
    steps.append(("orders", "", ordered_g))
    steps += [("above", claim.contract_ref, claim.wanted_g - claim.floor_g) for claim in by_time]
    for step, ref, wanted in steps:
        given = min(left, wanted)
        left -= given
        served.append(Served(step, ref, wanted, given))
    return served
