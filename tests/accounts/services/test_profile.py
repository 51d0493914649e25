"""What an owner may write about the organisation, and what the platform gives."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from accounts.errors import RegisteredNameFixed
from accounts.queries import get_org
from accounts.rules.permissions import Capacity, Role
from accounts.services.profile import OrgChange, change_org, set_credit
from core.errors import InvalidInput, NotAllowed, NotFound, RuleBroken
from tests.factories.accounts import actor_for, make_buyer, make_org, make_platform

CHANGE = OrgChange(name_en="Cloud Sheep", story_zh="三十户人家。", story_en="Thirty families.")


def test_an_owner_tells_the_story(db_session: Session) -> None:
    org = make_org()
    change_org(actor_for(org, Role.OWNER), org_id=org.id, change=CHANGE)
    now = get_org(org.id)
    assert (now.name_en, now.story_zh, now.name_zh) == ("Cloud Sheep", "三十户人家。", org.name_zh)


def test_who_does_not_own_it_changes_nothing(db_session: Session) -> None:
    org = make_org()
    with pytest.raises(NotAllowed):
        change_org(actor_for(org, Role.FULFILMENT), org_id=org.id, change=CHANGE)
    with pytest.raises(NotFound):
        change_org(actor_for(make_org(), Role.OWNER), org_id=org.id, change=CHANGE)
    assert get_org(org.id) == org


def test_a_verified_name_stands(db_session: Session) -> None:
    org = make_org()
    wish = replace(CHANGE, name_zh="另一个名字", uscc=org.uscc or "")
    with pytest.raises(RegisteredNameFixed):
        change_org(actor_for(org, Role.OWNER), org_id=org.id, change=wish)
    assert get_org(org.id) == org


def test_before_it_is_verified_the_name_may_be_put_right_unless_it_is_taken(
    db_session: Session,
) -> None:
    other, org = make_org(), make_org(is_verified=False)
    owner = actor_for(org, Role.OWNER)
    change_org(owner, org_id=org.id, change=replace(CHANGE, name_zh="新的名字"))
    assert get_org(org.id).name_zh == "新的名字"
    wish = replace(CHANGE, name_zh=other.name_zh, uscc="123")
    with pytest.raises(InvalidInput) as refused:
        change_org(owner, org_id=org.id, change=wish)
    assert refused.value.fields == {"name_zh": "org_name_taken", "uscc": "invalid_uscc"}


def test_work_is_added_but_never_the_platforms(db_session: Session) -> None:
    org = make_org()
    owner = actor_for(org, Role.OWNER)
    change_org(owner, org_id=org.id, change=replace(CHANGE, capacities=(Capacity.BUYS,)))
    assert get_org(org.id).capacities == {Capacity.SELLS, Capacity.BUYS}
    with pytest.raises(NotAllowed):
        change_org(owner, org_id=org.id, change=replace(CHANGE, capacities=(Capacity.PLATFORM,)))
    assert Capacity.PLATFORM not in get_org(org.id).capacities


def test_terms_come_from_the_platforms_finance_desk_only(db_session: Session) -> None:
    buyer, platform = make_buyer(), make_platform()
    with pytest.raises(NotAllowed):
        set_credit(actor_for(buyer, Role.OWNER), org_ref=buyer.ref, payment_days=90)
    with pytest.raises(NotAllowed):
        set_credit(actor_for(platform, Role.OPERATOR), org_ref=buyer.ref, payment_days=90)
    finance = actor_for(platform, Role.PLATFORM_FINANCE)
    with pytest.raises(RuleBroken):
        set_credit(finance, org_ref=make_org().ref, payment_days=90)
    set_credit(finance, org_ref=buyer.ref, payment_days=45)
    assert get_org(buyer.id).payment_days == 45
