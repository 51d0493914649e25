import pytest

from accounts.queries import get_org, get_person
from shop.queries.scale import read_table
from shop.services import packing_rounds
from tests.factories.accounts import sign_in
from tests.factories.shop import AT, get_seller_order, make_leg, make_paid_order, seller_actor

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def at_table(client):
    placed = make_paid_order((make_leg(), 2))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    sign_in(client, get_person(packer.user_id))
    order = get_seller_order(placed.seller_order_refs[0])
    return f"/o/{get_org(packer.org_id).ref}/scale", order.lines[0]


def action(line, **changes):
    typed = {
        "kind": "weigh", "line_ref": line.ref, "piece_no": 1, "gross_g": "2.326 kg",
        "tare_g": 26, "device": "phone-1", "seq": 1,
    }  # fmt: skip
    return typed | changes


def test_an_action_of_a_phone_is_recorded_once_however_often_it_comes(client, at_table):
    page, line = at_table
    answers = [client.post(f"{page}/actions", json=action(line)) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert {answer.get_json()["net_g"] for answer in answers} == {2300}


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"gross_g": 15000}, 422, "grams_implausible"),
        ({"gross_g": "abc"}, 422, "grams_whole"),
        ({"gross_g": 0}, 422, "grams_impossible"),
        ({"gross_g": None}, 422, "grams_missing"),
        ({"gross_g": "US,GS,+2.3kg"}, 422, "scale_moves"),
        ({"piece_no": 9}, 422, "out_of_range"),
        ({"kind": "sell"}, 422, "invalid_choice"),
        ({"line_ref": "nobody"}, 404, "line_not_found"),
        ({"kind": "reverse", "seq": 5, "of_seq": 4}, 422, "nothing_to_reverse"),
    ],
)
def test_a_refused_action_says_so_in_words_and_for_good(client, at_table, changes, status, code):
    page, line = at_table
    answer = client.post(f"{page}/actions", json=action(line, **changes))
    said = answer.get_json()
    assert (answer.status_code, said["code"], said["is_final"]) == (status, code, True)
    assert said["words"] != code


def test_what_is_not_an_action_is_refused(client, at_table):
    page, _line = at_table
    answer = client.post(f"{page}/actions", data="nonsense", content_type="application/json")
    assert answer.status_code == 422


def test_a_bad_weight_keeps_what_was_typed(client, at_table):
    page, line = at_table
    typed = action(line, gross_g="1.2") | {"lot": ""}
    answer = client.post(f"{page}/weigh", data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert 'value="1.2"' in text
    assert "有小数点就写上单位" in text


def test_a_light_piece_says_what_the_buyer_wanted(client, at_table):
    page, line = at_table
    said = client.post(f"{page}/actions", json=action(line, gross_g=1926)).get_json()
    assert (said["fit"], said["way"]) == ("light", "drop")
    assert said["words"].startswith("轻了 100 g。")
