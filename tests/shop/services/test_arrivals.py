from datetime import timedelta

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from core.types.temperature import TemperatureClass
from logistics.models.consignments import Consignment
from logistics.queries.consignments import consignments_of
from logistics.services.reports import record_event
from shop.errors import IllegalMove, OrderNotFound
from shop.services import arrivals, fulfilment
from tests.factories.accounts import make_org
from tests.factories.catalog import make_spec
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_box,
    make_paid_order,
    make_shopper,
    take_to_scale,
)

pytestmark = pytest.mark.usefixtures("db_session")
ROAD = ("dispatched", "in_transit", "at_hub", "out_for_delivery", "delivered")


def state_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).state


def finish(packer, placed):
    ref = placed.seller_order_refs[0]
    return fulfilment.finish_weighing(packer, seller_order_ref=ref, at=AT)


def to_truck(placed, packer, ref=None):
    ref = ref or placed.seller_order_refs[0]
    fulfilment.pack(packer, seller_order_ref=ref, at=AT)
    fulfilment.hand_over(packer, seller_order_ref=ref, at=AT)


def drive(placed, at=AT):
    for parcel in consignments_of(placed.group_ref):
        for kind in ROAD:
            record_event(SYSTEM, consignment_ref=parcel.ref, kind=kind, at=at)
        arrivals.note_departure(SYSTEM, consignment_ref=parcel.ref, at=at)
        arrivals.note_arrival(SYSTEM, consignment_ref=parcel.ref, at=at)


def delivered_order(buyer=None):
    placed = make_paid_order((make_box(), 1), **({"buyer": buyer} if buyer else {}))
    packer = take_to_scale(placed)
    finish(packer, placed)
    fulfilment.pack(packer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    drive(placed)
    return placed


def test_a_packed_order_is_shipped_by_the_truck_and_delivered_at_the_door():
    placed = delivered_order()
    order = get_seller_order(placed.seller_order_refs[0])
    assert (order.state, order.delivered_at) == ("delivered", AT)


def test_the_nights_plan_moves_the_promise_of_an_order(db_session):
    placed = make_paid_order((make_box(), 1))
    [parcel] = consignments_of(placed.group_ref)
    later = parcel.arrives_on + timedelta(days=2)
    row = db_session.scalars(select(Consignment)).one()
    row.arrives_on = later
    arrivals.note_schedule(SYSTEM, consignment_ref=parcel.ref, at=AT)
    order = get_seller_order(placed.seller_order_refs[0])
    assert (order.arrives_on, order.lines[0].arrives_on) == (later, later)
    assert get_group(placed).promised_on == later


def test_the_buyer_accepts_and_the_order_is_closed():
    buyer = make_shopper()
    placed = delivered_order(buyer)
    with pytest.raises(OrderNotFound):
        arrivals.accept_delivery(
            make_shopper(), seller_order_ref=placed.seller_order_refs[0], at=AT
        )
    arrivals.accept_delivery(buyer, seller_order_ref=placed.seller_order_refs[0], at=AT)
    assert (get_group(placed).state, state_of(placed)) == ("closed", "accepted_by_buyer")
    with pytest.raises(IllegalMove):
        arrivals.accept_delivery(buyer, seller_order_ref=placed.seller_order_refs[0], at=AT)


def test_silence_accepts_only_what_is_still_open():
    placed = delivered_order()
    for _ in range(2):
        arrivals.accept_by_silence(
            SYSTEM, seller_order_ref=placed.seller_order_refs[0], at=AT + timedelta(hours=72)
        )
    assert (get_group(placed).state, state_of(placed)) == ("closed", "accepted_by_buyer")


def test_a_seller_order_in_two_parcels_waits_for_both():
    seller = make_org()
    frozen, dry = make_box(seller=seller), make_box(seller=seller, spec=ambient())
    placed = make_paid_order((frozen, 1), (dry, 1))
    packer = take_to_scale(placed)
    finish(packer, placed)
    to_truck(placed, packer)
    first, second = consignments_of(placed.group_ref)
    arrivals.note_arrival(SYSTEM, consignment_ref=first.ref, at=AT)
    assert state_of(placed) == "shipped"
    arrivals.note_arrival(SYSTEM, consignment_ref=second.ref, at=AT)
    assert state_of(placed) == "delivered"


def ambient():
    return make_spec(temperature=TemperatureClass.AMBIENT)
