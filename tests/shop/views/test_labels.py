import pytest

from accounts.queries import get_org, get_person
from shop.queries.labels import list_labels
from shop.queries.packing import list_seller_orders
from shop.queries.scale import read_table
from shop.services import packing_rounds
from tests.factories.accounts import sign_in
from tests.factories.shop import AT, make_box, make_leg, make_paid_order, seller_actor, weigh
from tests.factories.shop import get_seller_order as order_row

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def boxed(client):
    leg = make_leg()
    placed = make_paid_order((leg, 2))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    line = order_row(placed.seller_order_refs[0]).lines[0]
    weigh(packer, line.ref, 1, 2236)
    weigh(packer, line.ref, 2, 2418)
    packing_rounds.box_all(packer, read_table(org_id=packer.org_id).picking, at=AT)
    sign_in(client, get_person(packer.user_id))
    return packer, f"/o/{get_org(packer.org_id).ref}"


def test_a_box_has_one_label_with_its_own_code_and_every_weight(boxed):
    packer, _home = boxed
    labels = list_labels(list_seller_orders(org_id=packer.org_id, states=("ready",)))
    assert [(label.grams, label.weights) for label in labels] == [(4654, [2236, 2418])]
    assert labels[0].box is not None
    assert labels[0].code == labels[0].box.code


def test_the_code_on_the_label_opens_the_page_of_the_box_without_a_sign_in(boxed, client):
    packer, _home = boxed
    label = list_labels(list_seller_orders(org_id=packer.org_id, states=("ready",)))[0]
    client.get("/logout")
    page = client.get(f"/b/{label.box.ref}")
    assert page.status_code == 200
    assert "林秀英" not in page.get_data(as_text=True)


def test_labels_are_printed_as_a_pdf(boxed, client):
    _packer, home = boxed
    answer = client.get(f"{home}/labels.pdf")
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF")


def test_without_boxes_there_is_a_way_back(client):
    placed = make_paid_order((make_box(), 1))
    packer = seller_actor(placed)
    sign_in(client, get_person(packer.user_id))
    text = client.get(f"/o/{get_org(packer.org_id).ref}/labels").get_data(as_text=True)
    assert "还没有装好的箱" in text
