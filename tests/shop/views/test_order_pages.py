import pytest
from sqlalchemy import select

from accounts.queries import get_org
from shop.models.orders import LightPiece
from shop.rules.orders import OrderLineRequest
from shop.services import fulfilment
from tests.factories.accounts import make_buyer, make_member, make_person, personal_actor, sign_in
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_box,
    make_leg,
    make_order,
    make_paid_order,
    take_to_scale,
    weigh,
)


@pytest.fixture
def shopper(client):
    person = sign_in(client, make_person())
    return personal_actor(person)


def packer_of(client, placed):
    order = get_seller_order(placed.seller_order_refs[0])
    org = get_org(order.seller_org_id)
    sign_in(client, make_member(org))
    return f"/o/{org.ref}/sales/{order.ref}", order.lines[0].ref


def test_an_unpaid_order_can_be_paid_and_cancelled(client, shopper):
    placed = make_order((make_leg(), 1), buyer=shopper)
    text = client.get(f"/orders/{placed.group_ref}").text
    assert "去付款" in text
    assert placed.number in client.get("/orders").text
    answer = client.post(f"/orders/{placed.group_ref}/cancel")
    assert answer.status_code == 303
    assert "已取消" in client.get(f"/orders/{placed.group_ref}").text


def test_somebody_elses_order_is_not_found(client, shopper, db_session):
    placed = make_order((make_leg(), 1))
    db_session.commit()
    for method, path in (("get", ""), ("post", "/cancel")):
        assert getattr(client, method)(f"/orders/{placed.group_ref}{path}").status_code == 404
    assert get_group(placed).state == "awaiting_payment"


def test_an_organisations_order_is_not_found_elsewhere(client):
    placed = make_order((make_leg(), 1))
    org = make_buyer()
    sign_in(client, make_member(org))
    assert client.get(f"/o/{org.ref}/purchases/{placed.group_ref}").status_code == 404


def test_a_weighed_order_shows_the_scale_and_the_refund(client, shopper):
    placed = make_paid_order((make_leg(), 2), buyer=shopper)
    packer = take_to_scale(placed)
    ref = get_seller_order(placed.seller_order_refs[0]).lines[0].ref
    weigh(packer, ref, 1, 2150)
    weigh(packer, ref, 2, 2340)
    fulfilment.finish_weighing(packer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    text = client.get(f"/orders/{placed.group_ref}").text
    for words in ("2,150 g", "2,340 g", "¥440.02", "¥69.58", "称重后退差额"):
        assert words in text
    assert client.get(f"/en/orders/{placed.group_ref}").status_code == 200


def test_the_buyer_answers_about_a_light_piece(client, shopper, db_session):
    leg = make_leg()
    lines = [OrderLineRequest(leg.listing_id, 1, "ask")]
    placed = make_paid_order(lines=lines, buyer=shopper)
    packer = take_to_scale(placed)
    weigh(packer, get_seller_order(placed.seller_order_refs[0]).lines[0].ref, 1, 1912)
    assert "有一件偏轻" in client.get(f"/orders/{placed.group_ref}").text
    [light] = db_session.scalars(select(LightPiece)).all()
    url = f"/orders/{placed.group_ref}/light-pieces/{light.ref}"
    assert client.post(url, data={"answer": "take"}).status_code == 303
    db_session.refresh(light)
    assert (light.answer, light.answered_by) == ("take", "buyer")


def test_a_cooperative_packs_an_order_on_the_phone(client):
    placed = make_paid_order((make_leg(), 2))
    url, line_ref = packer_of(client, placed)
    assert "接单" in client.get(url).text
    assert client.post(f"{url}/accept").status_code == 303
    assert client.post(f"{url}/pick").status_code == 303
    text = client.get(url).text
    assert "记下这一件" in text
    for number, gross in ((1, 2176), (2, 2366)):
        reading = {"piece_no": number, "gross_g": gross, "tare_g": 26, "device": "hand"}
        answer = client.post(f"{url}/lines/{line_ref}/weigh", data=reading | {"seq": number})
        assert answer.status_code == 303
    assert "称完了，结算" in client.get(url).text
    for step in ("finish", "pack", "hand-over"):
        assert client.post(f"{url}/{step}").status_code == 303
    assert get_seller_order(placed.seller_order_refs[0]).state == "shipped"
    listing = client.get(url.rsplit("/", 1)[0])
    assert listing.status_code == 200
    assert "已发出" in listing.text


def test_a_step_out_of_turn_is_refused_in_words(client):
    placed = make_paid_order((make_box(), 1))
    url, _ = packer_of(client, placed)
    answer = client.post(f"{url}/pack")
    assert answer.status_code == 409
    assert "还没轮到" in answer.text


def test_a_wrong_weight_keeps_the_page_and_says_why(client):
    placed = make_paid_order((make_leg(), 1))
    url, line_ref = packer_of(client, placed)
    client.post(f"{url}/accept")
    client.post(f"{url}/pick")
    reading = {"piece_no": 1, "gross_g": 10, "tare_g": 26, "device": "hand", "seq": 1}
    answer = client.post(f"{url}/lines/{line_ref}/weigh", data=reading)
    assert answer.status_code == 422
    assert "毛重要大于皮重" in answer.text


def test_another_cooperatives_order_is_not_found(client):
    placed, mine = make_paid_order((make_box(), 1)), make_paid_order((make_box(), 1))
    url, _ = packer_of(client, mine)
    foreign = f"{url.rsplit('/', 1)[0]}/{placed.seller_order_refs[0]}"
    assert client.get(foreign).status_code == 404
    assert client.post(f"{foreign}/accept").status_code == 404


def test_buyers_see_no_packing_list(client):
    placed = make_paid_order((make_box(), 1))
    org = get_org(get_seller_order(placed.seller_order_refs[0]).seller_org_id)
    sign_in(client, make_person())
    assert client.get(f"/o/{org.ref}/sales").status_code == 404
