"""Organisations, verification, API tokens, own data."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.queries import find_token_actor, get_org, list_orgs, list_tokens
from accounts.rules.actor import GUEST, SYSTEM
from accounts.rules.permissions import Capacity, LegalForm, Permission, Role
from accounts.rules.scopes import Scope
from accounts.rules.uscc import check_character
from accounts.services import organisations, people, sellers, tokens
from core.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from tests.factories.accounts import (
    actor_for,
    make_buyer,
    make_member,
    make_org,
    make_person,
    make_platform,
    personal_actor,
)


@pytest.fixture(autouse=True)
def _database(db_session: Session) -> None:
    """All of these need one."""


def enter(actor: object, at: datetime, **changes: object) -> object:
    values = {
        "name_zh": "示例公司",
        "name_en": "",
        "legal_form": LegalForm.COMPANY,
        "capacities": [Capacity.BUYS],
        "county_code": "350102",
        **changes,
    }
    return organisations.create_org(actor, at=at, **values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"name_zh": " "}, "name_zh", "required"),
        ({"capacities": []}, "capacities", "capacity_needed"),
        ({"county_code": "640000"}, "county_code", "invalid_choice"),
        ({"county_code": "110101"}, "county_code", "invalid_choice"),
        ({"uscc": "91350100M000100Y44"}, "uscc", "invalid_uscc"),
    ],
)
def test_a_bad_field_is_named(
    at: datetime, changes: dict[str, object], field: str, code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        enter(SYSTEM, at, **changes)
    assert refused.value.fields == {field: code}
    assert list_orgs() == []


def test_name_and_credit_code_are_taken_once(at: datetime) -> None:
    uscc = "91350100M000100Y4" + check_character("91350100M000100Y4")
    enter(SYSTEM, at, uscc=f" {uscc.lower()} ")
    with pytest.raises(InvalidInput) as refused:
        enter(SYSTEM, at, uscc=uscc)
    assert refused.value.fields == {"name_zh": "org_name_taken", "uscc": "uscc_taken"}


def test_a_guest_enters_nothing_and_nobody_takes_a_platform_capacity(at: datetime) -> None:
    with pytest.raises(NotAllowed):
        enter(GUEST, at)
    with pytest.raises(NotAllowed):
        enter(personal_actor(make_person()), at, capacities=[Capacity.COUNTY_DESK])
    assert list_orgs() == []


def test_only_the_operator_verifies_and_only_sellers(at: datetime) -> None:
    seller, buyer = make_org(is_verified=False), make_buyer()
    with pytest.raises(NotAllowed):
        sellers.verify_seller(actor_for(seller), org_ref=seller.ref, at=at)
    assert get_org(seller.id).is_verified is False
    operator = actor_for(make_platform(), Role.OPERATOR)
    assert sellers.verify_seller(operator, org_ref=seller.ref, at=at).is_verified is True
    with pytest.raises(RuleBroken):
        sellers.verify_seller(operator, org_ref=buyer.ref, at=at)
    with pytest.raises(NotFound):
        sellers.verify_seller(operator, org_ref="0" * 26, at=at)


def test_a_token_acts_for_its_organisation_within_its_scopes(at: datetime) -> None:
    org = make_buyer()
    owner = actor_for(org)
    token = tokens.issue_api_token(
        owner, org_id=org.id, name="系统", scopes=[Scope.ORDERS_WRITE], at=at
    )
    found = find_token_actor(token, at=at)
    assert found is not None
    actor, scopes, _ref = found
    assert (actor.org_id, scopes) == (org.id, {"orders:write"})
    assert actor.permissions == {Permission.BUY, Permission.VIEW_BUYING}
    assert find_token_actor(token[:-1], at=at) is None


def test_a_withdrawn_token_is_dead(at: datetime) -> None:
    org = make_buyer()
    owner = actor_for(org)
    token = tokens.issue_api_token(
        owner, org_id=org.id, name="系统", scopes=[Scope.ORDERS_READ], at=at
    )
    [card] = list_tokens(org_id=org.id)
    stranger = actor_for(make_buyer())
    with pytest.raises(NotFound):
        tokens.withdraw_api_token(stranger, org_id=org.id, token_ref=card.ref, at=at)
    tokens.withdraw_api_token(owner, org_id=org.id, token_ref=card.ref, at=at)
    assert find_token_actor(token, at=at) is None
    assert list_tokens(org_id=org.id) == []


def test_a_token_needs_an_owner_and_a_scope(at: datetime) -> None:
    org = make_buyer()
    buyer = actor_for(org, Role.BUYER)
    with pytest.raises(NotAllowed):
        tokens.issue_api_token(buyer, org_id=org.id, name="x", scopes=[Scope.ORDERS_READ], at=at)
    with pytest.raises(InvalidInput):
        tokens.issue_api_token(actor_for(org), org_id=org.id, name="x", scopes=[], at=at)
    assert list_tokens(org_id=org.id) == []


def test_changing_the_password_needs_the_old_one() -> None:
    person = make_person(password="old password here")
    me = personal_actor(person)
    with pytest.raises(InvalidInput) as refused:
        people.change_password(me, current="wrong", password="new password here")
    assert refused.value.fields == {"current": "wrong_password"}
    people.change_password(me, current="old password here", password="new password here")
    people.change_password(me, current="new password here", password="third password here")


def test_two_people_never_share_a_number_or_address() -> None:
    make_person(phone="13900000001", email="a@b.example")
    with pytest.raises(InvalidInput) as refused:
        make_person(phone="139 0000 0001", email="A@B.example")
    assert refused.value.fields == {"phone": "phone_taken", "email": "email_taken"}


def test_a_bearer_token_is_refused_politely(client: FlaskClient) -> None:
    make_member(make_buyer())
    answer = client.get("/api/v1/nothing", headers={"Authorization": "Bearer mnx_x"})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"
