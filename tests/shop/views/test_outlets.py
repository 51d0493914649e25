"""An outlet as its people use it: opened, stocked, sold from, counted; strangers find nothing."""

import re

import pytest

from accounts.queries import get_org
from accounts.rules.permissions import Capacity, Role
from catalog.queries.outlets import get_outlet
from catalog.services.outlets import open_outlet
from tests.factories.accounts import make_member, make_org, make_person
from tests.factories.catalog import make_catch_weight_listing, make_listing, make_lot
from tests.factories.outlets import make_clerk, make_new_outlet, put_on_shelf

MAIL, PASSWORD = "clerk@valley.example", "cool-climate-valley"
KEY = "form-key-1"


@pytest.fixture
def org(db_session):
    return make_org("示例便利店", capacities=(Capacity.RUNS_OUTLET,))


@pytest.fixture
def outlet(org, at):
    return get_outlet(open_outlet(make_clerk(org.id, org.ref), make_new_outlet(), at=at))


def sign_in(client, org, *roles, mail=MAIL):
    person = make_person("店员", email=mail, password=PASSWORD)
    make_member(org, *roles, person=person)
    client.post("/login", data={"email": mail, "password": PASSWORD})
    return client


def url(outlet, org, tail=""):
    return f"/o/{org.ref}/outlets/{outlet.ref}{tail}"


def test_a_manager_opens_an_outlet(client, org):
    sign_in(client, org, Role.OWNER)
    form = {"name_zh": "鼓楼店", "district_code": "350102", "address": "示例路 1 号"}
    form |= {"phone": "13800000001", "opens": "09:00", "closes": "21:00"}
    answer = client.post(f"/o/{org.ref}/outlets/new", data=form, follow_redirects=True)
    assert answer.status_code == 200
    assert "鼓楼店" in answer.text


def test_wrong_particulars_are_shown_again_with_what_was_typed(client, org):
    sign_in(client, org, Role.OWNER)
    form = {"name_zh": "鼓楼店", "district_code": "350100", "address": "示例路 1 号"}
    form |= {"phone": "13800000001", "opens": "21:00", "closes": "09:00"}
    answer = client.post(f"/o/{org.ref}/outlets/new", data=form)
    assert answer.status_code == 422
    assert "没有找到这个区县，请从列表里选。" in answer.text
    assert "关门时间要晚于开门时间" in answer.text
    assert 'value="鼓楼店"' in answer.text


def test_a_clerk_counts_in_sells_and_counts(client, org, outlet, at):
    listing = make_listing()
    clerk = make_clerk(org.id, org.ref)
    put_on_shelf(clerk, outlet, make_lot(listing, pieces=5), pieces=4)
    sign_in(client, org, Role.OUTLET_CLERK)
    assert "货架上" in client.get(url(outlet, org)).text
    sale = {"form_key": KEY, "listing": [listing.listing_ref], "pieces": ["2"], "weights": [""]}
    receipt = client.post(url(outlet, org, "/counter"), data=sale, follow_redirects=True).text
    assert "¥196.00" in receipt
    page = client.get(url(outlet, org)).text
    lot_ref = re.search(r"/lots/(\w+)/count", page).group(1)
    counted = {"pieces": "1", "reason": "missing", "note": "找不到一件"}
    answer = client.post(url(outlet, org, f"/lots/{lot_ref}/count"), data=counted)
    assert answer.status_code == 303
    assert "2 → 1 · 短少" in client.get(url(outlet, org)).text


def test_a_missing_weight_keeps_what_was_typed(client, org, outlet, at):
    listing = make_catch_weight_listing()
    clerk = make_clerk(org.id, org.ref)
    put_on_shelf(clerk, outlet, make_lot(listing, pieces=3), pieces=2)
    sign_in(client, org, Role.OUTLET_CLERK)
    sale = {"form_key": KEY, "listing": [listing.listing_ref], "pieces": ["2"]}
    answer = client.post(url(outlet, org, "/counter"), data={**sale, "weights": ["14120"]})
    assert answer.status_code == 422
    assert "每件都要称" in answer.text
    assert 'value="14120"' in answer.text


@pytest.mark.parametrize("pieces", ["x", "-1", "1.5", "１"])
def test_pieces_that_are_no_number_are_refused(client, org, outlet, pieces):
    sign_in(client, org, Role.OUTLET_CLERK)
    sale = {"form_key": KEY, "listing": ["none"], "pieces": [pieces], "weights": [""]}
    assert client.post(url(outlet, org, "/counter"), data=sale).status_code == 422


def test_a_stranger_finds_no_outlet(client, org, outlet):
    other = make_org("别家便利店", capacities=(Capacity.RUNS_OUTLET,))
    sign_in(client, other, Role.OUTLET_CLERK)
    assert client.get(url(outlet, org)).status_code == 404
    assert client.get(url(outlet, other)).status_code == 404
    assert client.get(url(outlet, other, "/counter")).status_code == 404


def test_a_seller_sends_goods_from_the_page_of_the_lot(client, outlet, at):
    listing = make_listing()
    lot = make_lot(listing, pieces=5)
    seller = get_org(listing.seller_id)
    sign_in(client, seller, Role.FULFILMENT)
    page = f"/o/{seller.ref}/lots/{lot.ref}/outlet"
    assert "鼓楼示例网点" in client.get(page).text
    sent = client.post(page, data={"outlet": outlet.ref, "pieces": "3"}, follow_redirects=True)
    assert "在途" in sent.text
    assert client.post(page, data={"outlet": outlet.ref, "pieces": "3"}).status_code == 422
