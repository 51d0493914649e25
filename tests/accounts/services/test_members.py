"""Members and invitations."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.errors import AlreadyMember, InvitationGone, LastOwner
from accounts.queries import find_actor, find_invitation, list_invitations, list_members
from accounts.rules.permissions import Capacity, Permission, Role
from accounts.services import members
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import (
    actor_for,
    make_member,
    make_org,
    make_person,
    personal_actor,
)

SECRET = "s" * 32


@pytest.fixture(autouse=True)
def _database(db_session: Session) -> None:
    """All of these need one."""


def test_an_owner_adds_a_member_with_roles(at: datetime) -> None:
    org, person = make_org(), make_person()
    owner = actor_for(org, Role.OWNER)
    members.add_member(owner, org_id=org.id, user_id=person.id, roles=[Role.FULFILMENT], at=at)
    found = find_actor(person.id, org.ref)
    assert found is not None
    assert found.permissions == {Permission.FULFIL, Permission.MANAGE_LOTS, Permission.VIEW_SELLING}


def test_somebody_else_may_not(at: datetime) -> None:
    org, person = make_org(), make_person()
    packer = actor_for(org, Role.FULFILMENT)
    with pytest.raises(NotAllowed):
        members.add_member(packer, org_id=org.id, user_id=person.id, roles=[Role.OWNER], at=at)
    stranger = actor_for(make_org(), Role.OWNER)
    with pytest.raises(NotFound):
        members.add_member(stranger, org_id=org.id, user_id=person.id, roles=[Role.OWNER], at=at)
    assert find_actor(person.id, org.ref) is None


def test_roles_must_fit_what_the_organisation_does(at: datetime) -> None:
    org, person = make_org(capacities=[Capacity.SELLS]), make_person()
    owner = actor_for(org, Role.OWNER)
    for roles in ([Role.BUYER], [Role.OPERATOR], []):
        with pytest.raises(InvalidInput):
            members.add_member(owner, org_id=org.id, user_id=person.id, roles=roles, at=at)


def test_twice_is_a_clash(at: datetime) -> None:
    org = make_org()
    owner, person = actor_for(org, Role.OWNER), make_member(org)
    with pytest.raises(AlreadyMember):
        members.add_member(owner, org_id=org.id, user_id=person.id, roles=[Role.OWNER], at=at)


def test_the_last_owner_stays_owner(at: datetime) -> None:
    org = make_org()
    owner = actor_for(org, Role.OWNER)
    [mine] = list_members(org_id=org.id)
    with pytest.raises(LastOwner):
        members.remove_member(owner, org_id=org.id, member_ref=mine.ref)
    with pytest.raises(LastOwner):
        members.set_roles(owner, org_id=org.id, member_ref=mine.ref, roles=[Role.FULFILMENT])
    make_member(org, Role.OWNER)
    members.remove_member(owner, org_id=org.id, member_ref=mine.ref)
    assert [m.user_id for m in list_members(org_id=org.id)] != [mine.user_id]


def test_who_left_may_come_back_with_new_roles(at: datetime) -> None:
    org = make_org()
    owner, person = actor_for(org, Role.OWNER), make_member(org, Role.FULFILMENT)
    leaver = next(m for m in list_members(org_id=org.id) if m.user_id == person.id)
    members.remove_member(owner, org_id=org.id, member_ref=leaver.ref)
    assert find_actor(person.id, org.ref) is None
    members.add_member(owner, org_id=org.id, user_id=person.id, roles=[Role.SELLING_FINANCE], at=at)
    back = next(m for m in list_members(org_id=org.id) if m.user_id == person.id)
    assert back.roles == (Role.SELLING_FINANCE,)


def test_a_member_is_found_by_permission() -> None:
    org = make_org()
    make_member(org, Role.OWNER)
    packer = make_member(org, Role.FULFILMENT)
    found = list_members(org_id=org.id, permission=Permission.FULFIL)
    assert [member.user_id for member in found] == [packer.id]


def invite(org_ref_owner: object, org_id: int, at: datetime, to: str = "13933334444") -> str:
    return members.invite(
        org_ref_owner,  # type: ignore[arg-type]
        org_id=org_id,
        sent_to=to,
        roles=[Role.FULFILMENT],
        secret=SECRET,
        at=at,
    )


def test_an_invitation_works_once(at: datetime) -> None:
    org = make_org()
    token = invite(actor_for(org, Role.OWNER), org.id, at)
    guest = personal_actor(make_person())
    assert members.accept_invitation(guest, token=token, at=at) == org.id
    with pytest.raises(InvitationGone):
        members.accept_invitation(personal_actor(make_person()), token=token, at=at)
    assert list_invitations(org_id=org.id, at=at) == []


def test_an_invitation_ends_after_a_week(at: datetime) -> None:
    org = make_org()
    token = invite(actor_for(org, Role.OWNER), org.id, at)
    late = at + timedelta(days=7)
    assert find_invitation(token, at=late - timedelta(seconds=1)) is not None
    assert find_invitation(token, at=late) is None
    with pytest.raises(InvitationGone):
        members.accept_invitation(personal_actor(make_person()), token=token, at=late)


def test_a_withdrawn_invitation_is_useless(at: datetime) -> None:
    org = make_org()
    owner = actor_for(org, Role.OWNER)
    token = invite(owner, org.id, at)
    [card] = list_invitations(org_id=org.id, at=at)
    members.withdraw_invitation(owner, org_id=org.id, invitation_ref=card.ref, at=at)
    with pytest.raises(InvitationGone):
        members.accept_invitation(personal_actor(make_person()), token=token, at=at)
    with pytest.raises(NotFound):
        members.withdraw_invitation(owner, org_id=org.id, invitation_ref=card.ref, at=at)


@pytest.mark.parametrize("to", ["", "nobody", "a b@c", "1234"])
def test_an_invitation_needs_a_number_or_an_address(at: datetime, to: str) -> None:
    org = make_org()
    with pytest.raises(InvalidInput):
        invite(actor_for(org, Role.OWNER), org.id, at, to)


def test_a_member_is_not_invited_again(at: datetime) -> None:
    org = make_org()
    person = make_person(phone="13933334444")
    make_member(org, person=person)
    with pytest.raises(AlreadyMember):
        invite(actor_for(org, Role.OWNER), org.id, at)
