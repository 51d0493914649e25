"""Reads of accounts: people, organisations, members, sites, tokens."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from accounts.models.notices import Notice
from accounts.models.organisations import (
    Invitation,
    Membership,
    Organisation,
    OrganisationCapacity,
    Site,
)
from accounts.models.people import ApiToken, FailedSignIn, Person, SignInCode
from accounts.rules.actor import Actor
from accounts.rules.cards import (
    InvitationCard,
    MemberCard,
    OrgCard,
    PersonCard,
    SiteCard,
    TokenCard,
)
from accounts.rules.notices import NoticeCard
from accounts.rules.permissions import Capacity, Permission, Role, permissions_of
from accounts.rules.phones import mask_phone
from accounts.rules.scopes import narrow, parse_scopes
from accounts.rules.sign_in import WRONG_PASSWORD_WINDOW, hash_token
from core.db import session
from core.errors import NotFound

__all__ = ["InvitationCard", "MemberCard", "OrgCard", "PersonCard", "SiteCard", "TokenCard"]

_WITH_CAPACITIES = selectinload(Organisation.capacities)
_WITH_ROLES = selectinload(Membership.roles)


def get_org(org_id: int) -> OrgCard:
    """The organisation with an internal id.

    Raises:
        NotFound: There is none.
    """
    return get_orgs([org_id])[org_id]


def get_orgs(org_ids: Iterable[int]) -> dict[int, OrgCard]:
    """Several organisations by internal id.

    Raises:
        NotFound: One of them does not exist.
    """
    wanted = set(org_ids)
    statement = select(Organisation).where(Organisation.id.in_(wanted)).options(_WITH_CAPACITIES)
    found = {row.id: row.card() for row in session().scalars(statement)}
    if len(found) != len(wanted):
        raise NotFound("org_not_found")
    return found


def get_org_by_ref(ref: str) -> OrgCard:
    """The organisation that a public reference names.

    Raises:
        NotFound: There is none.
    """
    statement = select(Organisation).where(Organisation.ref == ref).options(_WITH_CAPACITIES)
    row = session().scalar(statement)
    if row is None:
        raise NotFound("org_not_found")
    return row.card()


def list_orgs(
    capacity: Capacity | None = None, *, is_verified: bool | None = None
) -> list[OrgCard]:
    """All organisations, or those with a capacity, or (not) verified, oldest first."""
    statement = select(Organisation).options(_WITH_CAPACITIES).order_by(Organisation.id)
    if capacity is not None:
        statement = statement.join(OrganisationCapacity).where(
            OrganisationCapacity.capacity == capacity.value
        )
    if is_verified is not None:
        is_in = Organisation.verified_at.is_not(None) & Organisation.suspended_at.is_(None)
        statement = statement.where(is_in if is_verified else ~is_in)
    return [row.card() for row in session().scalars(statement)]


def list_memberships(user_id: int) -> list[tuple[OrgCard, tuple[Role, ...]]]:
    """The organisations somebody belongs to, with their roles there."""
    statement = (
        select(Organisation, Membership)
        .join(Membership, Membership.org_id == Organisation.id)
        .where(Membership.user_id == user_id, Membership.state == "active")
        .options(_WITH_CAPACITIES, _WITH_ROLES)
        .order_by(Membership.id)
    )
    return [(org.card(), member.role_list()) for org, member in session().execute(statement)]


def find_actor(user_id: int, org_ref: str) -> Actor | None:
    """The person as an actor for the organisation of an address; None if they are no member."""
    statement = (
        select(Person, Organisation, Membership)
        .join(Membership, Membership.user_id == Person.id)
        .join(Organisation, Organisation.id == Membership.org_id)
        .where(Person.id == user_id, Organisation.ref == org_ref, Membership.state == "active")
        .options(_WITH_CAPACITIES, _WITH_ROLES)
    )
    row = session().execute(statement).one_or_none()
    if row is None:
        return None
    person, org, member = row
    held = permissions_of(member.role_list(), org.capacity_set())
    return Actor(person.id, person.ref, person.name, org.id, org.ref, held)


def find_platform_actor(user_id: int) -> Actor | None:
    """The person as an actor for the platform; None if they do not work there."""
    for org, _roles in list_memberships(user_id):
        if Capacity.PLATFORM in org.capacities:
            return find_actor(user_id, org.ref)
    return None


def find_token_actor(token: str, *, at: datetime) -> tuple[Actor, frozenset[str], str] | None:
    """Who a bearer token acts for, its scopes, and its reference; None if it is not good."""
    statement = (
        select(ApiToken, Organisation.ref)
        .join(Organisation, Organisation.id == ApiToken.org_id)
        .join(Person, Person.id == ApiToken.created_by_id)
        .where(ApiToken.token_hash == hash_token(token), Person.active.is_(True))
        .where(ApiToken.revoked_at.is_(None))
    )
    row = session().execute(statement).one_or_none()
    if row is None or (row[0].expires_at is not None and row[0].expires_at <= at):
        return None
    actor = find_actor(row[0].created_by_id, row[1])
    if actor is None:
        return None
    scopes = parse_scopes(row[0].scopes)
    held = narrow(actor.permissions, scopes)
    narrowed = Actor(actor.user_id, actor.user_ref, actor.name, actor.org_id, actor.org_ref, held)
    return narrowed, frozenset(scope.value for scope in scopes), row[0].ref


def get_person(user_id: int) -> PersonCard:
    """A person, their number masked.

    Raises:
        NotFound: There is none.
    """
    row = session().get(Person, user_id)
    if row is None:
        raise NotFound("person_not_found")
    return row.card()


def find_person(*, phone: str | None = None, email: str | None = None) -> PersonCard | None:
    """Whoever signs in with this number or address."""
    key = Person.phone == phone if phone else Person.email == (email or "").lower()
    row = session().scalar(select(Person).where(key))
    return row.card() if row else None


def list_members(*, org_id: int, permission: Permission | None = None) -> list[MemberCard]:
    """The members of an organisation, or those who hold a permission there."""
    held_by_org = get_org(org_id).capacities
    statement = (
        select(Membership, Person)
        .join(Person, Person.id == Membership.user_id)
        .where(Membership.org_id == org_id, Membership.state == "active")
        .options(_WITH_ROLES)
        .order_by(Membership.id)
    )
    members = [_member_card(m, p, held_by_org) for m, p in session().execute(statement)]
    return [m for m in members if permission is None or permission in m.permissions]


def _member_card(row: Membership, person: Person, capacities: frozenset[Capacity]) -> MemberCard:
    roles = row.role_list()
    return MemberCard(
        ref=row.ref,
        user_id=person.id,
        name=person.name,
        phone_masked=mask_phone(person.phone) if person.phone else "",
        email=person.email,
        roles=roles,
        permissions=permissions_of(roles, capacities),
        joined_at=row.created_at,
    )


def list_invitations(*, org_id: int, at: datetime) -> list[InvitationCard]:
    """Invitations of an organisation that can still be used."""
    statement = select(Invitation, Organisation).join(
        Organisation, Organisation.id == Invitation.org_id
    )
    statement = statement.where(*_open_invitation(at), Invitation.org_id == org_id)
    rows = session().execute(statement.order_by(Invitation.id))
    return [_invitation_card(invitation, org) for invitation, org in rows]


def find_invitation(token: str, *, at: datetime) -> InvitationCard | None:
    """The open invitation of a link, or None when it is used, withdrawn, or too old."""
    statement = select(Invitation, Organisation).join(
        Organisation, Organisation.id == Invitation.org_id
    )
    statement = statement.where(*_open_invitation(at), Invitation.token_hash == hash_token(token))
    row = session().execute(statement).one_or_none()
    return _invitation_card(row[0], row[1]) if row else None


def _open_invitation(at: datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        Invitation.used_at.is_(None),
        Invitation.revoked_at.is_(None),
        Invitation.expires_at > at,
    )


def _invitation_card(row: Invitation, org: Organisation) -> InvitationCard:
    roles = tuple(Role(role) for role in row.roles)
    return InvitationCard(
        row.ref, row.org_id, org.name_zh, org.name_en, row.sent_to, roles, row.expires_at
    )


def list_sites(*, org_id: int) -> list[SiteCard]:
    """The open doors of a buyer, oldest first."""
    statement = select(Site).where(Site.org_id == org_id, Site.is_closed.is_(False))
    return [row.card() for row in session().scalars(statement.order_by(Site.id))]


def get_site(site_ref: str, *, org_id: int) -> SiteCard:
    """One door of a buyer, closed ones included (old orders name them).

    Raises:
        NotFound: The organisation has no such door.
    """
    row = session().scalar(select(Site).where(Site.ref == site_ref, Site.org_id == org_id))
    if row is None:
        raise NotFound("site_not_found")
    return row.card()


def list_tokens(*, org_id: int) -> list[TokenCard]:
    """The API tokens of an organisation that are not withdrawn."""
    statement = (
        select(ApiToken, Person.name)
        .join(Person, Person.id == ApiToken.created_by_id)
        .where(ApiToken.org_id == org_id, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id)
    )
    return [row.card(maker) for row, maker in session().execute(statement)]


def list_code_times(phone: str, *, at: datetime) -> list[datetime]:
    """When the number was sent codes during the last day."""
    statement = select(SignInCode.created_at).where(
        SignInCode.phone == phone, SignInCode.created_at > at - timedelta(days=1)
    )
    return list(session().scalars(statement))


def count_wrong_passwords(identity: str, *, at: datetime) -> int:
    """How many wrong passwords were typed for a name within the window."""
    statement = select(func.count(FailedSignIn.id)).where(
        FailedSignIn.identity_hash == hash_token(identity.lower()),
        FailedSignIn.created_at > at - WRONG_PASSWORD_WINDOW,
    )
    return session().scalar(statement) or 0


def list_notices(*, org_id: int, limit: int = 60) -> list[NoticeCard]:
    """What an organisation was told, newest first."""
    statement = select(Notice).where(Notice.org_id == org_id).order_by(Notice.id.desc())
    return [
        NoticeCard(
            row.ref,
            row.kind,
            row.facts,
            row.endpoint,
            row.arguments,
            row.created_at,
            row.read_at is not None,
        )
        for row in session().scalars(statement.limit(limit))
    ]
