from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from catalog.queries.stock import available_pieces
from logistics.queries.consignments import consignments_of
from shop.errors import CannotCancel, OrderNotFound, OrderNotPayable
from shop.models.payments import Refund
from shop.services import fulfilment, orders
from tests.factories.shop import (
    AT,
    get_group,
    make_box,
    make_leg,
    make_order,
    make_paid_order,
    make_shopper,
    seller_actor,
    take_to_scale,
)

pytestmark = pytest.mark.usefixtures("db_session")
AFTER_HOLD = AT + timedelta(minutes=51)


def left(terms, at=AT):
    return available_pieces([terms.listing_id], at=at)[terms.listing_id]


def states(placed):
    group = get_group(placed)
    return [group.state, *(order.state for order in group.seller_orders)]


def test_a_paid_order_never_expires():
    leg = make_leg(pieces=5)
    placed = make_paid_order((leg, 2))
    assert orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD) is False
    assert states(placed) == ["placed", "placed"]
    assert left(leg, AFTER_HOLD) == 3


def test_paying_twice_changes_nothing():
    placed = make_paid_order((make_leg(), 1))
    orders.confirm_paid(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)
    assert get_group(placed).placed_at == AT


def test_an_unpaid_order_gives_its_goods_back():
    leg = make_leg(pieces=5)
    placed = make_order((leg, 2))
    assert orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AT) is False
    assert orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD) is True
    assert states(placed) == ["expired", "cancelled"]
    assert left(leg, AFTER_HOLD) == 5
    assert [parcel.state for parcel in consignments_of(placed.group_ref)] == ["cancelled"]


def test_expiring_twice_is_harmless():
    placed = make_order((make_leg(), 2))
    orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)
    assert orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD) is True


def test_money_for_an_expired_order_is_refused():
    placed = make_order((make_leg(), 2))
    orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)
    with pytest.raises(OrderNotPayable):
        orders.confirm_paid(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)


def test_money_just_after_the_hold_takes_the_goods_again_if_nobody_has_them(db_session):
    leg = make_leg(pieces=5)
    placed = make_order((leg, 2))
    rival = make_order((leg, 3), at=AFTER_HOLD)
    assert rival.due_fen > 0
    orders.confirm_paid(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)
    assert states(placed) == ["placed", "placed"]
    assert left(leg, AFTER_HOLD) == 0


def test_money_after_the_hold_is_refused_when_somebody_else_has_the_goods(db_session):
    leg = make_leg(pieces=5)
    placed = make_order((leg, 2))
    make_order((leg, 5), at=AFTER_HOLD)
    with pytest.raises(OrderNotPayable), db_session.begin_nested():
        orders.confirm_paid(SYSTEM, group_ref=placed.group_ref, at=AFTER_HOLD)
    assert states(placed)[0] == "awaiting_payment"


def test_a_buyer_cancels_a_paid_order_and_gets_all_of_it_back(db_session):
    leg, box, buyer = make_leg(pieces=5), make_box(pieces=5), make_shopper()
    placed = make_paid_order((leg, 2), (box, 1), buyer=buyer)
    orders.cancel_order(buyer, group_ref=placed.group_ref, at=AT)
    assert states(placed) == ["cancelled", "cancelled", "cancelled"]
    assert (left(leg), left(box)) == (5, 5)
    refunds = db_session.scalars(select(Refund)).all()
    assert sum(refund.amount_fen for refund in refunds) == placed.due_fen
    assert {refund.reason for refund in refunds} == {"cancelled"}


def test_an_unpaid_order_is_cancelled_without_a_refund(db_session):
    buyer = make_shopper()
    placed = make_order((make_leg(), 1), buyer=buyer)
    orders.cancel_order(buyer, group_ref=placed.group_ref, at=AT)
    assert states(placed) == ["cancelled", "cancelled"]
    assert db_session.scalars(select(Refund)).all() == []


def test_nobody_cancels_somebody_elses_order():
    placed = make_paid_order((make_leg(), 1))
    with pytest.raises(OrderNotFound):
        orders.cancel_order(make_shopper(), group_ref=placed.group_ref, at=AT)
    assert states(placed)[0] == "placed"


def test_a_buyer_may_still_cancel_after_the_seller_accepted():
    buyer = make_shopper()
    placed = make_paid_order((make_leg(), 1), buyer=buyer)
    ref = placed.seller_order_refs[0]
    fulfilment.accept(seller_actor(placed), seller_order_ref=ref, at=AT)
    orders.cancel_order(buyer, group_ref=placed.group_ref, at=AT)
    assert states(placed) == ["cancelled", "cancelled"]


def test_once_picking_began_the_order_cannot_be_cancelled():
    leg, buyer = make_leg(pieces=5), make_shopper()
    placed = make_paid_order((leg, 1), buyer=buyer)
    take_to_scale(placed)
    with pytest.raises(CannotCancel) as refusal:
        orders.cancel_order(buyer, group_ref=placed.group_ref, at=AT)
    assert refusal.value.code == "picking_has_begun"
    assert states(placed) == ["placed", "picking"]
    assert left(leg) == 4
