import re
from datetime import timedelta

from sqlalchemy import select

from shop.models.basket import Basket, BasketLine
from tests.factories.accounts import make_person, sign_in
from tests.factories.catalog import DAY
from tests.factories.logistics import make_network
from tests.factories.shop import make_box, make_leg


def put(client, terms, pieces=1, **more):
    return client.post(
        "/basket/lines", data={"listing_ref": terms.listing_ref, "pieces": pieces, **more}
    )


def line_refs(db_session):
    return db_session.scalars(select(BasketLine.ref).order_by(BasketLine.id)).all()


def test_an_empty_basket_says_so(client):
    answer = client.get("/basket")
    assert answer.status_code == 200
    assert "购物篮是空的" in answer.text


def test_a_guest_fills_a_basket_and_sees_estimate_and_ceiling(client):
    make_network()
    answer = put(client, make_leg(), 2)
    assert (answer.status_code, answer.location) == (303, "/basket")
    text = client.get("/basket").text
    assert "¥450.80" in text
    assert "¥509.60" in text
    assert "去结算" in text


def test_buying_at_once_goes_to_the_checkout(client):
    make_network()
    assert put(client, make_leg(), then="checkout").location == "/checkout"


def test_adding_again_adds_up(client, db_session):
    make_network()
    box = make_box()
    put(client, box, 1)
    put(client, box, 2)
    assert db_session.scalars(select(BasketLine.pieces)).all() == [3]


def test_a_wrong_quantity_is_refused_in_words_and_nothing_is_kept(client, db_session):
    answer = put(client, make_box(pieces=20, moq=6, step=6), 4)
    assert answer.status_code == 422
    assert "6 件起订" in answer.text
    assert db_session.scalars(select(BasketLine)).all() == []


def test_more_than_there_is_shows_what_is_left(client):
    make_network()
    put(client, make_box(pieces=2), 5)
    text = client.get("/basket").text
    assert "只剩 2" in text
    assert "去结算</a>" not in text


def test_goods_that_would_arrive_too_old_cannot_be_ordered(client):
    make_network()
    put(client, make_leg(best_before=DAY + timedelta(days=2)), 1)
    put(client, make_box(), 1)
    text = client.get("/basket").text
    assert "没有批次能带着足够的保质期" in text
    assert "去结算</a>" not in text
    assert "¥98.00" in text


def test_pieces_are_changed_and_lines_removed(client, db_session):
    make_network()
    put(client, make_box(), 1)
    [ref] = line_refs(db_session)
    assert client.post(f"/basket/lines/{ref}", data={"pieces": 4}).status_code == 303
    assert db_session.scalars(select(BasketLine.pieces)).all() == [4]
    client.post(f"/basket/lines/{ref}", data={"substitution": "replace"})
    assert db_session.scalars(select(BasketLine.substitution)).all() == ["replace"]
    client.post(f"/basket/lines/{ref}/remove")
    assert line_refs(db_session) == []


def test_somebody_elses_basket_line_does_not_exist(app, client, db_session):
    make_network()
    put(client, make_box(), 1)
    [ref] = line_refs(db_session)
    stranger = app.test_client()
    assert stranger.post(f"/basket/lines/{ref}", data={"pieces": 4}).status_code == 404
    assert db_session.scalars(select(BasketLine.pieces)).all() == [1]


def test_who_signs_in_keeps_the_basket_of_the_browser(client, db_session):
    make_network()
    put(client, make_box(), 1)
    person = make_person(email="lin@example.com", password="minning-demo-2026")
    page = client.get("/login")
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.text)
    client.post(
        "/login",
        data={
            "email": "lin@example.com",
            "password": "minning-demo-2026",
            "csrf_token": token.group(1) if token else "",
        },
    )
    assert db_session.scalars(select(Basket.user_id)).all() == [person.id]


def test_a_signed_in_person_has_one_basket(client, db_session):
    make_network()
    sign_in(client, make_person())
    put(client, make_box(), 1)
    put(client, make_leg(), 1)
    assert len(db_session.scalars(select(Basket)).all()) == 1
    assert client.get("/en/basket").status_code == 200


def test_the_basket_says_which_price_it_counts_with_and_why(client):
    make_network()
    box = make_box(pieces=30, tiers=[[6, 800_000]])
    client.post("/basket/lines", data={"listing_ref": box.listing_ref, "pieces": 5})
    assert "多买价" not in client.get("/basket").text
    client.post("/basket/lines", data={"listing_ref": box.listing_ref, "pieces": 1})
    page = client.get("/basket").text
    assert "¥80.00/" in page
    assert "6 件起的多买价" in page
    assert "¥480.00" in page
