"""The public pages of a lot and of a box: where from, papers, road, temperature. No people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, func, select

from accounts.queries import get_org
from accounts.rules.cards import OrgCard
from catalog.models.stock import Allocation
from catalog.queries.certificates import certificates_of_listing
from catalog.queries.genealogy import Family, family_of
from catalog.queries.lots import get_public_lot
from catalog.queries.recalls import RecallCard, find_recall_of
from catalog.rules.cards import CertificateCard, LotFacts
from catalog.rules.lots import AllocationState
from core.clock import local_day
from core.db import session
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure, Service
from logistics.models.tracking import Reading
from logistics.models.units import UnitContent
from logistics.queries.cold_chain import (
    Compartment,
    ExcursionCard,
    excursions_on,
    list_compartments,
)
from logistics.rules.states import ConsignmentState

LEFT = ("dispatched", "in_transit", "at_hub", "out_for_delivery", "delivered", "accepted")
ROADS_SHOWN = 8
PHONE_WIDTH = 340  # these pages are read on phones, at a door


@dataclass(frozen=True, slots=True)
class Road:
    """A departure that carried goods of the lot."""

    departure_id: int
    number: str
    origin_hub: str
    destination_hub: str
    departed_at: datetime | None
    departs_on: date
    arrives_on: date
    arrived_at: datetime | None
    metres: int
    is_delivered: bool


@dataclass(frozen=True, slots=True)
class Warmth:
    """All readings of the class on the trucks of a lot or box."""

    count: int
    low_c10: int | None
    high_c10: int | None
    latest: Compartment | None  # of the truck with most readings
    truck: str


@dataclass(frozen=True, slots=True)
class TracePage:
    """Everything everybody may know of a lot."""

    lot: LotFacts
    seller: OrgCard
    certificates: tuple[CertificateCard, ...]
    roads: tuple[Road, ...]
    excursions: tuple[ExcursionCard, ...]
    warmth: Warmth
    boxes: int
    recall: RecallCard | None
    family: Family


def get_trace(lot_ref: str, *, at: datetime) -> TracePage:
    """The public page of a lot.

    Raises:
        NotFound: there is no such lot, or it was never released.
    """
    lot = get_public_lot(lot_ref)
    temperature = lot.spec.temperature.value
    trucks = _trucks_of(lot.card.id)
    return TracePage(
        lot=lot,
        seller=get_org(lot.seller_id),
        certificates=tuple(certificates_of_listing(lot.seller_id, lot.spec.id, local_day(at))),
        roads=tuple(_roads(lot.card.id)),
        excursions=tuple(excursions_on(trucks, temperature)),
        warmth=read_warmth(trucks, temperature),
        boxes=_count_boxes(lot.card.id),
        recall=find_recall_of(lot.card.id),
        family=family_of(lot.card.id),
    )


def read_warmth(trucks: Any, temperature: str) -> Warmth:
    """What was read in a class on these trucks.

    Args:
        trucks: a select of departure ids, or a sequence of them.
        temperature: the class.
    """
    mine = (Reading.departure_id.in_(trucks), Reading.temperature == temperature)
    low, high = func.min(Reading.celsius_c10), func.max(Reading.celsius_c10)
    count, coldest, warmest = session().execute(select(func.count(), low, high).where(*mine)).one()
    last = (
        session()
        .execute(
            select(Departure.id, Departure.number)
            .join(Reading, Reading.departure_id == Departure.id)
            .where(*mine)
            .group_by(Departure.id, Departure.number)
            .order_by(func.count().desc(), func.max(Reading.read_at).desc())
            .limit(1)
        )
        .one_or_none()
    )
    shown = None
    if last is not None:
        rows = list_compartments(last.id, (temperature,), width=PHONE_WIDTH)
        shown = next(row for row in rows if row.temperature == temperature)
    return Warmth(count, coldest, warmest, shown, last.number if last else "")


def _trucks_of(lot_id: int) -> Select[Any]:
    return (
        select(Consignment.departure_id)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(Allocation, Allocation.line_ref == ConsignmentLine.line_ref)
        .where(Allocation.lot_id == lot_id, Allocation.state != AllocationState.FREED)
        .where(Consignment.state != ConsignmentState.CANCELLED.value)
        .where(ConsignmentLine.is_cancelled.is_(False), Consignment.departure_id.is_not(None))
    )


def _roads(lot_id: int) -> list[Road]:
    delivered = func.max(Consignment.delivered_at)
    statement = (
        select(Departure, Service.metres, delivered)
        .join(Service, Service.id == Departure.service_id)
        .join(Consignment, Consignment.departure_id == Departure.id)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(Allocation, Allocation.line_ref == ConsignmentLine.line_ref)
        .where(Allocation.lot_id == lot_id, Allocation.state != AllocationState.FREED)
        .where(Consignment.state.in_(LEFT), ConsignmentLine.is_cancelled.is_(False))
        .group_by(Departure.id, Service.metres)
        .order_by(Departure.departs_on.desc(), Departure.id.desc())
        .limit(ROADS_SHOWN)
    )
    return [
        Road(
            departure_id=row.id,
            number=row.number,
            origin_hub=row.origin_hub,
            destination_hub=row.destination_hub,
            departed_at=row.departed_at,
            departs_on=row.departs_on,
            arrives_on=row.arrives_on,
            arrived_at=row.arrived_at,
            metres=metres,
            is_delivered=delivered_at is not None,
        )
        for row, metres, delivered_at in session().execute(statement)
    ]


def _count_boxes(lot_id: int) -> int:
    statement = select(func.count(func.distinct(UnitContent.unit_id))).where(
        UnitContent.lot_id == lot_id
    )
    return session().scalar(statement) or 0
