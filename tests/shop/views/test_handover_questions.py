"""The hand-over page asks the database as often for many trucks as for one."""

from datetime import timedelta

import pytest

from accounts.queries import get_org, get_person
from accounts.rules.permissions import Capacity
from shop.queries.handovers import list_loads
from shop.queries.scale import read_table
from shop.services import packing_rounds
from shop.services.handovers import Loading, hand_over_boxes
from tests.factories.accounts import actor_for, make_org, sign_in
from tests.factories.shop import AT, make_box, make_paid_order
from tests.journeys.statements import asked

pytestmark = pytest.mark.usefixtures("db_session")
MOST = 30
DAYS = (AT, AT + timedelta(days=1))


def pack(packer, seller, *, orders: int) -> None:
    for _ in range(orders):
        for day in DAYS:
            make_paid_order(*[(make_box(seller=seller), 1) for _ in range(2)], at=day)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    packing_rounds.box_all(packer, read_table(org_id=packer.org_id).picking, at=AT)


def give(packer, carrier) -> None:
    for load in list_loads(org_id=packer.org_id):
        cores = dict.fromkeys(load.probed, -194)
        loading = Loading(
            f"action-{load.orders[0].row.ref}",
            load.key,
            carrier.ref,
            len(load.boxes),
            cores,
            "WZ778319",
            "马师傅",
        )
        hand_over_boxes(packer, load.orders, loading, at=AT)


def test_more_boxes_and_more_hand_overs_ask_no_more(client):
    carrier, seller = make_org(capacities=[Capacity.CARRIES]), make_org()
    packer = actor_for(seller)
    page = f"/o/{get_org(seller.id).ref}/handover"
    pack(packer, seller, orders=1)
    give(packer, carrier)
    pack(packer, seller, orders=1)
    sign_in(client, get_person(packer.user_id))
    few = asked(client, page)
    for _ in range(2):
        give(packer, carrier)
        pack(packer, seller, orders=3)
    many = asked(client, page)
    assert many == few
    assert (sum(many.values()) <= MOST, max(many.values()) <= 3) == (True, True)


def test_each_truck_has_the_boxes_of_its_own_orders():
    seller = make_org()
    packer = actor_for(seller)
    pack(packer, seller, orders=2)
    loads = list_loads(org_id=seller.id)
    mine = [[box.order.row.ref for box in load.boxes] for load in loads]
    assert mine == [[order.row.ref for order in load.orders] for load in loads]
    assert {load.key: len(load.boxes) for load in loads} == {
        "640300-1125": 2,
        "640300-1126": 2,
    }
