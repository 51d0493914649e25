from datetime import timedelta

import pytest

from core.clock import local_day
from shop.queries.earnings import Period, Place, list_earnings, read_money
from shop.services import fulfilment
from tests.factories.shop import (
    AT,
    get_seller_order,
    make_leg,
    make_order,
    make_paid_order,
    take_to_scale,
    weigh,
)

pytestmark = pytest.mark.usefixtures("db_session")


def sold_leg(seller=None):
    leg = make_leg(seller=seller)
    placed = make_paid_order((leg, 1))
    return leg, placed, get_seller_order(placed.seller_order_refs[0])


def test_an_order_being_packed_counts_as_under_way_with_what_was_prepaid():
    leg, _placed, order = sold_leg()
    assert read_money(org_id=leg.seller_id).under_way_fen == order.goods_fen == 25480


def test_once_weighed_the_sum_follows_the_scale_and_the_row_says_what_went_back():
    leg, placed, order = sold_leg()
    packer = take_to_scale(placed)
    weigh(packer, order.lines[0].ref, 1, 2300)
    fulfilment.finish_weighing(packer, seller_order_ref=order.ref, at=AT)
    page = list_earnings(org_id=leg.seller_id)
    assert [(row.due_fen, row.back_fen) for row in page.rows] == [(22540, 2940)]
    assert (page.goods_fen, page.due_fen, page.total) == (25480, 22540, 1)
    assert read_money(org_id=leg.seller_id).under_way_fen == 22540


def test_an_unpaid_order_is_nobodys_money_yet():
    leg = make_leg()
    make_order((leg, 1))
    assert read_money(org_id=leg.seller_id).total_fen == 0
    assert list_earnings(org_id=leg.seller_id).rows == []


def test_orders_are_found_by_place_and_by_day():
    leg, _placed, _order = sold_leg()
    today = local_day(AT)
    seller = leg.seller_id
    assert list_earnings(org_id=seller, place=Place.READY).total == 0
    assert list_earnings(org_id=seller, period=Period(today, today)).total == 1
    tomorrow = today + timedelta(days=1)
    assert list_earnings(org_id=seller, period=Period(tomorrow, None)).total == 0
    assert list_earnings(org_id=seller, period=Period(None, today - timedelta(days=1))).total == 0
