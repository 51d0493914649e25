"""Bearer tokens at every API route that asks for one."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient

from accounts.guards import list_policies
from accounts.queries import list_members, list_tokens
from accounts.rules.permissions import Capacity
from accounts.rules.scopes import Scope
from accounts.services.members import remove_member
from accounts.services.tokens import issue_api_token
from core import unit_of_work
from tests.factories.accounts import actor_for, make_buyer, make_member, make_org

REF = "0" * 26
KNOWN = {"month": "2026-11"}  # no reference to anything: what is no month is answered by 422


def api_calls(app: Flask) -> Iterator[tuple[str, str, str]]:
    """(scope, method, address) of every API route with a scope."""
    adapter = app.url_map.bind("localhost")
    scopes = {name: policy.scope for _rule, name, policy in list_policies(app) if policy}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/api/"):
            continue
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            scope = scopes.get(f"{rule.endpoint}.{method.lower()}", scopes.get(rule.endpoint))
            if scope:
                values = {name: KNOWN.get(name, REF) for name in rule.arguments}
                yield scope, method, adapter.build(rule.endpoint, values, method=method)


def token_for(org: object, *scopes: Scope, at: datetime) -> dict[str, str]:
    owner = actor_for(org)  # type: ignore[arg-type]
    token = issue_api_token(owner, org_id=owner.org_id or 0, name="t", scopes=scopes, at=at)
    unit_of_work.finish(is_kept=True)
    return {"Authorization": f"Bearer {token}"}


def test_there_are_calls_to_test(app: Flask) -> None:
    assert {scope for scope, _method, _path in api_calls(app)} >= {
        "orders:read",
        "orders:write",
        "contracts:read",
        "call_offs:write",
        "tracking:read",
    }


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer mnx_wrong"}])
def test_without_a_good_token_every_call_is_401(
    app: Flask, client: FlaskClient, headers: dict[str, str]
) -> None:
    for _scope, method, path in api_calls(app):
        answer = client.open(path, method=method, json={}, headers=headers)
        assert answer.status_code == 401, path
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_token_without_the_scope_is_403(app: Flask, client: FlaskClient, at: datetime) -> None:
    headers = token_for(make_buyer(), Scope.CATALOG_READ, at=at)
    for scope, method, path in api_calls(app):
        answer = client.open(path, method=method, json={}, headers=headers)
        assert (answer.status_code, answer.get_json()["code"]) == (403, "scope_missing"), path
        assert scope in answer.get_json()["detail"]


def test_unknown_things_are_404_for_a_good_token(
    app: Flask, client: FlaskClient, at: datetime
) -> None:
    trader = make_org(capacities=(Capacity.BUYS, Capacity.SELLS))  # may use every scope
    headers = token_for(trader, *Scope, at=at)
    for _scope, method, path in api_calls(app):
        if method == "GET" and REF in path:
            assert client.get(path, headers=headers).status_code == 404, path


def test_a_call_is_noted_on_the_token(app: Flask, client: FlaskClient, at: datetime) -> None:
    org = make_buyer()
    headers = token_for(org, Scope.ORDERS_READ, at=at)
    path = next(path for scope, _m, path in api_calls(app) if scope == "orders:read")
    client.get(path, headers=headers)
    assert list_tokens(org_id=org.id)[0].used_at == at


def test_a_token_dies_with_the_membership_of_its_maker(
    app: Flask, client: FlaskClient, at: datetime
) -> None:
    org = make_buyer()
    headers = token_for(org, Scope.ORDERS_READ, at=at)
    [maker] = list_members(org_id=org.id)
    make_member(org)
    other = actor_for(org)
    remove_member(other, org_id=org.id, member_ref=maker.ref)
    unit_of_work.finish(is_kept=True)
    path = next(path for scope, _m, path in api_calls(app) if scope == "orders:read")
    assert client.get(path, headers=headers).status_code == 401
