"""Where the parcels of an order are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import select

from core.db import session
from logistics.errors import UnknownConsignment
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure, Service
from logistics.models.tracking import Event


@dataclass(frozen=True, slots=True)
class EventCard:
    """One thing that happened."""

    kind: str
    at: datetime
    place: str | None
    note: str
    details: dict[str, Any]
    actor_name: str
    hash: str


@dataclass(frozen=True, slots=True)
class DepartureFacts:
    """The truck a parcel rides on."""

    ref: str
    number: str
    origin_hub: str
    destination_hub: str
    departs_at: datetime
    arrives_on: date
    metres: int
    state: str


@dataclass(frozen=True, slots=True)
class LineFacts:
    """An order line inside a parcel."""

    line_ref: str
    listing_id: int
    spec_id: int
    seller_id: int
    grams: int
    packed_g: int | None
    is_cancelled: bool


@dataclass(frozen=True, slots=True)
class ConsignmentCard:
    """A parcel with its way and everything that happened to it, newest last."""

    ref: str
    number: str
    order_ref: str
    state: str
    temperature: str
    origin_hub: str
    destination_hub: str
    departure: DepartureFacts | None
    promised_on: date
    arrives_on: date
    city_code: str
    district_code: str
    grams: int
    freight_fen: int
    delivered_at: datetime | None
    lines: tuple[LineFacts, ...]
    events: tuple[EventCard, ...]


def consignments_of(*order_refs: str) -> list[ConsignmentCard]:
    """All parcels of an order or of several, cancelled ones included, oldest first."""
    return _cards(Consignment.order_ref.in_(order_refs))


def get_consignment(ref: str) -> ConsignmentCard:
    """One parcel.

    Raises:
        UnknownConsignment: there is none.
    """
    cards = _cards(Consignment.ref == ref)
    if not cards:
        raise UnknownConsignment(ref=ref)
    return cards[0]


def get_consignment_of(ref: str, *, org_id: int | None) -> ConsignmentCard:
    """A parcel with goods of this seller in it, or addressed to this buyer.

    Raises:
        UnknownConsignment: there is none for this organisation.
    """
    card = get_consignment(ref)
    buyer = session().scalar(select(Consignment.buyer_org_id).where(Consignment.ref == ref))
    sellers = {line.seller_id for line in card.lines}
    if org_id is None or (org_id != buyer and org_id not in sellers):
        raise UnknownConsignment(ref=ref)
    return card


def departures_of_lines(line_refs: Iterable[str]) -> dict[str, DepartureFacts]:
    """The departure each order line is booked on; a line without one is left out."""
    statement = (
        select(ConsignmentLine.line_ref, Departure, Service.metres)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .join(Departure, Departure.id == Consignment.departure_id)
        .join(Service, Service.id == Departure.service_id)
        .where(ConsignmentLine.line_ref.in_(sorted(set(line_refs))))
        .where(ConsignmentLine.is_cancelled.is_(False))
    )
    rows = session().execute(statement)
    facts = ((line_ref, _departure(row, metres)) for line_ref, row, metres in rows)
    return {line_ref: found for line_ref, found in facts if found is not None}


def list_on_departure(departure_id: int) -> list[ConsignmentCard]:
    """All parcels booked on a departure."""
    return _cards(Consignment.departure_id == departure_id)


def list_at_hub(hub: str, state: str) -> list[ConsignmentCard]:
    """Parcels of a destination hub in a state."""
    return _cards((Consignment.destination_hub == hub) & (Consignment.state == state))


def _cards(condition: Any) -> list[ConsignmentCard]:
    statement = (
        select(Consignment, Departure, Service.metres)
        .outerjoin(Departure, Departure.id == Consignment.departure_id)
        .outerjoin(Service, Service.id == Departure.service_id)
        .where(condition)
        .order_by(Consignment.id)
    )
    rows = session().execute(statement).all()
    events = _events(row.ref for row, _, _ in rows)
    lines = _lines(row.id for row, _, _ in rows)
    return [
        _card(row, _departure(departure, metres), lines[row.id], events[row.ref])
        for row, departure, metres in rows
    ]


def _events(refs: Iterable[str]) -> dict[str, list[EventCard]]:
    found: dict[str, list[EventCard]] = defaultdict(list)
    statement = (
        select(Event)
        .where(Event.subject_ref.in_(sorted(refs)))
        .order_by(Event.subject_ref, Event.number)
    )
    for row in session().scalars(statement):
        found[row.subject_ref].append(event_card(row))
    return found


def event_card(row: Event) -> EventCard:
    """An event as pages show it."""
    return EventCard(
        kind=row.kind,
        at=row.happened_at,
        place=row.place,
        note=row.note,
        details=row.details,
        actor_name=row.actor_name,
        hash=row.hash,
    )


def _lines(ids: Iterable[int]) -> dict[int, list[LineFacts]]:
    found: dict[int, list[LineFacts]] = defaultdict(list)
    statement = (
        select(ConsignmentLine)
        .where(ConsignmentLine.consignment_id.in_(sorted(ids)))
        .order_by(ConsignmentLine.id)
    )
    for row in session().scalars(statement):
        found[row.consignment_id].append(
            LineFacts(
                line_ref=row.line_ref,
                listing_id=row.listing_id,
                spec_id=row.spec_id,
                seller_id=row.seller_id,
                grams=row.grams,
                packed_g=row.packed_g,
                is_cancelled=row.is_cancelled,
            )
        )
    return found


def _departure(row: Departure | None, metres: int | None) -> DepartureFacts | None:
    if row is None:
        return None
    return DepartureFacts(
        ref=row.ref,
        number=row.number,
        origin_hub=row.origin_hub,
        destination_hub=row.destination_hub,
        departs_at=row.departs_at,
        arrives_on=row.arrives_on,
        metres=metres or 0,
        state=row.state,
    )


def _card(
    row: Consignment,
    departure: DepartureFacts | None,
    lines: list[LineFacts],
    events: list[EventCard],
) -> ConsignmentCard:
    return ConsignmentCard(
        ref=row.ref,
        number=row.number,
        order_ref=row.order_ref,
        state=row.state,
        temperature=row.temperature,
        origin_hub=row.origin_hub,
        destination_hub=row.destination_hub,
        departure=departure,
        promised_on=row.promised_on,
        arrives_on=row.arrives_on,
        city_code=row.city_code,
        district_code=row.district_code,
        grams=row.grams,
        freight_fen=row.freight_fen,
        delivered_at=row.delivered_at,
        lines=tuple(lines),
        events=tuple(events),
    )
