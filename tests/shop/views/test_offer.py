import re
from datetime import UTC, datetime

from flask.testing import FlaskClient

from core import clock
from tests.factories.catalog import make_stock
from tests.factories.logistics import make_network


def offer_of(client: FlaskClient, path: str) -> str:
    page = client.get(path).text
    return page.split('<div id="offer"')[1].split("</section>")[0]


def test_freight_and_price_follow_the_pieces(client):
    make_network()
    path = f"/p/{make_stock(pieces=20).listing_ref}"
    one, ten = offer_of(client, path), offer_of(client, f"{path}?pieces=10")
    assert "运费，1 份" in one
    assert "运费，10 份" in ten
    freights = [re.search(r"运费，\d+ 份</dt><dd>¥([\d.]+)", x)[1] for x in (one, ten)]
    assert float(freights[0]) < float(freights[1])
    assert "运费，20 份" in offer_of(client, f"{path}?pieces=999")


def test_after_todays_cut_off_the_next_departure_is_named(client):
    make_network()
    path = f"/p/{make_stock(pieces=20).listing_ref}"
    assert "的截单已过" not in offer_of(client, path)  # 10:00
    with clock.at(datetime(2026, 11, 25, 7, 30, tzinfo=UTC)):  # 15:30, cut-off 15:10
        late = offer_of(client, path)
    assert "今天 15:10 的截单已过，这是下一班。" in late
    assert "明天 15:10" in late


def test_the_chosen_district_comes_back_to_the_same_pieces(client):
    make_network()
    path = f"/p/{make_stock(pieces=20).listing_ref}?pieces=3"
    answer = client.post("/place", data={"district": "350203", "next": path})
    assert answer.headers["Location"] == path
    assert "厦门市思明区" in offer_of(client, path)
