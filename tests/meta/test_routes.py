"""Every route says who may open it; the addresses follow one plan."""

import re

from accounts.guards import THIRD_PARTY, check_policies, list_policies
from accounts.rules.permissions import Permission

ORG = "/o/<org_ref>"


def test_every_route_names_its_policy(app):
    assert [rule for rule, _name, policy in list_policies(app) if policy is None] == []
    check_policies(app)


def test_every_route_that_is_not_ours_is_listed_with_its_reason(app):
    assert all(len(reason) > 5 for reason in THIRD_PARTY.values())


def test_pages_of_an_organisation_ask_for_membership(app):
    open_pages = [
        rule
        for rule, _name, policy in list_policies(app)
        if rule.startswith(ORG) and policy.kind != "member"
    ]
    assert open_pages == []


def test_pages_of_the_platform_ask_for_platform_staff(app):
    open_pages = [
        rule
        for rule, _name, policy in list_policies(app)
        if rule.startswith("/ops") and policy.kind != "platform"
    ]
    assert open_pages == []


def test_the_api_asks_for_a_token_or_is_public_on_purpose(app):
    kinds = {
        policy.kind for rule, _name, policy in list_policies(app) if rule.startswith("/api/v1")
    }
    assert kinds <= {"api", "public"}


def test_permissions_that_views_ask_for_are_known(app):
    asked = {p for _rule, _name, policy in list_policies(app) for p in policy.permissions}
    assert asked <= set(Permission)


def test_endpoints_are_named_package_noun_and_verb(app):
    named = re.compile(r"^(accounts|catalog|logistics|shop|contracts|console|core|api)_[a-z_]+\.")
    strange = sorted(
        name
        for rule, name, _policy in list_policies(app)
        if not named.match(name) and not rule.startswith("/api/v1")
    )
    assert strange == []
