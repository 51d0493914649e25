import pytest

from accounts.queries import get_org
from accounts.rules.scopes import Scope
from accounts.services.tokens import issue_api_token
from core.db import session
from shop.queries.scale import read_table
from shop.services import packing_rounds
from tests.factories.shop import AT, get_seller_order, make_leg, make_paid_order, seller_actor


@pytest.fixture
def scale(db_session, client):
    """A seller's scale with a token: how it calls, and the line on the table."""
    placed = make_paid_order((make_leg(), 2))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    org = get_org(packer.org_id)
    scopes = (Scope.PACKING_WRITE,)
    token = issue_api_token(packer, org_id=org.id, name="秤", scopes=scopes, at=AT)
    session().commit()

    def call(method, path, key=None, **more):
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return getattr(client, method)(f"/api/v1/packing{path}", headers=headers, **more)

    return call, get_seller_order(placed.seller_order_refs[0]).lines[0]


def reading(line, **changes):
    typed = {"line_ref": line.ref, "piece_no": 1, "gross_g": 2326, "tare_g": 26}
    return typed | {"device": "scale-1", "seq": 1} | changes


def test_a_scale_reads_the_table_and_records_a_piece(scale):
    call, line = scale
    before = call("get", "").json
    assert [(lot["total_pieces"], lot["done_pieces"]) for lot in before["lots"]] == [(2, 0)]
    answer = call("post", "/weighings", "k-1", json=reading(line))
    assert (answer.status_code, answer.json["net_g"], answer.json["fit"]) == (201, 2300, "within")
    after = call("get", "").json["lots"][0]
    assert [(p["state"], p["net_g"]) for p in after["pieces"]] == [
        ("kept", 2300),
        ("missing", None),
    ]


def test_the_same_reading_under_another_key_is_the_same_reading(scale):
    call, line = scale
    for key in ("k-1", "k-2"):
        assert call("post", "/weighings", key, json=reading(line)).status_code == 201
    assert call("get", "").json["lots"][0]["done_pieces"] == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [({"gross_g": 0}, 422), ({"gross_g": "2.3"}, 422), ({"line_ref": "0" * 26}, 404)],
)
def test_a_reading_that_cannot_be_is_a_problem(scale, changes, status):
    call, line = scale
    answer = call("post", "/weighings", "k-1", json=reading(line, **changes))
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert call("get", "").json["lots"][0]["done_pieces"] == 0


def test_without_a_token_nothing_is_said(scale, client):
    assert client.get("/api/v1/packing").status_code == 401
