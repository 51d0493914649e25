"""Whether the harvest forecast can carry what a contract would add, week by week."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Shortfall:
    """A week that the forecast cannot carry."""

    spec_id: int
    monday: date
    wanted_g: int
    free_g: int

    @property
    def missing_g(self) -> int:
        """How many grams are missing."""
        return self.wanted_g - self.free_g


def shortfalls(
    spec_id: int, wanted: Mapping[date, int], free: Mapping[date, int]
) -> list[Shortfall]:
    """List the weeks in which more is wanted than is free; an unknown week has nothing free."""
    return [
        Shortfall(spec_id, monday, grams, free.get(monday, 0))
        for monday, grams in sorted(wanted.items())
        if grams > free.get(monday, 0)
    ]
