import pytest
from sqlalchemy import func, select

from accounts.rules.scopes import Scope
from accounts.services.tokens import issue_api_token
from core.db import session
from shop.models.orders import OrderGroup
from tests.factories.accounts import actor_for, make_buyer, make_site
from tests.factories.logistics import make_network
from tests.factories.shop import AT, make_box, make_leg, make_order

SCOPES = (Scope.ORDERS_READ, Scope.ORDERS_WRITE, Scope.TRACKING_READ)


class Program:
    """A partner's program with a token of an organisation."""

    def __init__(self, client, org, scopes=SCOPES):
        self.client, self.org = client, org
        boss = actor_for(org)
        self.token = issue_api_token(boss, org_id=org.id, name="ERP", scopes=scopes, at=AT)
        session().commit()

    def call(self, method, path, key=None, **more):
        headers = {"Authorization": f"Bearer {self.token}"} | (
            {"Idempotency-Key": key} if key else {}
        )
        return getattr(self.client, method)(f"/api/v1{path}", headers=headers, **more)


@pytest.fixture
def org(db_session):
    make_network()
    return make_buyer(payment_days=30)


@pytest.fixture
def program(client, org):
    return Program(client, org)


def filled_basket(program, terms, pieces=2):
    ref = program.call("post", "/baskets").json["ref"]
    line = {"listing_ref": terms.listing_ref, "pieces": pieces}
    answer = program.call("post", f"/baskets/{ref}/lines", json=line)
    assert answer.status_code == 201, answer.json
    return ref, answer.json


def order_body(ref, site, **changes):
    return {"basket_ref": ref, "site_ref": site.ref, "payment_method": "terms"} | changes


def test_a_basket_says_what_it_costs_and_when_it_comes(program):
    _, basket = filled_basket(program, make_leg())
    assert (basket["estimate_fen"], basket["goods_fen"]) == (45080, 50960)
    assert basket["due_fen"] == 50960 + basket["freight_fen"]
    assert basket["is_orderable"] is True
    assert basket["parcels"][0]["temperature"] == "frozen"


def test_a_program_orders_reads_and_follows_an_order(program, org):
    site = make_site(org)
    ref, _ = filled_basket(program, make_leg())
    placed = program.call("post", "/orders", key="k-1", json=order_body(ref, site))
    assert placed.status_code == 201, placed.json
    assert (placed.json["state"], placed.json["channel"]) == ("placed", "b2b")
    order = program.call("get", f"/orders/{placed.json['ref']}").json
    assert order["seller_orders"][0]["lines"][0]["line"]["ceiling_fen"] == 50960
    assert order["seller_orders"][0]["lines"][0]["lots"][0]["pieces"] == 2
    tracking = program.call("get", f"/orders/{placed.json['ref']}/tracking").json
    assert [parcel["state"] for parcel in tracking["parcels"]] == ["planned"]
    assert [step["cause"] for step in tracking["steps"]] == ["submitted", "submitted"]
    listing = program.call("get", "/orders?limit=1").json
    assert [item["ref"] for item in listing["items"]] == [placed.json["ref"]]


def test_the_same_key_and_body_give_the_same_answer(program, org, db_session):
    site = make_site(org)
    ref, _ = filled_basket(program, make_leg())
    body = order_body(ref, site)
    first = program.call("post", "/orders", key="k-1", json=body)
    again = program.call("post", "/orders", key="k-1", json=body)
    assert again.json == first.json
    assert again.headers["Idempotency-Replayed"] == "true"
    other = program.call("post", "/orders", key="k-1", json=body | {"note": "x"})
    assert (other.status_code, other.json["code"]) == (422, "key_reused")
    assert db_session.scalar(select(func.count(OrderGroup.id))) == 1


def test_without_a_key_nothing_is_ordered(program, org):
    ref, _ = filled_basket(program, make_leg())
    answer = program.call("post", "/orders", json=order_body(ref, make_site(org)))
    assert (answer.status_code, list(answer.json["errors"])) == (422, ["Idempotency-Key"])


def test_more_than_there_is_says_what_is_left(program, org):
    ref, basket = filled_basket(program, make_box(pieces=1), 3)
    assert basket["stuck"][0]["reasons"] == [{"code": "out_of_stock", "context": {"left": 1}}]
    answer = program.call("post", "/orders", key="k", json=order_body(ref, make_site(org)))
    assert (answer.status_code, answer.json["code"]) == (422, "out_of_stock")


def test_a_dearer_order_than_allowed_is_not_placed(program, org, db_session):
    ref, _ = filled_basket(program, make_leg())
    body = order_body(ref, make_site(org), max_due_fen=100)
    answer = program.call("post", "/orders", key="k", json=body)
    assert (answer.status_code, answer.json["code"]) == (409, "price_moved")
    assert db_session.scalar(select(func.count(OrderGroup.id))) == 0


def test_other_peoples_orders_and_baskets_are_not_found(program, client, org, db_session):
    placed = make_order((make_leg(), 1))
    ref, _ = filled_basket(program, make_leg())
    stranger = Program(client, make_buyer())
    db_session.commit()
    for path in (f"/orders/{placed.group_ref}", f"/orders/{placed.group_ref}/tracking"):
        assert program.call("get", path).status_code == 404
    assert stranger.call("get", f"/baskets/{ref}").status_code == 404


def test_an_order_is_cancelled_until_picking(program, org):
    ref, _ = filled_basket(program, make_leg())
    placed = program.call("post", "/orders", key="k", json=order_body(ref, make_site(org)))
    answer = program.call("post", f"/orders/{placed.json['ref']}/cancel")
    assert (answer.status_code, answer.json["state"]) == (200, "cancelled")


def test_a_token_that_only_reads_does_not_buy(client, org):
    reader = Program(client, org, scopes=(Scope.ORDERS_READ,))
    assert reader.call("post", "/baskets").status_code == 403
    assert reader.call("get", "/orders").status_code == 200


def test_unknown_fields_are_refused(program):
    ref = program.call("post", "/baskets").json["ref"]
    line = {"listing_ref": "x" * 26, "pieces": 1, "price": 1}
    answer = program.call("post", f"/baskets/{ref}/lines", json=line)
    assert answer.status_code == 422
    assert "errors" in answer.json
