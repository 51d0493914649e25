"""What EPCIS tells of a lot, read from our rows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from catalog.queries.lots import get_public_lot
from catalog.queries.recalls import find_recall_of
from catalog.rules.lots import LotState
from core.db import session
from logistics.models.consignments import Consignment
from logistics.models.network import Departure
from logistics.models.tracking import Event, Reading
from logistics.models.units import HandlingUnit, UnitContent
from logistics.queries.boxes import PUBLIC_KINDS
from logistics.queries.cold_chain import excursions_on
from logistics.rules.epcis import RULINGS, BoxStep, Goods, Ruling, Series


@dataclass(frozen=True, slots=True)
class Addresses:
    """How our things are called on the web; the view knows."""

    lot: Callable[[str], str]
    box: Callable[[str], str]
    truck: Callable[[str], str]
    place: Callable[[str], str]


@dataclass(frozen=True, slots=True)
class LotHistory:
    """The parts of an EPCIS document."""

    goods: Goods
    steps: tuple[BoxStep, ...]
    series: tuple[Series, ...]
    rulings: tuple[Ruling, ...]


def get_lot_history(lot_ref: str, addresses: Addresses) -> LotHistory:
    """Everything public that happened to a lot.

    Raises:
        NotFound: there is no such lot, or it was never released.
    """
    facts = get_public_lot(lot_ref)
    lot, temperature = facts.card, facts.spec.temperature.value
    boxes = _boxes(lot.id)
    trucks = sorted({truck for *_, truck in boxes if truck is not None})
    uri = addresses.lot(lot_ref)
    recall = find_recall_of(lot.id)
    goods = Goods(
        uri=uri,
        grams=sum(grams for _, _, _, grams, _ in boxes) + lot.grams,
        place_uri=addresses.place(lot.county_code),
        made_at=facts.received_at,
        certificate=lot.certificate_no,
        certificate_uri=f"{uri}#certificates",
        is_recalled=facts.state == LotState.RECALLED,
        recalled_at=recall.created_at if recall else None,
    )
    rulings = [
        Ruling(addresses.truck(row.departure), row.decided_at, row.state)
        for row in excursions_on(trucks, temperature)
        if row.decided_at is not None and row.state in RULINGS
    ]
    return LotHistory(
        goods,
        tuple(_steps(boxes, addresses)),
        tuple(_series(trucks, temperature, addresses)),
        tuple(rulings),
    )


BoxRow = tuple[str, str, datetime, int, int | None]  # box, parcel, packed at, grams, truck


def _boxes(lot_id: int) -> list[BoxRow]:
    statement = (
        select(
            HandlingUnit.ref,
            Consignment.ref,
            HandlingUnit.created_at,
            func.sum(UnitContent.grams),
            Consignment.departure_id,
        )
        .join(UnitContent, UnitContent.unit_id == HandlingUnit.id)
        .join(Consignment, Consignment.id == HandlingUnit.consignment_id)
        .where(UnitContent.lot_id == lot_id)
        .group_by(HandlingUnit.id, Consignment.ref, Consignment.departure_id)
        .order_by(HandlingUnit.id)
    )
    return [
        (box, parcel, packed_at, int(grams), truck)
        for box, parcel, packed_at, grams, truck in session().execute(statement)
    ]


def _steps(boxes: list[BoxRow], addresses: Addresses) -> list[BoxStep]:
    of_parcel: dict[str, list[BoxRow]] = {}
    for row in boxes:
        of_parcel.setdefault(row[1], []).append(row)
    statement = (
        select(Event.subject_ref, Event.kind, Event.happened_at, Event.place)
        .where(Event.subject_ref.in_(sorted(of_parcel)), Event.kind.in_(PUBLIC_KINDS))
        .order_by(Event.subject_ref, Event.number)
    )
    return [
        BoxStep(
            kind=kind,
            at=at,
            box_uri=addresses.box(box),
            grams=grams,
            place_uri=addresses.place(place) if place else None,
        )
        for parcel, kind, at, place in session().execute(statement)
        for box, _, _, grams, _ in of_parcel[parcel]
    ]


def _series(trucks: list[int], temperature: str, addresses: Addresses) -> list[Series]:
    c10 = Reading.celsius_c10
    statement = (
        select(
            Departure.number,
            func.min(Reading.read_at),
            func.max(Reading.read_at),
            func.min(c10),
            func.max(c10),
            func.sum(c10),
            func.count(),
        )
        .join(Departure, Departure.id == Reading.departure_id)
        .where(Reading.departure_id.in_(trucks), Reading.temperature == temperature)
        .group_by(Departure.id, Departure.number)
        .order_by(Departure.id)
    )
    return [
        Series(addresses.truck(number), start, end, low, high, round(int(total) / count))
        for number, start, end, low, high, total, count in session().execute(statement)
    ]
