import pytest

from accounts.queries import get_org, get_person
from tests.factories.accounts import sign_in
from tests.factories.shop import get_seller_order, make_box, make_paid_order, seller_actor

pytestmark = pytest.mark.usefixtures("db_session")


def packing_page(client, placed):
    seller = seller_actor(placed)
    sign_in(client, get_person(seller.user_id))
    ref = placed.seller_order_refs[0]
    org = get_org(get_seller_order(ref).seller_org_id)
    return f"/o/{org.ref}/sales/{ref}"


def test_a_shortage_that_cannot_be_keeps_what_was_typed(client):
    placed = make_paid_order((make_box(), 2))
    page = packing_page(client, placed)
    line = get_seller_order(placed.seller_order_refs[0]).lines[0]
    typed = {"pieces": "9", "reason": "spoiled", "note": "冷库停电"}
    answer = client.post(f"{page}/lines/{line.ref}/short", data=typed)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "缺的件数要在 0 到订购件数之间" in text
    assert 'value="9"' in text
    assert "冷库停电" in text
