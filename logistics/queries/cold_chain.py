"""Temperatures of trucks and the excursions they became."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from core.db import session
from logistics.errors import UnknownExcursion
from logistics.models.consignments import Consignment
from logistics.models.network import Departure
from logistics.models.tracking import Event, Excursion, Reading
from logistics.queries.consignments import (
    ConsignmentCard,
    EventCard,
    event_card,
    list_on_departure,
)
from logistics.rules.curve import Curve, draw_curve
from logistics.rules.excursions import Point
from logistics.rules.states import EXCURSION_STEPS, ConsignmentState, ExcursionState

SHOWN = 60
UNDECIDED = ("open", "ended", "assessed")


@dataclass(frozen=True, slots=True)
class ReadingRow:
    """One temperature."""

    at: datetime
    c10: int
    spot: str
    source: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Compartment:
    """The temperatures of one class on one truck; the newest reading last."""

    temperature: str
    readings: tuple[ReadingRow, ...]
    curve: Curve | None

    @property
    def latest(self) -> ReadingRow | None:
        """The newest reading."""
        return self.readings[-1] if self.readings else None


@dataclass(frozen=True, slots=True)
class ExcursionCard:
    """An excursion with its truck."""

    ref: str
    temperature: str
    severity: str
    state: str
    started_at: datetime
    ended_at: datetime | None
    worst_c10: int
    note: str
    decided_by: str | None
    decided_at: datetime | None
    departure_id: int
    departure: str
    departure_ref: str
    origin_hub: str
    destination_hub: str
    parcels: int

    @property
    def is_undecided(self) -> bool:
        """Does somebody still have to decide?"""
        return self.state in UNDECIDED


@dataclass(frozen=True, slots=True)
class ExcursionPage:
    """An excursion with its curve, the parcels it touches and what happened."""

    card: ExcursionCard
    compartment: Compartment
    parcels: tuple[ConsignmentCard, ...]
    events: tuple[EventCard, ...]
    steps: tuple[str, ...]


def list_compartments(
    departure_id: int, classes: tuple[str, ...] = (), *, width: int = 680
) -> list[Compartment]:
    """What was read on a truck, by class.

    Args:
        departure_id: the truck.
        classes: also these, though nothing was read there yet.
        width: of the curves, in units of their view box.
    """
    statement = (
        select(Reading)
        .where(Reading.departure_id == departure_id)
        .order_by(Reading.read_at, Reading.id)
    )
    found: dict[str, list[ReadingRow]] = defaultdict(list)
    for row in session().scalars(statement):
        found[row.temperature].append(
            ReadingRow(row.read_at, row.celsius_c10, row.position, row.source, row.received_at)
        )
    names = sorted({*found, *classes}, key=_warmth)
    return [_compartment(name, found[name], width) for name in names]


def list_excursions(*, undecided_only: bool = False) -> list[ExcursionCard]:
    """Excursions, the newest first."""
    condition = Excursion.state.in_(UNDECIDED) if undecided_only else Excursion.id > 0
    return _cards(condition)


def list_excursions_of(departure_id: int) -> list[ExcursionCard]:
    """The excursions of a truck."""
    return _cards(Excursion.departure_id == departure_id)


def excursions_on(trucks: Any, temperature: str) -> list[ExcursionCard]:
    """The excursions of a class on these trucks (a select of departure ids, or a sequence)."""
    mine = Excursion.departure_id.in_(trucks) & (Excursion.temperature == temperature)
    return _cards(mine)


def get_excursion_page(ref: str) -> ExcursionPage:
    """One excursion.

    Raises:
        UnknownExcursion: there is none.
    """
    cards = _cards(Excursion.ref == ref)
    if not cards:
        raise UnknownExcursion(ref=ref)
    card = cards[0]
    compartments = list_compartments(card.departure_id, (card.temperature,))
    events = session().scalars(select(Event).where(Event.subject_ref == ref).order_by(Event.number))
    return ExcursionPage(
        card=card,
        compartment=next(c for c in compartments if c.temperature == card.temperature),
        parcels=tuple(
            parcel
            for parcel in list_on_departure(card.departure_id)
            if parcel.temperature == card.temperature
            and parcel.state != ConsignmentState.CANCELLED.value
        ),
        events=tuple(event_card(row) for row in events),
        steps=_steps(card.state),
    )


def _steps(state: str) -> tuple[str, ...]:
    if state == ExcursionState.OPEN.value:
        return ()  # it ends by itself, with a reading inside the limits
    return tuple(sorted(step.value for step in EXCURSION_STEPS[ExcursionState(state)]))


def _warmth(temperature: str) -> int:
    return ("ambient", "cool", "chilled", "frozen").index(temperature)


def _compartment(temperature: str, rows: list[ReadingRow], width: int) -> Compartment:
    points = [Point(row.at, row.c10) for row in rows]
    return Compartment(temperature, tuple(rows), draw_curve(temperature, points, width=width))


def _cards(condition: Any) -> list[ExcursionCard]:
    parcels = (
        select(func.count())
        .where(
            Consignment.departure_id == Excursion.departure_id,
            Consignment.temperature == Excursion.temperature,
            Consignment.state != ConsignmentState.CANCELLED.value,
        )
        .correlate(Excursion)
        .scalar_subquery()
    )
    statement = (
        select(Excursion, Departure, parcels)
        .join(Departure, Departure.id == Excursion.departure_id)
        .where(condition)
        .order_by(Excursion.id.desc())
        .limit(SHOWN)
    )
    return [
        ExcursionCard(
            ref=row.ref,
            temperature=row.temperature,
            severity=row.severity,
            state=row.state,
            started_at=row.started_at,
            ended_at=row.ended_at,
            worst_c10=row.worst_c10,
            note=row.note,
            decided_by=row.decided_by,
            decided_at=row.decided_at,
            departure_id=departure.id,
            departure=departure.number,
            departure_ref=departure.ref,
            origin_hub=departure.origin_hub,
            destination_hub=departure.destination_hub,
            parcels=count,
        )
        for row, departure, count in session().execute(statement)
    ]
