import pytest
from sqlalchemy import select

from shop.models.basket import Address
from tests.factories.accounts import make_person, sign_in

FORM = {
    "receiver": "林秀英",
    "phone": "138 0000 0002",
    "district_code": "350102",
    "detail": "甲路 1 号",
}


@pytest.fixture
def shopper(client):
    return sign_in(client, make_person())


def kept(db_session):
    rows = db_session.scalars(select(Address).order_by(Address.id))
    return [(row.detail, row.is_default) for row in rows]


def add(client, detail):
    return client.post("/account/addresses/new", data=FORM | {"detail": detail})


def ref_of(db_session, detail):
    return db_session.scalar(select(Address.ref).where(Address.detail == detail))


def test_a_shopper_keeps_several_addresses_and_chooses_the_default(client, shopper, db_session):
    assert "还没有地址" in client.get("/account/addresses").text
    add(client, "甲路 1 号")
    add(client, "乙路 2 号")
    assert kept(db_session) == [("甲路 1 号", False), ("乙路 2 号", True)]
    client.post(f"/account/addresses/{ref_of(db_session, '甲路 1 号')}/default")
    assert kept(db_session) == [("甲路 1 号", True), ("乙路 2 号", False)]
    assert "138****0002" in client.get("/account/addresses").text


def test_an_address_is_corrected_and_removed_and_another_becomes_the_default(
    client, shopper, db_session
):
    add(client, "甲路 1 号")
    add(client, "乙路 2 号")
    path = f"/account/addresses/{ref_of(db_session, '乙路 2 号')}"
    assert "乙路 2 号" in client.get(path).text
    client.post(path, data=FORM | {"detail": "丙路 3 号"})
    assert kept(db_session)[1] == ("丙路 3 号", True)
    client.post(f"{path}/remove")
    assert kept(db_session) == [("甲路 1 号", True)]


def test_a_wrong_address_says_what_and_keeps_what_was_typed(client, shopper, db_session):
    answer = client.post("/account/addresses/new", data=FORM | {"phone": "12", "receiver": ""})
    assert answer.status_code == 422
    assert "请填写 11 位手机号" in answer.text
    assert 'href="#receiver"' in answer.text
    assert "甲路 1 号" in answer.text
    assert kept(db_session) == []


def test_a_foreign_address_does_not_exist(client, shopper, db_session):
    add(client, "甲路 1 号")
    path = f"/account/addresses/{ref_of(db_session, '甲路 1 号')}"
    sign_in(client, make_person())
    assert client.get(path).status_code == 404
    assert client.post(path, data=FORM).status_code == 404
    assert client.post(f"{path}/remove").status_code == 404
    assert kept(db_session) == [("甲路 1 号", True)]
