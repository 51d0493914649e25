import re

import pytest
from sqlalchemy import select

from accounts.rules.permissions import Role
from shop.models.basket import Address
from shop.models.orders import OrderGroup
from tests.factories.accounts import make_buyer, make_member, make_person, make_site, sign_in
from tests.factories.catalog import make_spec
from tests.factories.logistics import make_network
from tests.factories.shop import make_box, make_leg

NEW_ADDRESS = {
    "address": "new",
    "receiver": "林秀英",
    "phone": "138 0000 0002",
    "district_code": "350102",
    "detail": "示例路 8 号",
    "is_address_kept": "1",
}


def hidden(text, name):
    return re.search(rf'name="{name}" value="([^"]*)"', text).group(1)


def fill(text, **changes):
    kept = {name: hidden(text, name) for name in ("form_key", "seen_due_fen", "seen_on")}
    ticks = {"is_no_return_confirmed": "1", "payment_method": "bank_transfer"}
    return kept | NEW_ADDRESS | ticks | changes


@pytest.fixture
def shopper(client):
    make_network()
    return sign_in(client, make_person())


def put(client, terms, pieces=1):
    client.post("/basket/lines", data={"listing_ref": terms.listing_ref, "pieces": pieces})


def orders(db_session):
    return db_session.scalars(select(OrderGroup)).all()


def test_a_guest_is_asked_to_sign_in(client):
    answer = client.get("/checkout")
    assert answer.status_code in (302, 303)
    assert "/login" in answer.location


def test_an_empty_basket_has_nothing_to_check_out(client, shopper):
    assert "购物篮是空的" in client.get("/checkout").text


def test_a_shopper_orders_from_the_page(client, shopper, db_session):
    put(client, make_leg(), 2)
    page = client.get("/checkout").text
    assert "¥509.60" in page
    answer = client.post("/checkout", data=fill(page))
    [group] = orders(db_session)
    assert (answer.status_code, answer.location) == (303, f"/orders/{group.ref}/pay")
    assert (group.buyer_user_id, group.phone, group.city_code) == (
        shopper.id,
        "13800000002",
        "350100",
    )
    assert db_session.scalars(select(Address.detail)).all() == ["示例路 8 号"]
    assert "购物篮是空的" in client.get("/basket").text
    put(client, make_leg(), 1)
    assert "示例路 8 号" in client.get("/checkout").text


def test_the_form_sent_twice_is_one_order(client, shopper, db_session):
    put(client, make_leg(), 1)
    form = fill(client.get("/checkout").text)
    first, second = client.post("/checkout", data=form), client.post("/checkout", data=form)
    assert first.location == second.location
    assert len(orders(db_session)) == 1


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"phone": "12345"}, "请填写 11 位手机号"),
        ({"receiver": ""}, "请填写这一项"),
        ({"district_code": "110101"}, "请填写这一项"),
        ({"is_no_return_confirmed": ""}, "请亲自勾选"),
        ({"payment_method": "gold"}, "请从列出的选项里选"),
        ({"payment_method": "terms"}, "没有月结额度"),
    ],
)
def test_a_mistake_is_named_and_all_that_was_typed_is_kept(
    client, shopper, db_session, changes, words
):
    put(client, make_leg(), 1)
    answer = client.post("/checkout", data=fill(client.get("/checkout").text, **changes))
    assert answer.status_code == 422
    assert words in answer.text
    assert "示例路 8 号" in answer.text
    assert orders(db_session) == []


def test_wine_wants_the_age_confirmed(client, shopper, db_session):
    wine = make_box(spec=make_spec(is_alcohol=True, return_rule="seven_days"))
    put(client, wine)
    page = client.get("/checkout").text
    assert "已年满 18 周岁" in page
    assert client.post("/checkout", data=fill(page)).status_code == 422
    assert orders(db_session) == []
    assert client.post("/checkout", data=fill(page, is_age_confirmed="1")).status_code == 303


def test_an_order_that_would_cost_more_than_shown_is_not_placed(client, shopper, db_session):
    put(client, make_leg(), 1)
    form = fill(client.get("/checkout").text, seen_due_fen="100")
    answer = client.post("/checkout", data=form)
    assert answer.status_code == 409
    assert "价格或运费刚刚变了" in answer.text
    assert orders(db_session) == []


def test_a_buyer_orders_for_its_organisation_on_terms(client, db_session):
    make_network()
    org = make_buyer(payment_days=30)
    site, person = make_site(org), make_member(org, Role.BUYER)
    sign_in(client, person)
    put(client, make_leg(), 1)
    page = client.get(f"/checkout?buyer={org.ref}").text
    assert site.name in page
    form = fill(page, buyer=org.ref, site=site.ref, payment_method="terms")
    answer = client.post("/checkout", data=form)
    [group] = orders(db_session)
    assert (answer.status_code, group.state, group.channel) == (303, "placed", "b2b")
    assert (group.buyer_org_id, group.site_ref) == (org.id, site.ref)
    page = client.get(f"/o/{org.ref}/purchases/{group.ref}")
    assert page.status_code == 200
    assert group.number in client.get(f"/o/{org.ref}/purchases").text


def test_nobody_buys_for_an_organisation_they_do_not_belong_to(client, shopper, db_session):
    org = make_buyer()
    put(client, make_leg(), 1)
    assert client.get(f"/checkout?buyer={org.ref}").status_code == 404
