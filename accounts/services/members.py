"""Who belongs to an organisation, as what, and how they get in and out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import selectinload

from accounts import events
from accounts.errors import AlreadyMember, InvitationGone, LastOwner
from accounts.models.organisations import Invitation, Membership, MembershipRole
from accounts.queries import find_person, get_org, list_memberships
from accounts.rules.actor import Actor
from accounts.rules.cards import InvitationCard
from accounts.rules.permissions import Permission, Role, list_roles
from accounts.rules.phones import normalise_phone
from accounts.rules.sign_in import derive_token, hash_token
from accounts.services.locks import lock_owners
from core import outbox
from core.db import require_one, session, update_where
from core.errors import InvalidInput, NotFound
from core.refs import new_ref

INVITATION_LIFE = timedelta(days=7)


def add_member(
    actor: Actor, *, org_id: int, user_id: int, roles: Iterable[Role], at: datetime
) -> None:
    """Make somebody a member with these roles.

    Raises:
        NotAllowed: The actor does not manage members.
        NotFound: It is not the actor's organisation.
        AlreadyMember: They belong to it already.
        InvalidInput: A role does not fit what the organisation does.
    """
    require_manager(actor, org_id)
    join(org_id=org_id, user_id=user_id, roles=_checked_roles(org_id, roles), at=at)


def require_manager(actor: Actor, org_id: int) -> None:
    """Go on only for somebody who manages this organisation's members.

    Raises:
        NotFound: it is not the actor's organisation.
        NotAllowed: the actor does not manage members.
    """
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    actor.require(Permission.MANAGE_MEMBERS)


def _checked_roles(org_id: int, roles: Iterable[Role]) -> list[Role]:
    wanted = set(roles)
    allowed = list_roles(get_org(org_id).capacities)
    if not wanted:
        raise InvalidInput(fields={"roles": "role_needed"})
    if not wanted <= set(allowed):
        raise InvalidInput(fields={"roles": "role_does_not_fit"})
    return [role for role in allowed if role in wanted]


def join(*, org_id: int, user_id: int, roles: Iterable[Role], at: datetime) -> None:
    """Enter a membership, or bring back one that was left. For services of this package."""
    row = _find(Membership.org_id == org_id, Membership.user_id == user_id)
    if row is not None and row.state == "active":
        raise AlreadyMember
    if row is None:
        row = Membership(org_id=org_id, user_id=user_id, created_at=at, roles=[])
        session().add(row)
    row.state = "active"
    row.created_at = at
    _put_roles(row, roles)
    session().flush()  # a second invitation at the same time must clash here


def _put_roles(row: Membership, roles: Iterable[Role]) -> None:
    wanted = {role.value for role in roles}
    kept = [link for link in row.roles if link.role in wanted]
    new = wanted - {link.role for link in kept}
    row.roles = kept + [MembershipRole(role=role) for role in sorted(new)]


def _find(*conditions: ColumnElement[bool]) -> Membership | None:
    statement = select(Membership).where(*conditions).options(selectinload(Membership.roles))
    return session().scalar(statement)


def _get(org_id: int, member_ref: str) -> Membership:
    row = _find(
        Membership.org_id == org_id, Membership.ref == member_ref, Membership.state == "active"
    )
    if row is None:
        raise NotFound("member_not_found")
    return row


def set_roles(actor: Actor, *, org_id: int, member_ref: str, roles: Iterable[Role]) -> None:
    """Change what a member is.

    Raises:
        NotAllowed: The actor does not manage members.
        NotFound: There is no such member.
        LastOwner: Nobody would own the organisation any more.
    """
    require_manager(actor, org_id)
    wanted = _checked_roles(org_id, roles)
    owners = lock_owners(org_id)
    row = _get(org_id, member_ref)
    if Role.OWNER not in wanted and owners == {row.id}:
        raise LastOwner
    _put_roles(row, wanted)


def remove_member(actor: Actor, *, org_id: int, member_ref: str) -> int:
    """End a membership, and answer whose; one's own may be ended by oneself.

    Raises:
        NotAllowed: It is another's membership and the actor does not manage members.
        NotFound: There is no such member.
        LastOwner: Nobody would own the organisation any more.
    """
    if not actor.acts_for(org_id):
        raise NotFound("org_not_found")
    owners = lock_owners(org_id)
    row = _get(org_id, member_ref)
    if row.user_id != actor.user_id:
        actor.require(Permission.MANAGE_MEMBERS)
    if owners == {row.id}:
        raise LastOwner
    row.state = "left"
    row.roles = []
    return row.user_id


def invite(
    actor: Actor, *, org_id: int, sent_to: str, roles: Iterable[Role], secret: str, at: datetime
) -> str:
    """Invite somebody by mobile number or e-mail; the answer is the token of the link.

    Raises:
        NotAllowed: The actor does not manage members.
        InvalidInput: Neither a number nor an address, or a role that does not fit.
        AlreadyMember: They belong to it already.
    """
    require_manager(actor, org_id)
    wanted = _checked_roles(org_id, roles)
    target = _target(sent_to)
    _check_no_member(org_id, target)
    ref = new_ref()
    token = derive_token(ref, secret)
    session().add(
        Invitation(
            ref=ref,
            org_id=org_id,
            invited_by_id=actor.user_id,
            sent_to=target,
            roles=[role.value for role in wanted],
            token_hash=hash_token(token),
            expires_at=at + INVITATION_LIFE,
            created_at=at,
        )
    )
    outbox.publish(events.InvitationMade(ref), dedupe_key=ref)
    return token


def _target(sent_to: str) -> str:
    if "@" in sent_to and " " not in sent_to.strip():
        return sent_to.strip().lower()
    phone = normalise_phone(sent_to)
    if phone is None:
        raise InvalidInput(fields={"sent_to": "invalid_contact"})
    return phone


def _check_no_member(org_id: int, target: str) -> None:
    known = find_person(email=target) if "@" in target else find_person(phone=target)
    if known and any(org.id == org_id for org, _roles in list_memberships(known.id)):
        raise AlreadyMember


def withdraw_invitation(actor: Actor, *, org_id: int, invitation_ref: str, at: datetime) -> None:
    """Make an open invitation useless.

    Raises:
        NotAllowed: The actor does not manage members.
        NotFound: There is no such open invitation.
    """
    require_manager(actor, org_id)
    withdrawn = update_where(
        Invitation,
        Invitation.ref == invitation_ref,
        Invitation.org_id == org_id,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        revoked_at=at,
    )
    require_one(withdrawn, NotFound("invitation_not_found"))


def accept_invitation(actor: Actor, *, token: str, at: datetime) -> int:
    """Become a member by a link, once; answers the organisation's id.

    Raises:
        InvitationGone: The link was used, withdrawn, or is too old.
        AlreadyMember: The person belongs to the organisation already.
    """
    if actor.user_id is None:
        raise InvitationGone
    row = session().scalar(select(Invitation).where(Invitation.token_hash == hash_token(token)))
    if row is None:
        raise InvitationGone
    used = update_where(
        Invitation,
        Invitation.id == row.id,
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > at,
        used_at=at,
        used_by_id=actor.user_id,
    )
    require_one(used, InvitationGone())
    roles = [Role(role) for role in row.roles]
    join(org_id=row.org_id, user_id=actor.user_id, roles=roles, at=at)
    return row.org_id


def get_invitation_message(ref: str, *, secret: str) -> tuple[InvitationCard, str]:
    """An invitation and the token of its link, for the job that sends it.

    Raises:
        NotFound: There is no such invitation.
    """
    row = session().scalar(select(Invitation).where(Invitation.ref == ref))
    if row is None:
        raise NotFound("invitation_not_found")
    org = get_org(row.org_id)
    roles = tuple(Role(role) for role in row.roles)
    card = InvitationCard(
        row.ref, row.org_id, org.name_zh, org.name_en, row.sent_to, roles, row.expires_at
    )
    return card, derive_token(ref, secret)
