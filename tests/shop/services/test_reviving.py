from datetime import timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.queries.stock import available_pieces
from catalog.services.proof import prove_stock
from core.db import update_where
from logistics.queries.consignments import consignments_of
from shop.errors import OrderNotPayable
from shop.models.payments import Payment
from shop.services import orders
from shop.services.payments import load_payment
from shop.services.reviving import revive_order
from tests.factories.shop import AT, get_group, make_leg, make_order

pytestmark = pytest.mark.usefixtures("db_session")
LATER = AT + timedelta(minutes=55)


def expired(leg, pieces=2):
    placed = make_order((leg, pieces))
    orders.expire_order(SYSTEM, group_ref=placed.group_ref, at=AT + timedelta(minutes=51))
    update_where(Payment, Payment.group_ref == placed.group_ref, state="paid_late")
    return placed


def left(leg):
    return available_pieces([leg.listing_id], at=LATER)[leg.listing_id]


def test_money_that_comes_late_takes_the_order_up_again_while_the_goods_last():
    leg = make_leg(pieces=5)
    placed = expired(leg)
    revive_order(SYSTEM, group_ref=placed.group_ref, at=LATER)
    group = get_group(placed)
    assert [group.state, *(order.state for order in group.seller_orders)] == ["placed", "placed"]
    assert load_payment(placed.group_ref).state == "paid"
    assert left(leg) == 3
    states = [parcel.state for parcel in consignments_of(placed.group_ref)]
    assert sorted(states) == ["cancelled", "planned"]
    assert prove_stock() == []


def test_when_the_goods_are_gone_the_order_stays_closed():
    leg = make_leg(pieces=2)
    placed = expired(leg)
    make_order((leg, 1), at=LATER)
    with pytest.raises(OrderNotPayable):
        revive_order(SYSTEM, group_ref=placed.group_ref, at=LATER)


def test_an_order_that_the_buyer_called_off_is_not_taken_up_again():
    placed = make_order((make_leg(), 1))
    orders.cancel_order(SYSTEM, group_ref=placed.group_ref, at=AT)
    with pytest.raises(OrderNotPayable):
        revive_order(SYSTEM, group_ref=placed.group_ref, at=LATER)
