"""What people and devices report of a consignment: a step, a hold, a delivery and its warmth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import session
from logistics.errors import StepNotPossible, TooWarmAtDoor, UnknownConsignment
from logistics.models.consignments import Consignment
from logistics.rules.cold_chain import is_refused_at_door
from logistics.rules.states import ConsignmentState
from logistics.services import journal
from logistics.services.readings import refuse_unjudged
from logistics.services.steps import RELEASED, StepFacts, move_consignment

BLOCKED_BY_HEAT = (ConsignmentState.OUT_FOR_DELIVERY, ConsignmentState.DELIVERED)
WORKERS = (Permission.HUB_WORK, Permission.PLAN_ROUTES, Permission.DRIVE)


@dataclass(frozen=True, slots=True)
class Deed:
    """Something a person or device reports of a consignment."""

    kind: str
    at: datetime
    place: str | None = None
    note: str = ""
    action_id: str | None = None
    door_c10: int | None = None
    recipient: str = ""
    reason: str = ""  # why a receiver refused

    @property
    def details(self) -> dict[str, object]:
        """What the event keeps beside when and where."""
        known = {"door_c10": self.door_c10, "recipient": self.recipient, "reason": self.reason}
        return {name: value for name, value in known.items() if value not in (None, "")}


def record_event(  # noqa: PLR0913 -- agreed with shop and the hub devices
    actor: Actor,
    *,
    consignment_ref: str,
    kind: str,
    at: datetime,
    place: str | None = None,
    note: str = "",
    action_id: str | None = None,
) -> None:
    """Report a step of a consignment; see `report` for deliveries with a temperature."""
    report(actor, consignment_ref=consignment_ref, deed=Deed(kind, at, place, note, action_id))


def report(actor: Actor, *, consignment_ref: str, deed: Deed) -> None:
    """Report what happened to a consignment. The same action id counts once.

    Args:
        actor: hub worker, driver, dispatcher or the system.
        consignment_ref: which consignment.
        deed: a state of the table, or "released" after a hold.

    Raises:
        UnknownConsignment: there is none.
        NotAllowed: the actor may not report on consignments.
        StepNotPossible: the state table does not allow it now.
        ColdChainBroken: a critical excursion of its truck has not been released.
        TooWarmAtDoor: the core temperature is beyond the limit of the class; hand over refused.
    """
    _require_worker(actor)
    if journal.is_known(deed.action_id):
        return
    consignment = _get(consignment_ref)
    then = _target(consignment, deed.kind)
    if then in BLOCKED_BY_HEAT:
        refuse_unjudged(consignment)
    door, temperature = deed.door_c10, consignment.temperature
    is_probed = then is ConsignmentState.DELIVERED and door is not None
    if is_probed and is_refused_at_door(temperature, door or 0):
        raise TooWarmAtDoor(celsius_c10=door, temperature=temperature)
    facts = StepFacts(deed.at, deed.place, deed.note, deed.details, deed.action_id, deed.kind)
    move_consignment(actor, consignment, then, facts)


def _target(consignment: Consignment, kind: str) -> ConsignmentState:
    if kind == RELEASED:
        if consignment.held_state is None:
            raise StepNotPossible(now=consignment.state, then=kind)
        return ConsignmentState(consignment.held_state)
    try:
        return ConsignmentState(kind)
    except ValueError as unknown:
        raise StepNotPossible(now=consignment.state, then=kind) from unknown


def _require_worker(actor: Actor) -> None:
    if not any(actor.can(permission) for permission in WORKERS):
        actor.require(Permission.HUB_WORK)


def _get(ref: str) -> Consignment:
    row = session().scalars(select(Consignment).where(Consignment.ref == ref)).one_or_none()
    if row is None:
        raise UnknownConsignment(ref=ref)
    return row
