"""Departures with what is booked on them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from core.db import session
from logistics.errors import UnknownDeparture
from logistics.models.consignments import Consignment
from logistics.models.network import Departure, Service, VehicleType
from logistics.models.tracking import Event
from logistics.queries.consignments import (
    ConsignmentCard,
    EventCard,
    event_card,
    list_on_departure,
)
from logistics.rules.charts import TONNE_G, bar_parts
from logistics.rules.states import ConsignmentState, DepartureState

GONE = (ConsignmentState.CANCELLED.value,)
BEFORE_PACKED = ("planned", "allocated", "picking")


@dataclass(frozen=True, slots=True)
class DepartureCard:
    """A departure with its load."""

    id: int
    ref: str
    number: str
    state: str
    origin_hub: str
    destination_hub: str
    departs_on: date
    departs_at: datetime
    arrives_on: date
    departed_at: datetime | None
    arrived_at: datetime | None
    metres: int
    vehicles: Mapping[str, int]
    capacity_g: int
    load_g: Mapping[str, int]
    parcels: int
    unpacked: int

    @property
    def lane(self) -> str:
        """Both hubs, as a key."""
        return f"{self.origin_hub}-{self.destination_hub}"

    @property
    def total_g(self) -> int:
        """Everything booked."""
        return sum(self.load_g.values())

    @property
    def frame_g(self) -> int:
        """What a full bar stands for: the vehicles, or whole tonnes of shared groupage."""
        return self.capacity_g or max(-(-self.total_g // TONNE_G), 1) * TONNE_G

    @property
    def is_groupage(self) -> bool:
        """Rides in a shared truck."""
        return not self.capacity_g

    @property
    def parts(self) -> list[tuple[str, float]]:
        """Percent parts of the load bar."""
        return bar_parts(self.load_g, self.frame_g)

    @property
    def can_depart(self) -> bool:
        """It has not left yet."""
        return self.state in ("planned", "frozen", "loading")

    @property
    def can_arrive(self) -> bool:
        """It is on the road."""
        return self.state == DepartureState.DEPARTED.value


@dataclass(frozen=True, slots=True)
class DeparturePage:
    """A departure with its parcels and events."""

    card: DepartureCard
    parcels: tuple[ConsignmentCard, ...]
    events: tuple[EventCard, ...]


def list_departures(
    *, first: date, last: date, hub: str | None = None, with_parcels: bool = True
) -> list[DepartureCard]:
    """Departures that leave or arrive between two days, by departure.

    Args:
        first: first day.
        last: last day.
        hub: only those that leave or reach this hub.
        with_parcels: only those with something on board or a vehicle of their own.
    """
    condition = (Departure.departs_on <= last) & (Departure.arrives_on >= first)
    if hub:
        condition &= (Departure.origin_hub == hub) | (Departure.destination_hub == hub)
    cards = _cards(condition)
    return [card for card in cards if card.parcels or card.vehicles or not with_parcels]


def get_departure(ref: str) -> DeparturePage:
    """One departure.

    Raises:
        UnknownDeparture: there is none.
    """
    cards = _cards(Departure.ref == ref)
    if not cards:
        raise UnknownDeparture(ref=ref)
    statement = select(Event).where(Event.subject_ref == ref).order_by(Event.number)
    return DeparturePage(
        card=cards[0],
        parcels=tuple(p for p in list_on_departure(cards[0].id) if p.state not in GONE),
        events=tuple(event_card(row) for row in session().scalars(statement)),
    )


def _cards(condition: Any) -> list[DepartureCard]:
    statement = (
        select(Departure, Service.metres)
        .join(Service, Service.id == Departure.service_id)
        .where(condition)
        .order_by(Departure.departs_at, Departure.number)
    )
    rows = session().execute(statement).all()
    loads, counts, unpacked = _loads(row.id for row, _ in rows)
    capacity = dict(session().execute(select(VehicleType.code, VehicleType.capacity_g)).all())
    return [
        DepartureCard(
            id=row.id,
            ref=row.ref,
            number=row.number,
            state=row.state,
            origin_hub=row.origin_hub,
            destination_hub=row.destination_hub,
            departs_on=row.departs_on,
            departs_at=row.departs_at,
            arrives_on=row.arrives_on,
            departed_at=row.departed_at,
            arrived_at=row.arrived_at,
            metres=metres,
            vehicles=row.vehicles,
            capacity_g=sum(capacity.get(code, 0) * n for code, n in row.vehicles.items()),
            load_g=loads[row.id],
            parcels=counts[row.id],
            unpacked=unpacked[row.id],
        )
        for row, metres in rows
    ]


def _loads(
    ids: Iterable[int],
) -> tuple[dict[int, dict[str, int]], dict[int, int], dict[int, int]]:
    statement = (
        select(
            Consignment.departure_id,
            Consignment.temperature,
            Consignment.state,
            func.sum(Consignment.grams),
            func.count(),
        )
        .where(Consignment.departure_id.in_(sorted(ids)), Consignment.state.not_in(GONE))
        .group_by(Consignment.departure_id, Consignment.temperature, Consignment.state)
    )
    loads: dict[int, dict[str, int]] = defaultdict(dict)
    counts: dict[int, int] = defaultdict(int)
    unpacked: dict[int, int] = defaultdict(int)
    for found_id, temperature, state, grams, number in session().execute(statement):
        departure_id = found_id or 0
        load = loads[departure_id]
        load[temperature] = load.get(temperature, 0) + int(grams)
        counts[departure_id] += number
        unpacked[departure_id] += number if state in BEFORE_PACKED else 0
    return loads, counts, unpacked
