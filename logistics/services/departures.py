"""Departures: opened when goods are booked on them; loaded, sent off and received as a whole."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import next_number, require_one, session, update_where
from logistics.errors import NoRoute, StepNotPossible, UnknownDeparture
from logistics.models.consignments import Consignment
from logistics.models.network import Departure, Service
from logistics.rules.promise import local_instant
from logistics.rules.states import (
    DEPARTURE_STEPS,
    ConsignmentState,
    DepartureState,
    may_follow,
)
from logistics.services import journal
from logistics.services.journal import Happening
from logistics.services.steps import StepFacts, move_consignment
from logistics.services.units import load_boxes, unload_boxes

FIRST_NUMBER = 2600


def open_departure(service_ref: str, departs_on: date, *, at: datetime) -> Departure:
    """The departure of a service on a day; made when first needed.

    Raises:
        NoRoute: there is no such service.
    """
    service = session().scalar(select(Service).where(Service.ref == service_ref))
    if service is None:
        raise NoRoute(service=service_ref)
    found = _find(service.id, departs_on)
    if found is not None:
        return found
    departure = Departure(
        number=f"L-{FIRST_NUMBER + next_number('departure')}",
        service_id=service.id,
        origin_hub=service.origin_hub,
        destination_hub=service.destination_hub,
        departs_on=departs_on,
        departs_at=local_instant(departs_on, service.departure_minute),
        arrives_on=departs_on + timedelta(days=service.transit_days),
        state=DepartureState.PLANNED.value,
        vehicles={},
        created_at=at,
    )
    try:
        with session().begin_nested():
            session().add(departure)
    except IntegrityError:  # another process opened it in this moment
        return session().scalars(_of(service.id, departs_on)).one()
    return departure


def _find(service_id: int, departs_on: date) -> Departure | None:
    return session().scalars(_of(service_id, departs_on)).one_or_none()


def _of(service_id: int, departs_on: date) -> Select[Departure]:
    return select(Departure).where(
        Departure.service_id == service_id, Departure.departs_on == departs_on
    )


def depart(
    actor: Actor, *, departure_ref: str, seal: str = "", note: str = "", at: datetime
) -> int:
    """Load what is packed for a departure and send it off.

    Args:
        actor: hub worker or dispatcher.
        departure_ref: which departure.
        seal: number of the seal, if there is one.
        note: what the driver should know.
        at: when it leaves.

    Returns:
        How many consignments are on board; what is not packed stays.

    Raises:
        UnknownDeparture: there is none.
        StepNotPossible: it has left already.
    """
    departure = _move(actor, departure_ref, DepartureState.DEPARTED, at=at)
    departure.departed_at = at
    place = departure.origin_hub
    details = {"seal": seal} if seal else {}
    _write(actor, departure, "departed", StepFacts(at, place, note, details))
    aboard = _consignments(departure, ConsignmentState.PACKED)
    for consignment in aboard:
        facts = StepFacts(at=at, place=place, details={"departure": departure.number})
        move_consignment(actor, consignment, ConsignmentState.DISPATCHED, facts)
    load_boxes(departure, aboard, at=at)
    return len(aboard)


def arrive(actor: Actor, *, departure_ref: str, note: str = "", at: datetime) -> int:
    """Receive a departure at its destination hub.

    Returns:
        How many consignments arrived.

    Raises:
        UnknownDeparture: there is none.
        StepNotPossible: it has not left, or is there already.
    """
    departure = _move(actor, departure_ref, DepartureState.ARRIVED, at=at)
    departure.arrived_at = at
    place = departure.destination_hub
    _write(actor, departure, "arrived", StepFacts(at, place, note))
    aboard = _consignments(departure, ConsignmentState.DISPATCHED, ConsignmentState.IN_TRANSIT)
    for consignment in aboard:
        facts = StepFacts(at=at, place=place, details={"departure": departure.number})
        move_consignment(actor, consignment, ConsignmentState.AT_HUB, facts)
    unload_boxes(departure, at=at)
    return len(aboard)


def _move(actor: Actor, ref: str, then: DepartureState, *, at: datetime) -> Departure:
    del at
    _require_hub(actor)
    departure = session().scalars(select(Departure).where(Departure.ref == ref)).one_or_none()
    if departure is None:
        raise UnknownDeparture(ref=ref)
    now = DepartureState(departure.state)
    if not may_follow(DEPARTURE_STEPS, now, then):
        raise StepNotPossible(now=now.value, then=then.value)
    changed = update_where(
        Departure, Departure.id == departure.id, Departure.state == now.value, state=then.value
    )
    require_one(changed, StepNotPossible(now=now.value, then=then.value))
    session().refresh(departure)
    return departure


def _require_hub(actor: Actor) -> None:
    if not actor.can(Permission.HUB_WORK):
        actor.require(Permission.PLAN_ROUTES)


def _write(actor: Actor, departure: Departure, kind: str, facts: StepFacts) -> None:
    happening = Happening(
        subject="departure",
        subject_ref=departure.ref,
        kind=kind,
        at=facts.at,
        place=facts.place,
        note=facts.note,
        details=facts.details,
    )
    journal.write(actor, happening)


def _consignments(departure: Departure, *states: ConsignmentState) -> list[Consignment]:
    statement = (
        select(Consignment)
        .where(Consignment.departure_id == departure.id)
        .where(Consignment.state.in_([state.value for state in states]))
        .order_by(Consignment.id)
    )
    return list(session().scalars(statement))
