"""The way in for sellers: who sees the checklist, and which of its links."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from accounts.rules.cards import OrgCard
from accounts.rules.permissions import Capacity, Role
from core.db import session
from tests.factories.accounts import make_member, make_org, sign_in


def begin(
    client: FlaskClient,
    *roles: Role,
    capacity: Capacity = Capacity.SELLS,
    is_verified: bool = False,
) -> OrgCard:
    """Somebody of an organisation that the platform has not verified, or has."""
    org = make_org(capacities=(capacity,), is_verified=is_verified)
    sign_in(client, make_member(org, *roles))
    session().commit()
    return org


@pytest.mark.parametrize("capacity", [Capacity.BUYS, Capacity.RUNS_OUTLET, Capacity.CARRIES])
def test_who_does_not_sell_has_no_checklist_and_no_entry_to_it(
    client: FlaskClient, capacity: Capacity
) -> None:
    org = begin(client, Role.OWNER, capacity=capacity)
    assert client.get(f"/o/{org.ref}/start").status_code == 403
    assert client.post(f"/o/{org.ref}/start").status_code == 403
    rail = client.get(f"/o/{org.ref}/profile").text
    for page in ("start", "money", "money/statements", "money/account"):
        assert f'href="/o/{org.ref}/{page}"' not in rail


def test_an_owner_who_applies_to_sell_reaches_the_checklist(client: FlaskClient) -> None:
    org = begin(client, Role.OWNER)
    page = client.get(f"/o/{org.ref}/start")
    assert page.status_code == 200
    assert "certificates?kind=licence" in page.text
    assert f'href="/o/{org.ref}/start"' in client.get(f"/o/{org.ref}/profile").text


@pytest.mark.parametrize(
    ("roles", "shown"),
    [
        ((Role.OWNER,), []),
        ((Role.FULFILMENT,), ["/lots/new"]),
        ((Role.CATALOGUE_EDITOR,), ["/listings/new", "/lots/new"]),
    ],
)
def test_the_checklist_links_only_to_what_its_reader_may_open(
    client: FlaskClient, roles: tuple[Role, ...], shown: list[str]
) -> None:
    org = begin(client, *roles, is_verified=True)
    page = client.get(f"/o/{org.ref}/start").text
    assert [link for link in ("/listings/new", "/lots/new") if link in page] == shown


def test_only_an_owner_applies(client: FlaskClient) -> None:
    org = begin(client, Role.CATALOGUE_EDITOR)
    assert client.post(f"/o/{org.ref}/start").status_code == 403
