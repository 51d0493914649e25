from dataclasses import replace

import pytest
from sqlalchemy import func, select

from accounts.rules.permissions import Capacity
from core.db import session
from core.errors import InvalidInput, NotFound
from logistics.models.returnables import ReturnableMove
from logistics.queries.returnables import list_balances, list_moves
from logistics.rules.returnables import ReturnableKind
from logistics.services.returnables import Counted, record_returnables
from shop.models.handovers import HandOver
from shop.queries.handovers import list_loads, list_past
from shop.queries.scale import read_table
from shop.services import packing_rounds
from shop.services.handovers import Loading, hand_over_boxes
from tests.factories.accounts import make_org
from tests.factories.shop import AT, get_seller_order, make_box, make_paid_order, seller_actor

pytestmark = pytest.mark.usefixtures("db_session")
CRATE, PALLET = ReturnableKind.CRATE, ReturnableKind.PALLET


@pytest.fixture
def boxed():
    carrier = make_org("冷链运输", capacities={Capacity.CARRIES})
    placed = make_paid_order((make_box(), 2))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, read_table(org_id=packer.org_id).waiting, at=AT)
    packing_rounds.box_all(packer, read_table(org_id=packer.org_id).picking, at=AT)
    load = list_loads(org_id=packer.org_id)[0]
    cold = {one: {"frozen": -194, "chilled": 18, "cool": 120}[one] for one in load.probed}
    loading = Loading(
        action_id="phone-1-action-1",
        load_key=load.key,
        carrier_ref=carrier.ref,
        boxes=1,
        cores_c10=cold,
        seal_no="WZ778319",
        driver="马师傅",
        given={CRATE: 20},
        back={CRATE: 8, PALLET: 1},
    )
    return packer, placed, load, loading, carrier


def state_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).state


def count(model):
    return session().scalar(select(func.count(model.id)))


def test_boxes_go_to_the_truck_with_their_crates(boxed):
    packer, placed, load, loading, carrier = boxed
    hand_over_boxes(packer, load.orders, loading, at=AT)
    assert state_of(placed) == "shipped"
    past = list_past(org_id=packer.org_id)
    assert [(one.boxes, one.seal_no, one.carrier.id) for one in past] == [
        (1, "WZ778319", carrier.id)
    ]
    balance = list_balances(org_id=packer.org_id)
    assert [(row.partner.id, row.crates, row.pallets) for row in balance] == [(carrier.id, 12, -1)]
    mirrored = list_balances(org_id=carrier.id)
    assert [(row.crates, row.pallets) for row in mirrored] == [(-12, 1)]


def test_the_same_action_sent_again_hands_over_once(boxed):
    packer, _placed, load, loading, _carrier = boxed
    first = hand_over_boxes(packer, load.orders, loading, at=AT)
    assert hand_over_boxes(packer, load.orders, loading, at=AT) == first
    assert (count(HandOver), count(ReturnableMove)) == (1, 3)


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"boxes": 2}, {"boxes"}),
        ({"cores_c10": {}}, {"core_frozen"}),
        ({"carrier_ref": "nobody"}, {"carrier"}),
        ({"seal_no": " "}, {"seal_no"}),
    ],
)
def test_what_is_not_right_blocks_the_hand_over(boxed, changes, fields):
    packer, placed, load, loading, _carrier = boxed
    with pytest.raises(InvalidInput) as refused:
        hand_over_boxes(packer, load.orders, replace(loading, **changes), at=AT)
    assert set(refused.value.fields) == fields
    assert (state_of(placed), count(HandOver), count(ReturnableMove)) == ("ready", 0, 0)


def test_another_seller_hands_nothing_over(boxed):
    _packer, placed, load, loading, _carrier = boxed
    stranger = seller_actor(make_paid_order((make_box(), 1)))
    with pytest.raises(NotFound):
        hand_over_boxes(stranger, load.orders, loading, at=AT)
    assert state_of(placed) == "ready"


def test_crates_are_counted_between_hand_overs_too(boxed):
    packer, _placed, _load, _loading, carrier = boxed
    counted = Counted(packer.org_id, carrier.id, CRATE, given=0, back=5, cause_ref="visit-1")
    assert record_returnables(packer, counted, at=AT) == 1
    assert record_returnables(packer, counted, at=AT) == 0
    assert [row.pieces for row in list_moves(org_id=packer.org_id)] == [-5]


def test_nobody_counts_crates_of_others_or_with_themselves(boxed):
    packer, _placed, _load, _loading, carrier = boxed
    with pytest.raises(NotFound):
        record_returnables(packer, Counted(carrier.id, packer.org_id, CRATE, 1, 0, "x"), at=AT)
    with pytest.raises(InvalidInput):
        record_returnables(packer, Counted(packer.org_id, packer.org_id, CRATE, 1, 0, "x"), at=AT)
    assert count(ReturnableMove) == 0
