"""Tours: a driver takes the parcels that are due at a hub and brings them to the doors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Select, func, select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.clock import local_day
from core.db import session
from logistics.errors import ColdChainBroken, NothingToDeliver, TourRunning, UnknownHub, UnknownTour
from logistics.models.consignments import Consignment
from logistics.models.network import Hub
from logistics.models.tracking import Stop, Tour
from logistics.rules.promise import local_instant
from logistics.rules.states import ConsignmentState
from logistics.services.readings import refuse_unjudged
from logistics.services.reports import Deed, report

FIRST_STOP_MINUTE = 9 * 60
BETWEEN_STOPS = timedelta(minutes=15)
MAX_STOPS = 40
RUNNING, DONE = "running", "done"
ENDS_A_STOP = ("delivered", "rejected", "at_hub")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What happened at one door with one parcel."""

    consignment_ref: str
    kind: str  # delivered, rejected, at_hub (nobody there, back to the hub)
    door_c10: int | None = None
    recipient: str = ""
    note: str = ""
    reason: str = ""
    action_id: str | None = None


def start_tour(actor: Actor, *, hub: str, at: datetime) -> str:
    """Take what lies at a hub and is due, and drive off.

    Args:
        actor: a driver.
        hub: code of the hub.
        at: the present instant.

    Returns:
        Reference of the tour; its parcels are out for delivery.

    Raises:
        UnknownHub: there is none.
        TourRunning: the driver has parcels left of an earlier tour.
        NothingToDeliver: nothing is due there.
    """
    actor.require(Permission.DRIVE)
    if session().scalar(select(Hub.id).where(Hub.code == hub)) is None:
        raise UnknownHub(hub=hub)
    if session().scalar(_running(actor).limit(1)) is not None:
        raise TourRunning
    parcels = _due(hub, at)
    if not parcels:
        raise NothingToDeliver(hub=hub)
    tour = _open(actor, hub, at)
    begin = max(at, local_instant(tour.runs_on, FIRST_STOP_MINUTE))
    for sequence, parcel in enumerate(parcels, start=1):
        planned_at = begin + BETWEEN_STOPS * sequence
        stop = Stop(
            tour_id=tour.id, sequence=sequence, consignment_id=parcel.id, planned_at=planned_at
        )
        session().add(stop)
        deed = Deed(ConsignmentState.OUT_FOR_DELIVERY.value, at, hub)
        report(actor, consignment_ref=parcel.ref, deed=deed)
    return tour.ref


def _open(actor: Actor, hub: str, at: datetime) -> Tour:
    day = local_day(at)
    number = session().scalar(
        select(func.max(Tour.number)).where(Tour.hub_code == hub, Tour.runs_on == day)
    )
    tour = Tour(
        hub_code=hub,
        runs_on=day,
        number=(number or 0) + 1,
        driver_id=actor.user_id,
        state=RUNNING,
    )
    session().add(tour)
    session().flush()  # its stops point at it
    return tour


def finish_stop(actor: Actor, *, outcome: Outcome, at: datetime) -> None:
    """Say how it went at a door; a parcel that comes back waits at the hub for another tour.

    Raises:
        UnknownTour: the parcel is not on a tour of this driver.
        StepNotPossible: it has been brought already.
        TooWarmAtDoor: the core temperature forbids handing over.
    """
    actor.require(Permission.DRIVE)
    row = (
        session()
        .execute(
            select(Stop, Tour)
            .join(Tour, Tour.id == Stop.tour_id)
            .join(Consignment, Consignment.id == Stop.consignment_id)
            .where(Consignment.ref == outcome.consignment_ref, Tour.driver_id == actor.user_id)
        )
        .one_or_none()
    )
    if row is None or outcome.kind not in ENDS_A_STOP:
        raise UnknownTour(ref=outcome.consignment_ref)
    stop, tour = row
    deed = Deed(
        kind=outcome.kind,
        at=at,
        place=tour.hub_code if outcome.kind == ConsignmentState.AT_HUB.value else None,
        note=outcome.note,
        action_id=outcome.action_id,
        door_c10=outcome.door_c10,
        recipient=outcome.recipient,
        reason=outcome.reason,
    )
    report(actor, consignment_ref=outcome.consignment_ref, deed=deed)
    if outcome.kind == ConsignmentState.AT_HUB.value:
        session().delete(stop)  # free for the next tour; the event stays
        session().flush()  # whether the tour is over is read from the stops
    if session().scalar(_running(actor).limit(1)) is None:
        tour.state = DONE


def _running(actor: Actor) -> Select[int]:
    return (
        select(Stop.id)
        .join(Tour, Tour.id == Stop.tour_id)
        .join(Consignment, Consignment.id == Stop.consignment_id)
        .where(Tour.driver_id == actor.user_id)
        .where(Consignment.state == ConsignmentState.OUT_FOR_DELIVERY.value)
    )


def _due(hub: str, at: datetime) -> list[Consignment]:
    """What is due and may go, neighbours together, the dearest promise first."""
    planned = select(Stop.consignment_id)
    statement = (
        select(Consignment)
        .where(Consignment.destination_hub == hub)
        .where(Consignment.state == ConsignmentState.AT_HUB.value)
        .where(Consignment.arrives_on <= local_day(at), Consignment.id.not_in(planned))
        .order_by(Consignment.city_code, Consignment.district_code, Consignment.detail)
        .order_by(Consignment.receiver, Consignment.id)
        .limit(MAX_STOPS)
    )
    return [row for row in session().scalars(statement) if _may_go(row)]


def _may_go(consignment: Consignment) -> bool:
    try:
        refuse_unjudged(consignment)
    except ColdChainBroken:
        return False
    return True
