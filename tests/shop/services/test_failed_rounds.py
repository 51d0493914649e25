from datetime import date, timedelta

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM
from catalog.queries.stock import available_pieces
from catalog.services.proof import prove_stock
from catalog.services.rounds import NewRound, give_up_round, plan_round
from core.db import session
from shop.models.orders import SellerOrder
from shop.models.payments import Refund
from shop.services.failed_rounds import end_orders_of_round
from tests.factories.accounts import make_org
from tests.factories.shop import AT, get_group, make_box, make_leg, make_order, make_paid_order

pytestmark = pytest.mark.usefixtures("db_session")


def plan(listing, **more):
    new = NewRound(
        listing_ref=listing.listing_ref,
        name_zh="第一车",
        name_en="First truck",
        opens_at=AT - timedelta(hours=1),
        cutoff_at=AT + timedelta(hours=30),
        harvest_from=date(2026, 12, 1),
        harvest_to=date(2026, 12, 3),
        **more,
    )
    return plan_round(SYSTEM, new, at=AT - timedelta(hours=1))


def test_what_is_sold_in_a_round_is_an_order_of_its_own_and_arrives_after_the_harvest():
    seller = make_org()
    leg, box = make_leg(pieces=9, seller=seller), make_box(pieces=9, seller=seller)
    plan(leg, cap_pieces=5)
    placed = make_order((leg, 2), (box, 1))
    orders = session().scalars(select(SellerOrder).order_by(SellerOrder.id)).all()
    assert len(placed.seller_order_refs) == 2
    by_round = {order.arrives_on > date(2026, 12, 3) for order in orders}
    assert by_round == {True, False}


def test_a_failed_round_ends_its_orders_and_gives_everything_back():
    seller = make_org()
    leg, box = make_leg(pieces=9, seller=seller), make_box(pieces=9, seller=seller)
    ref = plan(leg, min_pieces=5)
    placed = make_paid_order((leg, 2), (box, 1))
    give_up_round(SYSTEM, round_ref=ref, at=AT)
    assert end_orders_of_round(SYSTEM, round_ref=ref, at=AT) == 1
    assert end_orders_of_round(SYSTEM, round_ref=ref, at=AT) == 0
    group = get_group(placed)
    assert group.state == "placed"
    assert sorted(order.state for order in group.seller_orders) == ["cancelled", "placed"]
    failed = next(order for order in group.seller_orders if order.state == "cancelled")
    refund = session().scalars(select(Refund)).one()
    assert (refund.reason, refund.amount_fen) == ("round_failed", failed.due_fen)
    assert available_pieces([leg.listing_id], at=AT)[leg.listing_id] == 9
    assert prove_stock() == []


def test_the_hold_of_an_unpaid_order_ends_with_its_round():
    leg = make_leg(pieces=9)
    plan(leg)
    late = AT + timedelta(hours=29, minutes=30)
    placed = make_order((leg, 2), at=late)
    assert get_group(placed).expires_at == AT + timedelta(hours=30)
