"""Leave a record of every look into the data of others."""

from __future__ import annotations

from datetime import datetime

from accounts.models.access import AccessConcern, AccessRecord
from accounts.rules.access import Look, Reason
from accounts.rules.actor import Actor
from accounts.rules.permissions import LOOKS_UP
from core.db import session
from core.errors import NotAllowed


def record_access(actor: Actor, *, look: Look, reason: Reason, note: str, at: datetime) -> None:
    """Write down that somebody of the platform looked, at what, whose, and why.

    Raises:
        NotAllowed: The actor is nobody who may look.
    """
    if actor.user_id is None or not actor.permissions & LOOKS_UP:
        raise NotAllowed
    session().add(
        AccessRecord(
            user_id=actor.user_id,
            user_name=actor.name,
            looked_at=at,
            reason=reason.value,
            note=note.strip(),
            subject_kind=look.kind,
            subject_ref=look.ref,
            subject_number=look.number,
            found=look.found,
            person_id=look.person_id,
            concerned=[AccessConcern(org_id=org_id) for org_id in sorted(look.org_ids)],
        )
    )
