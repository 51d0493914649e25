"""Fujian sells to Ningxia with the same pages: shelf, promise, basket, order."""

import re

from sqlalchemy import select

from catalog.rules.browsing import FUJIAN_TO_NINGXIA
from catalog.rules.families import Family
from core.types.temperature import TemperatureClass
from logistics.models.consignments import Consignment
from shop.models.orders import OrderGroup
from tests.factories.accounts import make_org, make_person, sign_in
from tests.factories.catalog import make_listing, make_lot, make_spec
from tests.factories.logistics import make_network

FUDING, YINCHUAN, FUZHOU = "350982", "640104", "350102"
DOOR = {
    "address": "new",
    "receiver": "马桂兰",
    "phone": "138 9511 0001",
    "district_code": YINCHUAN,
    "detail": "示例路 1 号",
    "payment_method": "bank_transfer",
}


def make_tea():
    spec = make_spec(
        family=Family.TEA,
        name_zh="福鼎白茶",
        name_en="Fuding white tea",
        temperature=TemperatureClass.AMBIENT,
    )
    seller = make_org("福鼎市示例茶企", county_code=FUDING)
    terms = make_listing(spec=spec, seller=seller, county_code=FUDING)
    make_lot(terms, pieces=9)
    return terms


def test_what_fujian_sells_stands_on_the_shelf_of_ningxia_only(client):
    make_network()
    tea = make_tea()
    assert tea.direction == FUJIAN_TO_NINGXIA
    client.post("/place", data={"district": FUZHOU})
    assert "福鼎白茶" not in client.get("/").text
    client.post("/place", data={"district": YINCHUAN})
    assert "福鼎白茶" in client.get("/").text


def test_a_shopper_in_yinchuan_orders_tea_that_travels_north(client, db_session):
    make_network()
    tea = make_tea()
    sign_in(client, make_person())
    client.post("/place", data={"district": YINCHUAN})
    assert "送达" in client.get(f"/p/{tea.listing_ref}").text
    client.post("/basket/lines", data={"listing_ref": tea.listing_ref, "pieces": 2})
    page = client.get("/checkout?address=new").text
    kept = {
        name: re.search(rf'name="{name}" value="([^"]*)"', page)[1]
        for name in ("form_key", "seen_due_fen", "seen_on")
    }
    ticks = {"is_no_return_confirmed": "1"}
    assert client.post("/checkout", data=kept | DOOR | ticks).status_code == 303
    assert db_session.scalar(select(OrderGroup.district_code)) == YINCHUAN
    parcel = db_session.scalars(select(Consignment)).one()
    assert (parcel.origin_hub[:2], parcel.destination_hub[:2]) == ("35", "64")
