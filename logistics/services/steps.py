"""One step of a consignment: checked against the state table, written as an event, told upward."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from accounts.rules.actor import Actor
from core.db import require_one, session, update_where
from core.outbox import publish
from logistics.errors import StepNotPossible
from logistics.events import ConsignmentDelivered, ConsignmentDispatched
from logistics.models.consignments import Consignment
from logistics.rules.states import CONSIGNMENT_STEPS, ConsignmentState, may_follow
from logistics.services import journal
from logistics.services.journal import Happening

RELEASED = "released"


@dataclass(frozen=True, slots=True)
class StepFacts:
    """When and where a step happened, and what else is known."""

    at: datetime
    place: str | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    action_id: str | None = None
    kind: str = ""


def move_consignment(
    actor: Actor, consignment: Consignment, then: ConsignmentState, facts: StepFacts
) -> None:
    """Move a consignment to its next state and write it down.

    Raises:
        StepNotPossible: the state table does not allow it, or somebody was faster.
    """
    now = ConsignmentState(consignment.state)
    if not may_follow(CONSIGNMENT_STEPS, now, then):
        raise StepNotPossible(now=now.value, then=then.value)
    held = now.value if then is ConsignmentState.ON_HOLD else None
    changed = update_where(
        Consignment,
        Consignment.id == consignment.id,
        Consignment.state == now.value,
        state=then.value,
        held_state=held,
    )
    require_one(changed, StepNotPossible(now=now.value, then=then.value))
    session().refresh(consignment)
    if then is ConsignmentState.DELIVERED:
        consignment.delivered_at = facts.at
    journal.write(
        actor,
        Happening(
            subject="consignment",
            subject_ref=consignment.ref,
            kind=facts.kind or then.value,
            at=facts.at,
            place=facts.place,
            note=facts.note,
            details=facts.details,
            action_id=facts.action_id,
        ),
    )
    _tell(consignment, then, facts.at)


def _tell(consignment: Consignment, then: ConsignmentState, at: datetime) -> None:
    order_ref, ref = consignment.order_ref, consignment.ref
    if then is ConsignmentState.DISPATCHED:
        publish(ConsignmentDispatched(order_ref, ref), dedupe_key=ref)
    elif then is ConsignmentState.DELIVERED:
        publish(ConsignmentDelivered(order_ref, ref, at.isoformat()), dedupe_key=ref)
