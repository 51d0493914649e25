"""Write what happened: append-only events, chained by hash on their subject."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import select

from accounts.rules.actor import Actor
from core import clock
from core.db import session
from logistics.models.tracking import Event
from logistics.rules.chain import FIRST_HASH, event_hash


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that happened to a consignment, departure, run, excursion or pin."""

    subject: str
    subject_ref: str
    kind: str
    at: datetime
    place: str | None = None
    note: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    action_id: str | None = None


def is_known(action_id: str | None) -> bool:
    """Has this action of a device been written already?"""
    if not action_id:
        return False
    return session().scalar(select(Event.id).where(Event.action_id == action_id)) is not None


def write(actor: Actor, happening: Happening) -> Event:
    """Append an event to its subject's chain.

    Args:
        actor: who did it.
        happening: what happened, to what and when.
    """
    last = session().scalar(
        select(Event)
        .where(Event.subject_ref == happening.subject_ref)
        .order_by(Event.number.desc())
        .limit(1)
    )
    event = Event(
        subject=happening.subject,
        subject_ref=happening.subject_ref,
        number=last.number + 1 if last else 1,
        kind=happening.kind,
        happened_at=happening.at,
        recorded_at=clock.now(),
        place=happening.place,
        note=happening.note,
        details=happening.details,
        actor_ref=actor.user_ref,
        actor_name=actor.name,
        action_id=happening.action_id,
        previous_hash=last.hash if last else FIRST_HASH,
    )
    event.hash = event_hash(event.previous_hash, event_facts(event))
    session().add(event)
    session().flush()  # the next event of the chain looks for this one
    return event


def event_facts(event: Event) -> dict[str, Any]:
    """What the hash of an event covers."""
    return {
        "subject": event.subject,
        "subject_ref": event.subject_ref,
        "number": event.number,
        "kind": event.kind,
        "happened_at": event.happened_at.astimezone(UTC).isoformat(),
        "place": event.place,
        "note": event.note,
        "details": event.details,
        "actor_ref": event.actor_ref,
        "action_id": event.action_id,
    }
