"""A driver's day: the stops of the tour in order, what is in each box, what waits at the hubs."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select

from accounts.rules.phones import mask_phone
from catalog.queries.specs import get_specs
from catalog.rules.cards import SpecCard
from core.clock import local_day
from core.db import session
from logistics.errors import UnknownTour
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.tracking import Stop, Tour
from logistics.rules.cold_chain import BANDS
from logistics.rules.states import ConsignmentState
from logistics.rules.tour_line import TourLine, draw_tour

NOW = ConsignmentState.OUT_FOR_DELIVERY.value


@dataclass(frozen=True, slots=True)
class Box:
    """One parcel at a door."""

    ref: str
    number: str
    state: str
    temperature: str
    grams: int
    goods: tuple[tuple[SpecCard | None, int], ...]  # what, grams
    door_low_c10: int | None
    door_high_c10: int | None

    @property
    def is_open(self) -> bool:
        """Is it still on the van?"""
        return self.state == NOW


@dataclass(frozen=True, slots=True)
class Door:
    """One stop: everything that goes to one person at one address."""

    number: int
    receiver: str
    phone: str
    city_code: str
    district_code: str
    detail: str
    planned_at: datetime
    promised_on: date
    boxes: tuple[Box, ...]

    @property
    def ref(self) -> str:
        """The stop is known by its first box."""
        return self.boxes[0].ref

    @property
    def is_open(self) -> bool:
        """Is something still to be handed over?"""
        return any(box.is_open for box in self.boxes)

    @property
    def masked_phone(self) -> str:
        """For the screen."""
        return mask_phone(self.phone)


@dataclass(frozen=True, slots=True)
class DrivePage:
    """A driver's tour of today, or what could become one."""

    day: date
    hub: str
    number: int
    doors: tuple[Door, ...]
    waiting: tuple[tuple[str, int], ...]  # hub, parcels
    line: TourLine | None

    @property
    def current(self) -> Door | None:
        """The door to go to now."""
        return next((door for door in self.doors if door.is_open), None)

    @property
    def ahead(self) -> tuple[Door, ...]:
        """The doors after it."""
        return tuple(door for door in self.doors if door.is_open)[1:]

    @property
    def done_count(self) -> int:
        """Doors that are behind."""
        return sum(1 for door in self.doors if not door.is_open)


def get_drive_page(driver_id: int | None, *, at: datetime) -> DrivePage:
    """The tour of a driver, and what waits at the hubs.

    Args:
        driver_id: the person.
        at: the present instant.
    """
    day = local_day(at)
    tour = (
        session()
        .scalars(select(Tour).where(Tour.driver_id == driver_id).order_by(Tour.id.desc()).limit(1))
        .one_or_none()
    )
    doors = _doors(tour.id) if tour else ()
    if tour and tour.runs_on != day and not any(door.is_open for door in doors):
        tour, doors = None, ()
    return DrivePage(
        day=day,
        hub=tour.hub_code if tour else "",
        number=tour.number if tour else 0,
        doors=doors,
        waiting=_waiting(day),
        line=draw_tour([door.is_open for door in doors]) if doors else None,
    )


def get_door(ref: str, *, driver_id: int | None) -> Door:
    """One stop of the driver's own tour, by any of its boxes.

    Raises:
        UnknownTour: the parcel is not on a tour of this driver.
    """
    tour_id = session().scalar(
        select(Stop.tour_id)
        .join(Tour, Tour.id == Stop.tour_id)
        .join(Consignment, Consignment.id == Stop.consignment_id)
        .where(Consignment.ref == ref, Tour.driver_id == driver_id)
    )
    doors = _doors(tour_id) if tour_id else ()
    for door in doors:
        if any(box.ref == ref for box in door.boxes):
            return door
    raise UnknownTour(ref=ref)


def _waiting(day: date) -> tuple[tuple[str, int], ...]:
    statement = select(Consignment.destination_hub).where(
        Consignment.state == ConsignmentState.AT_HUB.value,
        Consignment.arrives_on <= day,
        Consignment.id.not_in(select(Stop.consignment_id)),
    )
    counted = Counter(session().scalars(statement))
    return tuple(sorted(counted.items(), key=lambda row: (-row[1], row[0])))


def _doors(tour_id: int) -> tuple[Door, ...]:
    rows = (
        session()
        .execute(
            select(Stop, Consignment)
            .join(Consignment, Consignment.id == Stop.consignment_id)
            .where(Stop.tour_id == tour_id)
            .order_by(Stop.sequence)
        )
        .all()
    )
    goods = _goods([parcel.id for _, parcel in rows])
    found = []
    same_door = groupby(rows, key=lambda row: (row[1].receiver, row[1].phone, row[1].detail))
    for number, (_, group) in enumerate(same_door, start=1):
        stops = list(group)
        stop, first = stops[0]
        found.append(
            Door(
                number=number,
                receiver=first.receiver,
                phone=first.phone,
                city_code=first.city_code,
                district_code=first.district_code,
                detail=first.detail,
                planned_at=stop.planned_at,
                promised_on=first.promised_on,
                boxes=tuple(_box(parcel, goods.get(parcel.id, [])) for _, parcel in stops),
            )
        )
    return tuple(found)


def _box(row: Consignment, goods: list[tuple[SpecCard | None, int]]) -> Box:
    band = BANDS[row.temperature]
    return Box(
        ref=row.ref,
        number=row.number,
        state=row.state,
        temperature=row.temperature,
        grams=row.grams,
        goods=tuple(goods),
        door_low_c10=band.door_low_c10,
        door_high_c10=band.door_high_c10,
    )


def _goods(ids: list[int]) -> dict[int, list[tuple[SpecCard | None, int]]]:
    statement = (
        select(ConsignmentLine)
        .where(ConsignmentLine.consignment_id.in_(sorted(ids)))
        .where(ConsignmentLine.is_cancelled.is_(False))
        .order_by(ConsignmentLine.id)
    )
    lines = list(session().scalars(statement))
    specs = get_specs({line.spec_id for line in lines})
    found: dict[int, list[tuple[SpecCard | None, int]]] = {}
    for line in lines:
        grams = line.grams if line.packed_g is None else line.packed_g
        found.setdefault(line.consignment_id, []).append((specs.get(line.spec_id), grams))
    return found
