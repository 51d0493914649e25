"""Consignments of an order: booked with it, cancelled with it, packed, carried, delivered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from core.db import next_number, session
from core.outbox import publish
from logistics.errors import TooLateToCancel
from logistics.events import ConsignmentScheduled
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure
from logistics.rules.address import AddressSnapshot
from logistics.rules.states import CANCELLABLE, ConsignmentState
from logistics.services import journal
from logistics.services.boarding import Ride, board
from logistics.services.journal import Happening
from logistics.services.legs import plan_legs
from logistics.services.promise import ParcelQuote
from logistics.services.steps import StepFacts, move_consignment
from logistics.services.units import pack_boxes


@dataclass(frozen=True, slots=True)
class BookLine:
    """An order line that travels in a parcel."""

    line_ref: str
    parcel_key: str
    spec_id: int
    seller_id: int
    listing_id: int
    grams: int
    pack_grams: int
    min_remaining_days: int
    priority: str
    value_fen: int


def book(  # noqa: PLR0913 -- agreed with shop: an order hands over all of it at once
    actor: Actor,
    *,
    order_ref: str,
    parcels: Sequence[ParcelQuote],
    lines: Sequence[BookLine],
    address: AddressSnapshot,
    promised_on: date,
    at: datetime,
) -> list[str]:
    """Book the parcels of an order on their departures.

    A departure that left meanwhile takes nothing more: the next one does, and those above are told.

    Args:
        actor: who orders.
        order_ref: reference of the order, kept as it is.
        parcels: the parcels as quoted.
        lines: the order lines, each with the key of its parcel.
        address: the door.
        promised_on: the day the order was promised for; a later day than quoted delays departures.
        at: the present instant.

    Returns:
        References of the consignments, in the order of the parcels.
    """
    latest = max(parcel.promise.arrives_on for parcel in parcels)
    delay = max(promised_on - latest, timedelta(0))
    rides = board([parcel.promise for parcel in parcels], delay=delay, at=at)
    refs = []
    for parcel, ride in zip(parcels, rides, strict=True):
        mine = [line for line in lines if line.parcel_key == parcel.key]
        booking = _Booking(order_ref, parcel, address, ride, parcel.promise.arrives_on + delay, at)
        refs.append(_book_parcel(actor, booking, mine))
    return refs


@dataclass(frozen=True, slots=True)
class _Booking:
    order_ref: str
    parcel: ParcelQuote
    address: AddressSnapshot
    ride: Ride
    promised_on: date
    at: datetime


def _book_parcel(actor: Actor, booking: _Booking, lines: Sequence[BookLine]) -> str:
    parcel, promise = booking.parcel, booking.parcel.promise
    departure, address = booking.ride.departure, booking.address
    arrives_on = booking.promised_on + booking.ride.slip
    consignment = Consignment(
        number=f"MP-{next_number('consignment'):06d}",
        order_ref=booking.order_ref,
        buyer_org_id=actor.org_id,
        temperature=parcel.temperature.value,
        state=ConsignmentState.PLANNED.value,
        origin_hub=promise.origin_hub,
        destination_hub=promise.destination_hub,
        departure_id=departure.id,
        promised_on=booking.promised_on,
        arrives_on=arrives_on,
        receiver=address.name,
        phone=address.phone,
        city_code=address.city_code,
        district_code=address.district_code,
        detail=address.detail,
        grams=sum(line.grams for line in lines),
        freight_fen=parcel.freight_fen,
        created_at=booking.at,
        lines=[_line(line) for line in lines],
    )
    session().add(consignment)
    session().flush()  # legs and the first event point at it
    plan_legs(consignment, departure)
    details = {"departure": departure.number, "arrives_on": arrives_on.isoformat()}
    happening = Happening("consignment", consignment.ref, "planned", booking.at, details=details)
    journal.write(actor, happening)
    if booking.ride.slip:
        _tell_later_day(consignment, departure)
    return consignment.ref


def _tell_later_day(consignment: Consignment, departure: Departure) -> None:
    scheduled = ConsignmentScheduled(
        consignment.order_ref, consignment.ref, consignment.arrives_on.isoformat()
    )
    publish(scheduled, dedupe_key=f"{consignment.ref}@{departure.number}@{scheduled.arrives_on}")


def _line(line: BookLine) -> ConsignmentLine:
    return ConsignmentLine(
        line_ref=line.line_ref,
        spec_id=line.spec_id,
        seller_id=line.seller_id,
        listing_id=line.listing_id,
        grams=line.grams,
        pack_grams=line.pack_grams,
        min_remaining_days=line.min_remaining_days,
        priority=line.priority,
        value_fen=line.value_fen,
    )


def cancel(
    actor: Actor, *, order_ref: str, at: datetime, line_refs: Iterable[str] | None = None
) -> int:
    """Take lines of an order off their way; a consignment without lines is cancelled. Repeatable.

    Args:
        actor: who cancels.
        order_ref: the order.
        at: the present instant.
        line_refs: only these lines; None means all.

    Returns:
        How many lines were cancelled now.

    Raises:
        TooLateToCancel: a parcel has left; nothing is cancelled.
    """
    wanted = None if line_refs is None else set(line_refs)
    found = [
        (consignment, line)
        for consignment in _of_order(order_ref)
        for line in consignment.lines
        if not line.is_cancelled and (wanted is None or line.line_ref in wanted)
    ]
    for consignment, _ in found:
        if ConsignmentState(consignment.state) not in CANCELLABLE:
            raise TooLateToCancel(state=consignment.state)
    for consignment, line in found:
        line.is_cancelled = True
        consignment.grams -= line.grams if line.packed_g is None else line.packed_g
    session().flush()  # the step below reads the row again
    for consignment in {row.id: row for row, _ in found}.values():
        if all(line.is_cancelled for line in consignment.lines):
            move_consignment(actor, consignment, ConsignmentState.CANCELLED, StepFacts(at))
    return len(found)


def mark_packed(
    actor: Actor, *, order_ref: str, line_grams: Mapping[str, int], at: datetime
) -> None:
    """Write down true weights; a consignment whose lines are all packed is packed.

    Args:
        actor: who packs.
        order_ref: the order.
        line_grams: net grams of each packed line.
        at: when.
    """
    for consignment in _of_order(order_ref):
        if ConsignmentState(consignment.state) is ConsignmentState.CANCELLED:
            continue
        open_lines = [line for line in consignment.lines if not line.is_cancelled]
        for line in open_lines:
            if line.line_ref in line_grams:
                line.packed_g = line_grams[line.line_ref]
        consignment.grams = sum(
            line.grams if line.packed_g is None else line.packed_g for line in open_lines
        )
        session().flush()  # the step below reads the row again
        is_packed = all(line.packed_g is not None for line in open_lines)
        if is_packed and consignment.state in _BEFORE_PACKED:
            details = {"grams": consignment.grams}
            move_consignment(
                actor, consignment, ConsignmentState.PACKED, StepFacts(at, details=details)
            )
            pack_boxes(consignment, open_lines, at=at)


_BEFORE_PACKED = ("planned", "allocated", "picking")


def _of_order(order_ref: str) -> list[Consignment]:
    statement = (
        select(Consignment)
        .where(Consignment.order_ref == order_ref)
        .options(selectinload(Consignment.lines))
        .order_by(Consignment.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))
