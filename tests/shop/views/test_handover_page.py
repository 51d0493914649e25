import pytest

from accounts.queries import get_org, get_person
from accounts.rules.permissions import Capacity
from shop.queries.handovers import list_loads
from shop.queries.scale import read_table
from shop.services import packing_rounds
from tests.factories.accounts import make_org, sign_in
from tests.factories.shop import AT, get_seller_order, make_box, make_paid_order, seller_actor

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def at_truck(client):
    carrier = make_org("示例冷链", capacities=[Capacity.CARRIES])
    placed = make_paid_order((make_box(), 2))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    packing_rounds.box_all(packer, read_table(org_id=packer.org_id).picking, at=AT)
    sign_in(client, get_person(packer.user_id))
    load = list_loads(org_id=packer.org_id)[0]
    typed = {
        "action_id": "phone-1-0001",
        "carrier": carrier.ref,
        "boxes": "1",
        "core_frozen": "−19.4",
        "seal_no": "WZ778319",
        "crates_given": "20",
    }
    return f"/o/{get_org(packer.org_id).ref}/handover", load.key, typed, placed


def state_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).state


def test_a_blocked_hand_over_keeps_what_was_typed_and_names_every_fault(client, at_truck):
    page, key, typed, placed = at_truck
    wrong = typed | {"boxes": "2", "core_frozen": "-10", "seal_no": ""}
    answer = client.post(f"{page}/{key}", data=wrong)
    text = answer.get_data(as_text=True)
    assert (answer.status_code, state_of(placed)) == (422, "ready")
    for words in ("数到的箱数和账上不一样", "高于 −15℃，先别装", "请照着铅封抄号码", 'value="-10"'):
        assert words in text


def test_boxes_go_and_the_page_says_what_went(client, at_truck):
    page, key, typed, placed = at_truck
    assert client.post(f"{page}/{key}", data=typed).status_code == 303
    assert state_of(placed) == "shipped"
    assert "WZ778319" in client.get(page).get_data(as_text=True)


def test_a_kept_hand_over_counts_once_however_often_it_is_sent(client, at_truck):
    page, key, typed, placed = at_truck
    action = typed | {"load_key": key, "device": "phone-1", "seq": 3}
    refs = {client.post(f"{page}/actions", json=action).get_json()["ref"] for _ in range(3)}
    assert (len(refs), state_of(placed)) == (1, "shipped")


def test_a_load_that_is_gone_is_refused_in_words(client, at_truck):
    page, _key, typed, placed = at_truck
    answer = client.post(f"{page}/actions", json=typed | {"load_key": "640300-0101"})
    assert (answer.status_code, answer.get_json()["code"]) == (422, "nothing_to_hand_over")
    assert client.post(f"{page}/640300-0101", data=typed).status_code == 404
    assert state_of(placed) == "ready"
