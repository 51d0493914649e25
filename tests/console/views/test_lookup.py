"""The desk looks up orders: masked, with a reason, and never unseen."""

from __future__ import annotations

from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.models.access import AccessConcern, AccessRecord
from accounts.queries import get_org
from accounts.rules.permissions import Role
from shop.models.orders import OrderGroup, SellerOrder
from tests.factories.accounts import make_member, make_org, make_platform, sign_in
from tests.factories.shop import make_leg, make_paid_order


@pytest.fixture
def order(db_session: Session, at: datetime) -> OrderGroup:
    placed = make_paid_order((make_leg(), 1))
    return db_session.scalars(select(OrderGroup).where(OrderGroup.ref == placed.group_ref)).one()


@pytest.fixture
def helper(client: FlaskClient, db_session: Session) -> FlaskClient:
    sign_in(client, make_member(make_platform(), Role.SUPPORT))
    return client


def look(client: FlaskClient, q: str, reason: str = "refund") -> str:
    answer = client.post("/ops/orders", data={"q": q, "reason": reason, "note": "电话 3 号线"})
    assert answer.status_code == 200
    return answer.text


def records(session: Session) -> list[AccessRecord]:
    return list(session.scalars(select(AccessRecord)))


def test_an_order_is_shown_without_whole_name_number_or_street(
    helper: FlaskClient, db_session: Session, order: OrderGroup
) -> None:
    page = look(helper, order.number.lower())
    assert order.number in page
    assert f"{order.receiver[:1]}**" in page
    for secret in (order.receiver, order.phone, order.detail):
        assert secret not in page


def test_a_look_is_one_record_that_names_whose_data_it_showed(
    helper: FlaskClient, db_session: Session, order: OrderGroup
) -> None:
    look(helper, order.number)
    (record,) = records(db_session)
    seller = db_session.scalars(select(SellerOrder.seller_org_id)).one()
    assert (record.reason, record.note) == ("refund", "电话 3 号线")
    assert (record.subject_number, record.found) == (order.number, 1)
    assert record.person_id == order.buyer_user_id
    assert list(db_session.scalars(select(AccessConcern.org_id))) == [seller]


def test_the_tail_of_a_number_finds_the_order_and_is_not_kept_whole(
    helper: FlaskClient, db_session: Session, order: OrderGroup
) -> None:
    assert order.number in look(helper, order.phone[-4:])
    look(helper, "13900000000")
    assert [row.subject_number for row in records(db_session)][1] == "139****0000"


def test_a_search_that_finds_nothing_is_a_record_too(
    helper: FlaskClient, db_session: Session
) -> None:
    assert "没有找到订单" in look(helper, "MN000000-0000")
    assert [(row.subject_kind, row.found) for row in records(db_session)] == [("search", 0)]


@pytest.mark.parametrize(
    ("q", "reason"),
    [("12", "refund"), ("MN1", "refund"), ("", "refund"), ("1234", ""), ("1234", "x")],
)
def test_bad_input_is_shown_again_and_leaves_no_record(
    helper: FlaskClient, db_session: Session, q: str, reason: str
) -> None:
    answer = helper.post("/ops/orders", data={"q": q, "reason": reason})
    assert answer.status_code == 422
    assert records(db_session) == []


def test_opening_the_page_writes_nothing(helper: FlaskClient, db_session: Session) -> None:
    assert helper.get("/ops/orders?q=1234").status_code == 200
    assert records(db_session) == []


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.LOGISTICS_DISPATCHER, Role.SECURITY_ADMIN])
def test_others_of_the_platform_do_not_look_up(
    client: FlaskClient, db_session: Session, role: Role
) -> None:
    sign_in(client, make_member(make_platform(), role))
    assert client.post("/ops/orders", data={"q": "1234", "reason": "refund"}).status_code == 403
    assert records(db_session) == []


def test_the_auditor_reads_every_record_and_the_seller_its_own(
    helper: FlaskClient, db_session: Session, order: OrderGroup
) -> None:
    look(helper, order.number)
    sign_in(helper, make_member(make_platform(), Role.AUDITOR))
    assert order.number in helper.get("/ops/records").text
    assert order.number in helper.get("/ops/records?reason=refund&page=9").text
    assert order.number not in helper.get("/ops/records?reason=safety").text
    seller_id = db_session.scalars(select(SellerOrder.seller_org_id)).one()
    seller = get_org(seller_id)
    sign_in(helper, make_member(seller, Role.OWNER))
    assert order.number in helper.get(f"/o/{seller.ref}/records").text
    other = make_org()
    sign_in(helper, make_member(other, Role.OWNER))
    assert order.number not in helper.get(f"/o/{other.ref}/records").text
