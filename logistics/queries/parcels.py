"""Parcels for the dispatcher: search, and one with its goods, door and next steps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select

from catalog.queries.lots import lots_of_allocation
from catalog.queries.specs import get_specs
from catalog.rules.cards import AllocatedLot, SpecCard
from core.db import session
from logistics.errors import UnknownConsignment
from logistics.models.consignments import Consignment
from logistics.models.network import Departure
from logistics.queries.boxes import list_boxes_of
from logistics.queries.consignments import ConsignmentCard, LineFacts, get_consignment
from logistics.rules.address import AddressSnapshot
from logistics.rules.cold_chain import BANDS
from logistics.rules.states import CONSIGNMENT_STEPS, ConsignmentState

BY_HAND = (
    ConsignmentState.DISPATCHED,
    ConsignmentState.IN_TRANSIT,
    ConsignmentState.AT_HUB,
    ConsignmentState.OUT_FOR_DELIVERY,
    ConsignmentState.DELIVERED,
    ConsignmentState.REJECTED,
    ConsignmentState.ON_HOLD,
)
LIMIT = 60


@dataclass(frozen=True, slots=True)
class ParcelRow:
    """A line of the search result."""

    ref: str
    number: str
    state: str
    temperature: str
    origin_hub: str
    destination_hub: str
    departure: str | None
    departure_ref: str | None
    promised_on: date
    arrives_on: date
    grams: int
    city_code: str
    district_code: str


@dataclass(frozen=True, slots=True)
class ParcelLine:
    """Goods in a parcel with the lots they come from."""

    facts: LineFacts
    spec: SpecCard | None
    lots: tuple[AllocatedLot, ...]


@dataclass(frozen=True, slots=True)
class ParcelPage:
    """One parcel, fully."""

    card: ConsignmentCard
    address: AddressSnapshot
    lines: tuple[ParcelLine, ...]
    steps: tuple[str, ...]
    door_low_c10: int | None
    door_high_c10: int | None
    boxes: tuple[tuple[str, str], ...] = ()


def search_parcels(*, text: str = "", state: str = "") -> list[ParcelRow]:
    """Parcels by number, order, departure or receiver, the newest first."""
    statement = (
        select(Consignment, Departure.number, Departure.ref)
        .outerjoin(Departure, Departure.id == Consignment.departure_id)
        .order_by(Consignment.id.desc())
        .limit(LIMIT)
    )
    if text:
        statement = statement.where(
            or_(
                Consignment.number == text.upper(),
                Consignment.order_ref == text.lower(),
                Consignment.receiver == text,
                Departure.number == text.upper(),
            )
        )
    if state:
        statement = statement.where(Consignment.state == state)
    return [
        ParcelRow(
            ref=row.ref,
            number=row.number,
            state=row.state,
            temperature=row.temperature,
            origin_hub=row.origin_hub,
            destination_hub=row.destination_hub,
            departure=number,
            departure_ref=departure_ref,
            promised_on=row.promised_on,
            arrives_on=row.arrives_on,
            grams=row.grams,
            city_code=row.city_code,
            district_code=row.district_code,
        )
        for row, number, departure_ref in session().execute(statement)
    ]


def get_parcel_page(ref: str) -> ParcelPage:
    """One parcel with its goods, door and possible next steps.

    Raises:
        UnknownConsignment: there is none.
    """
    card = get_consignment(ref)
    row = session().scalars(select(Consignment).where(Consignment.ref == ref)).one_or_none()
    if row is None:
        raise UnknownConsignment(ref=ref)
    specs = get_specs({line.spec_id for line in card.lines})
    lots = lots_of_allocation(line.line_ref for line in card.lines)
    band = BANDS[card.temperature]
    return ParcelPage(
        card=card,
        address=AddressSnapshot(
            row.receiver, row.phone, row.city_code, row.district_code, row.detail
        ),
        lines=tuple(
            ParcelLine(line, specs.get(line.spec_id), tuple(lots.get(line.line_ref, ())))
            for line in card.lines
            if not line.is_cancelled
        ),
        steps=_steps(ConsignmentState(card.state)),
        door_low_c10=band.door_low_c10,
        door_high_c10=band.door_high_c10,
        boxes=tuple(list_boxes_of(row.id)),
    )


def _steps(state: ConsignmentState) -> tuple[str, ...]:
    if state is ConsignmentState.ON_HOLD:
        return ("released",)
    return tuple(step.value for step in BY_HAND if step in CONSIGNMENT_STEPS[state])
