"""The public page of a lot: where it comes from, its papers, and the roads it took. No people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.queries import get_org
from accounts.rules.cards import OrgCard
from catalog.models.stock import Allocation
from catalog.queries.certificates import certificates_of_listing
from catalog.queries.lots import get_public_lot
from catalog.rules.cards import CertificateCard, LotFacts
from catalog.rules.lots import AllocationState
from core.clock import local_day
from core.db import session
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure, Service
from logistics.models.tracking import Excursion, Reading
from logistics.rules.states import ConsignmentState

LEFT = ("dispatched", "in_transit", "at_hub", "out_for_delivery", "delivered", "accepted")
ROADS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Road:
    """A departure that carried goods of the lot."""

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
class TracePage:
    """Everything everybody may know of a lot."""

    lot: LotFacts
    seller: OrgCard
    certificates: tuple[CertificateCard, ...]
    roads: tuple[Road, ...]
    excursions: int
    readings: int


def get_trace(lot_ref: str, *, at: datetime) -> TracePage:
    """The public page of a lot.

    Raises:
        NotFound: there is no such lot, or it was never released.
    """
    lot = get_public_lot(lot_ref)
    return TracePage(
        lot=lot,
        seller=get_org(lot.seller_id),
        certificates=tuple(certificates_of_listing(lot.seller_id, lot.spec.id, local_day(at))),
        roads=tuple(_roads(lot.card.id)),
        excursions=_count(lot.card.id, Excursion),
        readings=_count(lot.card.id, Reading),
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


def _count(lot_id: int, table: type[Excursion] | type[Reading]) -> int:
    """Rows of the departures that carried the lot."""
    statement = (
        select(func.count(func.distinct(table.id)))
        .join(Consignment, Consignment.departure_id == table.departure_id)
        .join(ConsignmentLine, ConsignmentLine.consignment_id == Consignment.id)
        .join(Allocation, Allocation.line_ref == ConsignmentLine.line_ref)
        .where(Allocation.lot_id == lot_id, Allocation.state != AllocationState.FREED)
        .where(Consignment.state != ConsignmentState.CANCELLED.value)
    )
    return session().scalar(statement) or 0
