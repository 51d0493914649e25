"""Tell an organisation something: inside the product, and its owners by mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.events import MailRequested
from accounts.models.notices import Notice
from accounts.queries import list_members
from accounts.rules.actor import Actor
from accounts.rules.notices import Note
from accounts.rules.permissions import Role
from core import outbox
from core.db import session, update_where
from core.errors import NotFound


def notify(*, org_id: int, note: Note, at: datetime) -> bool:
    """Tell an organisation something once; False if it was told before. For services and jobs."""
    if session().scalar(select(Notice.id).where(Notice.key == note.key)) is not None:
        return False
    session().add(
        Notice(
            org_id=org_id,
            key=note.key,
            kind=note.kind,
            facts=dict(note.facts),
            endpoint=note.endpoint,
            arguments=dict(note.arguments),
            created_at=at,
        )
    )
    session().flush()  # the same key twice at the same time must clash here
    return True


def mail_owners(*, org_id: int, subject: str, text: str, key: str) -> int:
    """Send the owners of an organisation a mail, those who have an address; answers how many."""
    sent = 0
    for member in list_members(org_id=org_id):
        if Role.OWNER in member.roles and member.email:
            mail = MailRequested(member.email, subject, text)
            outbox.publish(mail, dedupe_key=f"{key}-{member.ref}")
            sent += 1
    return sent


def read_notices(actor: Actor, *, org_id: int, at: datetime) -> int:
    """Mark all notices of the actor's organisation as read; answers how many were new.

    Raises:
        NotFound: It is not the actor's organisation.
    """
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    return update_where(Notice, Notice.org_id == org_id, Notice.read_at.is_(None), read_at=at)
