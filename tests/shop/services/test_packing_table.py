from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core.db import session
from shop.errors import IllegalMove, WeighingRefused
from shop.models.orders import WeighRecord
from shop.queries.scale import read_table
from shop.services import packing_rounds, weighing
from shop.services.weighing import Reading, Reversal, weigh_piece
from tests.factories.shop import (
    AT,
    get_seller_order,
    make_box,
    make_leg,
    make_paid_order,
    seller_actor,
    weigh,
)

pytestmark = pytest.mark.usefixtures("db_session")


def order_of(placed):
    return get_seller_order(placed.seller_order_refs[0])


def table_of(packer):
    return read_table(org_id=packer.org_id)


@pytest.fixture
def two_orders():
    leg = make_leg(pieces=10)
    first, second = make_paid_order((leg, 2)), make_paid_order((leg, 1))
    packer = seller_actor(first)
    packing_rounds.begin_all(packer, table_of(packer).waiting, at=AT)
    return packer, first, second


def records():
    return session().scalar(select(func.count(WeighRecord.id)))


def test_all_waiting_orders_are_taken_at_once(two_orders):
    packer, first, second = two_orders
    assert [order_of(one).state for one in (first, second)] == ["picking", "picking"]
    assert table_of(packer).waiting == ()


def test_pieces_of_all_orders_lie_together_by_lot(two_orders):
    packer, first, second = two_orders
    table = table_of(packer)
    assert len(table.lots) == 1
    lot = table.lots[0]
    assert (lot.total, lot.done, lot.orders) == (3, 0, 2)
    assert [piece.number for piece in lot.pieces] == [
        order_of(first).number, order_of(first).number, order_of(second).number,
    ]  # fmt: skip


def test_only_orders_of_which_nothing_is_missing_go_into_boxes(two_orders):
    packer, first, second = two_orders
    weigh(packer, order_of(second).lines[0].ref, 1, 2300)
    boxed = packing_rounds.box_all(packer, table_of(packer).picking, at=AT)
    assert (boxed.orders, boxed.empty, boxed.back_fen) == (1, 0, 25480 - 22540)
    assert [order_of(one).state for one in (first, second)] == ["picking", "ready"]


def test_counted_goods_need_no_scale():
    placed = make_paid_order((make_box(), 3))
    packer = seller_actor(placed)
    packing_rounds.begin_all(packer, table_of(packer).waiting, at=AT)
    lot = table_of(packer).lots[0]
    assert (lot.total, lot.done, lot.pieces) == (3, 3, ())
    packing_rounds.box_all(packer, table_of(packer).picking, at=AT)
    assert order_of(placed).state == "ready"


def test_a_reading_sent_again_after_the_box_is_closed_is_still_the_same_reading(two_orders):
    packer, _first, second = two_orders
    reading = Reading(order_of(second).lines[0].ref, 1, 2326, 26, "phone-1", 7)
    weigh_piece(packer, reading, at=AT)
    packing_rounds.box_all(packer, table_of(packer).picking, at=AT)
    again = weigh_piece(packer, reading, at=AT + timedelta(hours=3))
    assert (again.net_g, records()) == (2300, 1)


def test_a_new_reading_after_the_box_is_closed_is_refused(two_orders):
    packer, _first, second = two_orders
    line_ref = order_of(second).lines[0].ref
    weigh_piece(packer, Reading(line_ref, 1, 2326, 26, "phone-1", 7), at=AT)
    packing_rounds.box_all(packer, table_of(packer).picking, at=AT)
    with pytest.raises(IllegalMove):
        weigh_piece(packer, Reading(line_ref, 1, 2400, 26, "phone-2", 1), at=AT)
    assert records() == 1


def test_a_phone_takes_back_only_its_own_weighing(two_orders):
    packer, _first, second = two_orders
    line_ref = order_of(second).lines[0].ref
    weigh_piece(packer, Reading(line_ref, 1, 2326, 26, "phone-2", 1), at=AT)
    mine = Reversal(line_ref, 1, "phone-1", 9, of_seq=8)
    with pytest.raises(WeighingRefused):
        weighing.reverse_weighing(packer, mine, at=AT)
    assert records() == 1
    weighing.reverse_weighing(packer, Reversal(line_ref, 1, "phone-2", 2, of_seq=1), at=AT)
    assert records() == 2


def test_another_seller_sees_an_empty_table(two_orders):
    stranger = seller_actor(make_paid_order((make_box(), 1)))
    assert table_of(stranger).lots == ()
