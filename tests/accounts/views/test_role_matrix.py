"""Role × route: every page and every form of an organisation and of the platform, by every role.

The table is made from what the views declare: who lacks the permission is refused with 403 before
anything happens, and who holds it is never refused the page. A driver tries every single route;
the other roles one route of each kind of policy.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from accounts.guards import Policy, policy_of
from accounts.rules.permissions import ROLE_CAPACITY, Capacity, Permission, Role, permissions_of
from tests.factories.accounts import make_member, make_org, sign_in

NOWHERE = "0" * 26
EVERYWHERE = tuple(Capacity)


def guarded(app: Flask, org_ref: str) -> Iterator[tuple[str, str, Policy]]:
    """Method, address (parts invented) and policy of every guarded route."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        policy = policy_of(app.view_functions[rule.endpoint])
        if policy is None or policy.kind not in ("member", "platform"):
            continue
        values: dict[str, object] = {}
        for name in rule.arguments:
            kind = type(rule._converters[name]).__name__
            values[name] = {"IntegerConverter": 1, "DateConverter": "2026-11-23"}.get(kind, NOWHERE)
        values |= {"org_ref": org_ref} if "org_ref" in rule.arguments else {}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, adapter.build(rule.endpoint, values, method=method), policy


def may(policy: Policy, held: frozenset[Permission]) -> bool:
    return not policy.permissions or bool(held & set(policy.permissions))


@pytest.mark.parametrize("role", list(Role))
def test_a_role_opens_what_it_may_and_nothing_else(
    app: Flask, client: FlaskClient, db_session: Session, role: Role
) -> None:
    org = make_org(capacities=EVERYWHERE)
    sign_in(client, make_member(org, role))
    held = permissions_of([role], EVERYWHERE)
    wrong = []
    tried: set[tuple[str, Policy]] = set()
    for method, path, policy in guarded(app, org.ref):
        if may(policy, held) and method == "POST":
            continue  # what a permitted form does is its own test
        if role is not Role.DRIVER and (method, policy) in tried:
            continue
        tried.add((method, policy))
        status = client.open(path, method=method).status_code
        fits = status in (200, 302, 303, 404) if may(policy, held) else status == 403
        if not fits:
            wrong.append(f"{method} {path} {status}")
    assert wrong == []


def test_a_role_without_its_capacity_opens_nothing_that_asks_for_a_permission(
    app: Flask, client: FlaskClient, db_session: Session
) -> None:
    org = make_org(capacities=[Capacity.COUNTY_DESK])
    roles = [role for role, capacity in ROLE_CAPACITY.items() if capacity is None]
    sign_in(client, make_member(org, *roles))
    held = permissions_of(Role, [Capacity.COUNTY_DESK])
    for method, path, policy in guarded(app, org.ref):
        if policy.kind == "platform":
            assert client.open(path, method=method).status_code == 404, path
        elif not may(policy, held):
            assert client.open(path, method=method).status_code == 403, path
