"""Parcels at an outlet: they wait under a code, are given out once, and go back unclaimed."""

from datetime import timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.queries.outlets import shelf_of
from catalog.services.proof import prove_stock
from core import outbox
from core.db import session
from core.errors import InvalidInput, NotFound
from core.types.temperature import TemperatureClass
from logistics.queries.consignments import consignments_of
from logistics.services.reports import record_event
from shop.queries.books import prove_books
from shop.queries.pickups import list_waiting, parcels_of_order
from shop.rules.pickup import keep_until, refund_of_unclaimed
from shop.services import arrivals, fulfilment, pickups
from tests.factories.catalog import DAY, make_spec
from tests.factories.outlets import make_outlet
from tests.factories.shop import (
    AT,
    get_group,
    get_seller_order,
    make_box,
    make_paid_order,
    take_to_scale,
)

pytestmark = pytest.mark.usefixtures("db_session")
ROAD = ("dispatched", "in_transit", "at_hub", "out_for_delivery", "delivered")


def bring(outlet, **facts):
    """A paid order for an outlet, packed, driven there."""
    box = make_box(spec=make_spec(**facts)) if facts else make_box()
    placed = make_paid_order((box, 2), pickup_outlet_ref=outlet.ref)
    ref = placed.seller_order_refs[0]
    packer = take_to_scale(placed)
    fulfilment.finish_weighing(packer, seller_order_ref=ref, at=AT)
    fulfilment.pack(packer, seller_order_ref=ref, at=AT)
    for parcel in consignments_of(placed.group_ref):
        for kind in ROAD:
            record_event(SYSTEM, consignment_ref=parcel.ref, kind=kind, at=AT)
        arrivals.note_arrival(SYSTEM, consignment_ref=parcel.ref, at=AT)
    return placed


def state_of(placed):
    return get_seller_order(placed.seller_order_refs[0]).state


def test_a_parcel_at_the_outlet_waits_and_is_not_delivered_yet():
    _clerk, outlet = make_outlet()
    placed = bring(outlet)
    (parcel,) = list_waiting(outlet.ref)
    assert parcel.order_number == placed.number
    assert len(parcel.code) == 6
    assert state_of(placed) == "shipped"


def test_the_code_gives_the_parcel_out_once():
    clerk, outlet = make_outlet()
    placed = bring(outlet)
    (parcel,) = list_waiting(outlet.ref)
    assert pickups.give_out(clerk, outlet_ref=outlet.ref, code=parcel.code, at=AT) == placed.number
    assert state_of(placed) == "delivered"
    assert list_waiting(outlet.ref) == []
    with pytest.raises(InvalidInput) as refused:
        pickups.give_out(clerk, outlet_ref=outlet.ref, code=parcel.code, at=AT)
    assert refused.value.fields == {"code": "no_such_code"}


def test_another_outlet_does_not_know_the_code():
    _clerk, outlet = make_outlet()
    stranger, other = make_outlet()
    bring(outlet)
    (parcel,) = list_waiting(outlet.ref)
    with pytest.raises(InvalidInput):
        pickups.give_out(stranger, outlet_ref=other.ref, code=parcel.code, at=AT)
    with pytest.raises(NotFound, match="outlet_not_found"):
        pickups.give_out(stranger, outlet_ref=outlet.ref, code=parcel.code, at=AT)
    assert len(list_waiting(outlet.ref)) == 1


def test_an_arrival_told_twice_is_one_parcel():
    _clerk, outlet = make_outlet()
    placed = bring(outlet)
    (consignment,) = consignments_of(placed.group_ref)
    arrivals.note_arrival(SYSTEM, consignment_ref=consignment.ref, at=AT)
    assert len(parcels_of_order(placed.group_ref)) == 1


def test_unclaimed_goods_that_keep_go_on_the_shelf_and_are_refunded():
    _clerk, outlet = make_outlet()
    placed = bring(outlet)
    (parcel,) = list_waiting(outlet.ref)
    late = AT + timedelta(days=8)
    assert pickups.list_due_back(at=late) == [parcel.ref]
    back = pickups.return_unclaimed(SYSTEM, parcel_ref=parcel.ref, at=late)
    assert back == 2 * 9800
    assert [goods.free for goods in shelf_of(outlet.ref, today=DAY, at=late)] == [2]
    assert state_of(placed) == "accepted_by_buyer"
    assert get_group(placed).state == "closed"
    assert prove_stock() == []
    session().commit()
    outbox.run_due()
    assert prove_books().ok


def test_unclaimed_fresh_goods_stay_with_the_buyer():
    _clerk, outlet = make_outlet()
    bring(outlet, temperature=TemperatureClass.CHILLED, shelf_life_days=20)
    (parcel,) = list_waiting(outlet.ref)
    late = AT + timedelta(days=2)
    assert pickups.return_unclaimed(SYSTEM, parcel_ref=parcel.ref, at=late) == 0
    assert shelf_of(outlet.ref, today=DAY, at=late) == []


def test_nothing_goes_back_before_its_time():
    _clerk, outlet = make_outlet()
    bring(outlet)
    (parcel,) = list_waiting(outlet.ref)
    early = AT + timedelta(days=6)
    assert pickups.return_unclaimed(SYSTEM, parcel_ref=parcel.ref, at=early) == 0
    assert len(list_waiting(outlet.ref)) == 1


def test_a_parcel_waits_as_long_as_its_freshest_goods():
    assert keep_until(["frozen", "chilled"], AT) == AT + timedelta(days=2)
    assert keep_until(["frozen", "ambient"], AT) == AT + timedelta(days=7)


def test_only_what_keeps_is_refunded():
    class Line:
        def __init__(self, temperature, fen):
            self.temperature, self.settled_fen = temperature, fen

    lines = [Line("frozen", 9800), Line("chilled", 6000), Line("ambient", None)]
    assert refund_of_unclaimed(lines) == 9800
