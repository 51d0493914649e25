"""Contracts over the API: lists in pages, the sheet, call-offs that are safe to repeat."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from accounts.rules.scopes import Scope
from accounts.services.tokens import issue_api_token
from contracts.models.call_offs import CallOff
from core.db import session
from tests.factories import contracts as make
from tests.factories.accounts import actor_for

SCOPES = (Scope.CONTRACTS_READ, Scope.CALL_OFFS_WRITE)


class Program:
    """A partner's program with a token of an organisation."""

    def __init__(self, client, org, scopes=SCOPES):
        boss = actor_for(org)
        token = issue_api_token(boss, org_id=org.id, name="ERP", scopes=scopes, at=make.AT)
        session().commit()
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def get(self, path):
        return self.client.get(f"/api/v1{path}", headers=self.headers)

    def post(self, path, key, body):
        headers = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(f"/api/v1{path}", headers=headers, json=body)


@pytest.fixture
def deal(db_session):
    return make.active()


@pytest.fixture
def program(client, deal):
    return Program(client, deal.buyer)


def body(deal, pieces=10, **changes):
    line = {"line_ref": deal.line.ref, "quantity_g": pieces * deal.goods.nominal_g}
    return {"deliver_on": "2026-12-01", "site_ref": deal.site.ref, "lines": [line]} | changes


def test_a_list_comes_in_pages_newest_first(program, deal):
    second = make.drafted(deal, title="第二份")
    session().commit()

    first_page = program.get("/contracts?limit=1").json
    next_page = program.get(f"/contracts?limit=1&cursor={first_page['next_cursor']}").json

    assert first_page["items"][0]["ref"] == second.contract_ref
    assert first_page["items"][0]["title"] == "第二份"
    assert len(next_page["items"]) == 1
    assert next_page["next_cursor"] is None


def test_the_sheet_has_lines_weeks_and_quantities_in_grams(program, deal):
    sheet = program.get(f"/contracts/{deal.contract_ref}").json

    line = sheet["lines"][0]
    assert sheet["contract"]["state"] == "active"
    assert line["quantities"]["committed_g"] == line["total_g"] == 280 * 2_300
    assert sum(week["quantities"]["committed_g"] for week in line["weeks"]) == line["total_g"]


def test_a_call_off_repeated_under_its_key_is_made_once(program, deal):
    path = f"/contracts/{deal.contract_ref}/call-offs"

    first, again = (program.post(path, "key-1", body(deal)) for _ in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json == again.json
    assert first.json["amount_fen"] == 98_000
    assert session().scalar(select(func.count()).select_from(CallOff)) == 1


def test_beyond_the_cap_the_problem_says_what_is_left(program, deal):
    answer = program.post(f"/contracts/{deal.contract_ref}/call-offs", "k", body(deal, 200))

    assert (answer.status_code, answer.json["code"]) == (422, "week_cap_exceeded")
    assert answer.mimetype == "application/problem+json"
    assert deal.line.called_g == 0


def test_a_call_off_needs_its_key_its_scope_and_known_fields(program, client, deal):
    path = f"/contracts/{deal.contract_ref}/call-offs"
    reader = Program(client, deal.buyer, (Scope.CONTRACTS_READ,))

    assert program.post(path, None, body(deal)).status_code == 422
    assert program.post(path, "k", body(deal, colour="red")).status_code == 422
    assert reader.post(path, "k", body(deal)).status_code == 403
    assert client.get("/api/v1/contracts").status_code == 401


def test_another_organisations_contract_does_not_exist(client, deal):
    other = make.make_deal()
    stranger = Program(client, other.buyer)

    assert stranger.get("/contracts").json["items"] == []
    assert stranger.get(f"/contracts/{deal.contract_ref}").status_code == 404
    path = f"/contracts/{deal.contract_ref}/call-offs"
    assert stranger.post(path, "k", body(deal)).status_code == 404
