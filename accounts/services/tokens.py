"""API tokens: made once, shown once, kept as a hash."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import or_, update
from sqlalchemy.orm import Session

from accounts.models.people import ApiToken
from accounts.rules.actor import Actor
from accounts.rules.scopes import Scope
from accounts.rules.sign_in import hash_token
from accounts.services.members import require_manager
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound
from core.unit_of_work import record_anyway

PREFIX = "mnx_"
SEEN_EVERY = timedelta(hours=1)


def issue_api_token(
    actor: Actor, *, org_id: int, name: str, scopes: Iterable[Scope], at: datetime
) -> str:
    """Make a token for a program of the organisation; the answer is the only time it is seen.

    Raises:
        NotAllowed: The actor does not manage members.
        NotFound: It is not the actor's organisation.
        InvalidInput: No name or no scope.
    """
    require_manager(actor, org_id)
    wanted = set(scopes)
    if actor.user_id is None:
        raise NotFound("person_not_found")
    if not wanted:
        raise InvalidInput(fields={"scopes": "scope_needed"})
    token = PREFIX + secrets.token_urlsafe(32)
    session().add(
        ApiToken(
            org_id=org_id,
            created_by_id=actor.user_id,
            name=name.strip(),
            token_hash=hash_token(token),
            hint=token[:8],
            scopes=" ".join(scope.value for scope in Scope if scope in wanted),
            created_at=at,
        )
    )
    return token


def withdraw_api_token(actor: Actor, *, org_id: int, token_ref: str, at: datetime) -> None:
    """Make a token useless at once.

    Raises:
        NotAllowed: The actor does not manage members.
        NotFound: The organisation has no such token.
    """
    require_manager(actor, org_id)
    withdrawn = update_where(
        ApiToken,
        ApiToken.ref == token_ref,
        ApiToken.org_id == org_id,
        ApiToken.revoked_at.is_(None),
        revoked_at=at,
    )
    require_one(withdrawn, NotFound("token_not_found"))


def note_token_seen(token_ref: str, *, at: datetime) -> None:
    """Note, at most once an hour, that a token was used; survives a refused call."""

    def write(own: Session) -> None:
        stale = or_(ApiToken.used_at.is_(None), ApiToken.used_at < at - SEEN_EVERY)
        own.execute(update(ApiToken).where(ApiToken.ref == token_ref, stale).values(used_at=at))

    record_anyway(write)
