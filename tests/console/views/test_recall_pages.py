import pytest
from sqlalchemy import select

from accounts.rules.permissions import Role
from catalog.models.stock import Lot
from core.db import session
from tests.factories.accounts import make_member, make_platform, sign_in
from tests.factories.shop import get_group, make_box, make_paid_order

WISH = {"reason": "检出超标", "advice": "没吃的别吃"}


@pytest.fixture
def lot(db_session):
    box = make_box(pieces=10)
    placed = make_paid_order((box, 2))
    found = db_session.scalars(select(Lot).order_by(Lot.id)).first()
    db_session.commit()
    return found, placed


@pytest.fixture
def operator(client, db_session):
    sign_in(client, make_member(make_platform(), Role.OPERATOR, Role.AUDITOR))
    db_session.commit()
    return client


def text_of(answer):
    return answer.get_data(as_text=True)


def test_a_lot_is_found_looked_at_exercised_and_recalled(operator, client, lot):
    found, placed = lot
    assert found.lot_no in text_of(operator.get(f"/ops/recalls?q={found.lot_no}"))
    page = f"/ops/recalls/lots/{found.ref}"
    assert placed.number in text_of(operator.get(page))
    assert operator.post(page, data={"reason": "", "advice": ""}).status_code == 422
    drill = operator.post(page, data={**WISH, "is_drill": "1"}).headers["Location"]
    assert "演练" in text_of(operator.get(drill))
    ref = drill.rsplit("/", 1)[1]
    assert operator.get(f"/recalls/{ref}").status_code == 404
    report = operator.post(page, data=WISH).headers["Location"]
    assert "待处理" in text_of(operator.get(report))
    assert operator.post(f"{report}/close", data={"conclusion": "x"}).status_code in (409, 422)
    assert operator.post(f"{report}/refunds").status_code == 303
    assert "已退款" in text_of(operator.get(report))
    csv = operator.get(f"{report}/report.csv")
    assert placed.number in text_of(csv)
    assert csv.mimetype == "text/csv"
    assert operator.post(f"{report}/close", data={"conclusion": "查明"}).status_code == 303
    assert operator.get("/ops/recalls/nothing").status_code == 404
    assert operator.get("/ops/recalls/lots/nothing").status_code == 404


def test_the_public_page_pays_back_without_an_account(operator, app, lot):
    found, placed = lot
    report = operator.post(f"/ops/recalls/lots/{found.ref}", data=WISH).headers["Location"]
    ref = report.rsplit("/", 1)[1]
    visitor = app.test_client()
    assert "检出超标" in text_of(visitor.get(f"/t/{found.ref}"))
    page = f"/recalls/{ref}"
    assert "没吃的别吃" in text_of(visitor.get(page))
    phone = get_group(placed).phone
    for form in (
        {},
        {"order_number": placed.number, "phone": "1"},
        {"order_number": "MN", "phone": phone},
    ):
        assert visitor.post(page, data=form).status_code == 422
    answer = visitor.post(page, data={"order_number": placed.number, "phone": phone})
    assert answer.status_code == 303
    session().expire_all()
    assert "1 / 1" in text_of(visitor.get(page))


def test_recalls_are_for_the_platform(client, db_session, lot):
    assert client.get("/ops/recalls").status_code == 303
    sign_in(client, make_member(make_platform(), Role.LOGISTICS_DISPATCHER))
    assert client.get("/ops/recalls").status_code == 403
