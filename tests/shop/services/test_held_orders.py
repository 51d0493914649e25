import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from catalog.models.stock import Lot
from catalog.services.lots import block_lot
from catalog.services.proof import prove_stock
from core.db import session
from shop.errors import StillWithoutLot
from shop.services import fulfilment, orders
from shop.services.held_orders import hold_lines, lift_hold, lift_holds_of
from tests.factories.catalog import make_lot
from tests.factories.shop import (
    AT,
    get_group,
    make_leg,
    make_paid_order,
    seller_actor,
)

pytestmark = pytest.mark.usefixtures("db_session")


def block_all():
    lots = session().scalars(select(Lot.ref).where(Lot.state == "released")).all()
    for ref in lots:
        refs = block_lot(SYSTEM, lot_ref=ref, reason="检查", at=AT)
        hold_lines(SYSTEM, line_refs=refs, at=AT)


def state_of(placed):
    return get_group(placed).seller_orders[0].state


def test_a_blocked_lot_puts_its_order_on_hold_and_a_new_lot_lifts_it():
    leg = make_leg(pieces=5)
    placed = make_paid_order((leg, 2))
    ref = placed.seller_order_refs[0]
    fulfilment.accept(seller_actor(placed), seller_order_ref=ref, at=AT)
    block_all()
    assert state_of(placed) == "on_hold"
    with pytest.raises(StillWithoutLot):
        lift_hold(seller_actor(placed), seller_order_ref=ref, at=AT)
    lot = make_lot(leg, pieces=4)
    assert lift_holds_of(lot.ref, at=AT) == 1
    assert state_of(placed) == "accepted"
    assert prove_stock() == []


def test_an_order_that_finds_another_lot_is_not_held():
    leg = make_leg(pieces=5)
    placed = make_paid_order((leg, 2))
    first = session().scalars(select(Lot.ref)).one()
    make_lot(leg, pieces=4)
    assert block_lot(SYSTEM, lot_ref=first, reason="检查", at=AT) == []
    assert state_of(placed) == "placed"


def test_a_buyer_who_does_not_want_to_wait_gets_everything_back():
    placed = make_paid_order((make_leg(pieces=5), 2))
    block_all()
    orders.cancel_order(SYSTEM, group_ref=placed.group_ref, at=AT)
    assert state_of(placed) == "cancelled"
    assert prove_stock() == []
