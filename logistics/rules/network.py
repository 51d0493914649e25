"""The network as a promise needs it: hubs, lanes, distances and rates, held in memory.

Goods go from a place to a hub of the same province (feeder), over a lane to a hub of the other
province (line haul), and to the door (last mile). Both directions use the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from core.types.temperature import TemperatureClass
from logistics.errors import NoTariff

SEARCH_DAYS = 14
Rate = tuple[int, int]  # fen per tonne, fen per tonne and kilometre


@dataclass(frozen=True, slots=True)
class Reach:
    """A place is so far from a hub."""

    hub: str
    metres: int


@dataclass(frozen=True, slots=True)
class Lane:
    """A service that leaves again and again."""

    id: int
    ref: str
    code: str
    origin: str
    destination: str
    metres: int
    departure_minute: int
    transit_days: int
    weekdays: int  # bit 0 is Monday


@dataclass(frozen=True, slots=True)
class Network:
    """Everything a promise may look at; made once for each version of the tables."""

    version: str
    hub_names: dict[str, tuple[str, str]]
    reach: dict[str, tuple[Reach, ...]]  # nearest hub first
    lanes: dict[tuple[str, str], Lane]
    rates: dict[tuple[str, str], Rate]  # (kind, class)
    closed: frozenset[tuple[int, date]] = frozenset()  # (lane id, day): takes nothing more

    def places(self, place: str) -> tuple[Reach, ...]:
        """Hubs that serve a county, or else its city."""
        return self.reach.get(place) or self.reach.get(place[:4] + "00", ())

    def next_run(self, lane: Lane, day: date) -> date | None:
        """The first day from a day on with a departure of a lane that still takes goods."""
        days = (day + timedelta(days=offset) for offset in range(SEARCH_DAYS))
        runs = (one for one in days if lane.weekdays >> one.weekday() & 1)
        return next((one for one in runs if (lane.id, one) not in self.closed), None)

    def rate(self, kind: str, temperature: TemperatureClass) -> Rate:
        """A row of the tariff table.

        Raises:
            NoTariff: there is none for this kind of work and class.
        """
        found = self.rates.get((kind, temperature.value))
        if found is None:
            raise NoTariff(kind=kind, temperature=temperature.value)
        return found

    def fen_per_tonne(self, kind: str, temperature: TemperatureClass, metres: int = 0) -> int:
        """A tariff for a distance, in fen per tonne.

        Example:
            A feeder of 23 km for ambient goods: 3,000 + 23 × 90 = 5,070.
        """
        fixed, per_km = self.rate(kind, temperature)
        return fixed + per_km * metres // 1000
