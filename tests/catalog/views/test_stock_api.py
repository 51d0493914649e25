"""A seller's program reads and writes its own stock."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from accounts.rules.scopes import Scope
from accounts.services.tokens import issue_api_token
from catalog.models.stock import Lot
from catalog.queries.specs import get_specs
from core.db import session
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import AT, make_listing, make_lot

SCOPES = (Scope.STOCK_READ, Scope.STOCK_WRITE)


class Program:
    def __init__(self, client: FlaskClient, org, scopes=SCOPES) -> None:
        boss = actor_for(org)
        token = issue_api_token(boss, org_id=org.id, name="ERP", scopes=scopes, at=AT)
        session().commit()
        self.client, self.headers = client, {"Authorization": f"Bearer {token}"}

    def get(self, path: str):
        return self.client.get(f"/api/v1/stock{path}", headers=self.headers)

    def post(self, path: str, key: str, body: dict):
        headers = self.headers | {"Idempotency-Key": key}
        return self.client.post(f"/api/v1/stock{path}", headers=headers, json=body)


@pytest.fixture
def seller(client: FlaskClient):
    return make_org()


@pytest.fixture
def listing(seller):
    return make_listing(seller=seller)


@pytest.fixture
def code(listing) -> str:
    return get_specs([listing.spec_id])[listing.spec_id].code


def goods(code: str, **more: object) -> dict[str, object]:
    return {
        "spec_code": code,
        "county_code": "640323",
        "produced_on": "2026-11-24",
        "pieces": 4,
        "grams": 9_200,
        "certificate_no": "CC-1",
        **more,
    }


def test_a_lot_is_received_once_however_often_it_is_sent(client, seller, code):
    program = Program(client, seller)

    first = program.post("/lots", "k1", goods(code, release=True))
    again = program.post("/lots", "k1", goods(code, release=True))
    other = program.post("/lots", "k1", goods(code, pieces=5, release=True))

    assert (first.status_code, again.get_json()) == (201, first.get_json())
    assert (first.get_json()["state"], first.get_json()["free_pieces"]) == ("released", 4)
    assert other.status_code == 422
    assert session().scalar(select(func.count()).select_from(Lot)) == 1


def test_lots_come_in_pages_with_their_balances(client, seller, listing):
    refs = [make_lot(listing, pieces=2).ref for _ in range(3)]
    program = Program(client, seller)

    first = program.get("/lots?limit=2").get_json()
    rest = program.get(f"/lots?limit=2&cursor={first['next_cursor']}").get_json()

    assert [one["ref"] for one in first["items"] + rest["items"]] == refs[::-1]
    assert (first["items"][0]["pieces"], first["items"][0]["grams"]) == (2, 4_600)
    assert rest["next_cursor"] is None


def test_a_cut_answers_with_its_parts(client, seller, listing, code):
    lot = make_lot(listing, pieces=2)
    program = Program(client, seller)
    body = {
        "pieces": 1,
        "grams": 2_250,
        "parts": [{"spec_code": code, "pieces": 2, "grams": 2_100}],
    }

    done = program.post(f"/lots/{lot.ref}/cuts", "k1", body)
    heavy = program.post(f"/lots/{lot.ref}/cuts", "k2", {**body, "grams": 2_000})

    assert [(one["pieces"], one["grams"]) for one in done.get_json()["items"]] == [(2, 2_100)]
    assert heavy.status_code == 422
    assert heavy.get_json()["errors"]["parts"]["code"] == "parts_outweigh"


def test_forecast_harvest_and_what_is_left(client, seller, listing, code):
    program = Program(client, seller)
    weeks = [{"monday": "2026-11-23", "p50_g": 90_000, "p80_g": 46_000}]

    said = program.post("/forecasts", "k1", {"spec_code": code, "weeks": weeks})
    wrong = program.post(
        "/forecasts", "k2", {"spec_code": code, "weeks": [{**weeks[0], "p80_g": 90_001}]}
    )
    brought = program.post("/harvests", "k3", goods(code, monday="2026-11-23", is_last=True))

    assert (said.status_code, said.get_json()) == (200, {"changed": 1})
    assert wrong.status_code == 422
    assert (brought.status_code, brought.get_json()["short"]) == (201, 0)
    (row,) = program.get("/supply?weeks=2").get_json()["items"]
    assert row["spec_code"] == code
    assert (row["weeks"][0]["on_hand_g"], row["weeks"][0]["p80_g"]) == (9_200, 46_000)


def test_scopes_and_borders_hold(client, seller, listing, code):
    reader = Program(client, seller, (Scope.STOCK_READ,))
    theirs = make_lot(make_listing(), pieces=1)
    session().commit()

    assert reader.post("/lots", "k1", goods(code)).status_code == 403
    assert reader.get(f"/lots/{theirs.ref}").status_code == 404
    assert reader.client.get("/api/v1/stock/lots").status_code == 401


@pytest.mark.parametrize(
    ("field", "value"),
    [("pieces", 0), ("grams", -1), ("produced_on", "soon"), ("county_code", "1"), ("more", 1)],
)
def test_bad_goods_are_named_by_field(client, seller, code, field, value):
    answer = Program(client, seller).post("/lots", "k1", goods(code, **{field: value}))

    assert answer.status_code == 422
    assert field in answer.get_json()["errors"]
    assert session().scalar(select(func.count()).select_from(Lot)) == 0
