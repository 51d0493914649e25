"""One box by the code on its label: what is in it, whose, and how it came. No people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.cards import OrgCard
from catalog.queries.certificates import certificates_of_listing
from catalog.queries.lots import load_facts
from catalog.rules.cards import CertificateCard, LotFacts
from core.clock import local_day
from core.db import session
from logistics.errors import UnknownBox
from logistics.models.consignments import Consignment
from logistics.models.network import Departure, Service
from logistics.models.tracking import Event
from logistics.models.units import HandlingUnit, UnitContent
from logistics.queries.cold_chain import ExcursionCard, excursions_on
from logistics.queries.trace import Warmth, read_warmth

# what everybody may see of a parcel's way; holds, refusals and notes stay inside
PUBLIC_KINDS = (
    "packed",
    "dispatched",
    "in_transit",
    "at_hub",
    "out_for_delivery",
    "delivered",
    "accepted",
)


@dataclass(frozen=True, slots=True)
class BoxLot:
    """Pieces of a lot in a box."""

    lot: LotFacts
    pieces: int
    grams: int


@dataclass(frozen=True, slots=True)
class BoxStep:
    """One thing that happened to the box."""

    kind: str
    at: datetime
    place: str | None
    door_c10: int | None


@dataclass(frozen=True, slots=True)
class BoxPage:
    """Everything everybody may know of a box."""

    code: str
    ref: str
    temperature: str
    grams: int
    packed_at: datetime
    district_code: str
    truck: str
    metres: int
    arrives_on: date
    lots: tuple[BoxLot, ...]
    seller: OrgCard
    certificates: tuple[CertificateCard, ...]
    steps: tuple[BoxStep, ...]
    warmth: Warmth
    excursions: tuple[ExcursionCard, ...]

    @property
    def is_recalled(self) -> bool:
        """Is goods of a recalled lot in it?"""
        return any(row.lot.state == "recalled" for row in self.lots)


def get_box(ref: str, *, at: datetime) -> BoxPage:
    """The public page of a box.

    Raises:
        UnknownBox: there is none.
    """
    row = (
        session()
        .execute(
            select(HandlingUnit, Consignment, Departure, Service.metres)
            .join(Consignment, Consignment.id == HandlingUnit.consignment_id)
            .join(Departure, Departure.id == Consignment.departure_id)
            .join(Service, Service.id == Departure.service_id)
            .where(HandlingUnit.ref == ref)
        )
        .one_or_none()
    )
    if row is None:
        raise UnknownBox(ref=ref)
    unit, parcel, departure, metres = row
    lots = _lots(unit.id)
    seller_id = unit.seller_id or 0
    return BoxPage(
        code=unit.code,
        ref=unit.ref,
        temperature=unit.temperature,
        grams=unit.grams,
        packed_at=unit.created_at,
        district_code=parcel.district_code,
        truck=departure.number,
        metres=metres,
        arrives_on=parcel.arrives_on,
        lots=tuple(lots),
        seller=get_org(seller_id),
        certificates=_papers(seller_id, lots, local_day(at)),
        steps=tuple(_steps(parcel.ref)),
        warmth=read_warmth([departure.id], unit.temperature),
        excursions=tuple(excursions_on([departure.id], unit.temperature)),
    )


def _papers(seller_id: int, lots: list[BoxLot], day: date) -> tuple[CertificateCard, ...]:
    papers = {
        paper.ref: paper
        for one in lots
        for paper in certificates_of_listing(seller_id, one.lot.spec.id, day)
    }
    return tuple(papers.values())


def list_boxes_of(consignment_id: int) -> list[tuple[str, str]]:
    """Reference and code of the boxes of a parcel, for its labels."""
    statement = (
        select(HandlingUnit.ref, HandlingUnit.code)
        .where(HandlingUnit.consignment_id == consignment_id)
        .order_by(HandlingUnit.id)
    )
    return [(row.ref, row.code) for row in session().execute(statement)]


def _lots(unit_id: int) -> list[BoxLot]:
    rows = (
        session()
        .execute(
            select(UnitContent.lot_id, UnitContent.pieces, UnitContent.grams)
            .where(UnitContent.unit_id == unit_id)
            .order_by(UnitContent.id)
        )
        .all()
    )
    facts = load_facts([row.lot_id for row in rows])
    return [BoxLot(lot, row.pieces, row.grams) for lot, row in zip(facts, rows, strict=True)]


def _steps(parcel_ref: str) -> list[BoxStep]:
    statement = (
        select(Event.kind, Event.happened_at, Event.place, Event.details)
        .where(Event.subject_ref == parcel_ref, Event.kind.in_(PUBLIC_KINDS))
        .order_by(Event.number.desc())
    )
    return [
        BoxStep(row.kind, row.happened_at, row.place, row.details.get("door_c10"))
        for row in session().execute(statement)
    ]
