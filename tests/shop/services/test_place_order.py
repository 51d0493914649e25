from datetime import timedelta

import pytest
from sqlalchemy import func, select

from accounts.rules.permissions import Role
from catalog.errors import OutOfStock
from catalog.queries.lots import lots_of_allocation
from catalog.queries.stock import available_pieces
from core.errors import InvalidInput
from core.outbox import OutboxMessage
from logistics.queries.consignments import consignments_of
from shop.errors import BasketEmpty, CannotOrder, FormKeyReused
from shop.models.orders import OrderGroup, OrderLine, SellerOrder, StateChange
from shop.models.payments import Payment, PaymentSplit
from shop.rules.orders import OrderLineRequest, PaymentMethod
from shop.services import orders
from tests.factories.accounts import actor_for, make_buyer, make_org
from tests.factories.logistics import make_network
from tests.factories.shop import (
    AT,
    get_group,
    make_box,
    make_leg,
    make_order,
    make_request,
    make_shopper,
)

pytestmark = pytest.mark.usefixtures("db_session")


def left(terms):
    return available_pieces([terms.listing_id], at=AT)[terms.listing_id]


def count(db_session, *models):
    return [db_session.scalar(select(func.count()).select_from(model)) for model in models]


def test_an_order_holds_goods_plans_lots_books_parcels_and_opens_its_payment(db_session):
    leg = make_leg(pieces=10)
    placed = make_order((leg, 2))
    group = get_group(placed)
    line = group.seller_orders[0].lines[0]
    assert (group.state, group.number) == ("awaiting_payment", "MN261125-0001")
    assert (line.estimate_fen, line.ceiling_fen) == (45080, 50960)
    assert group.due_fen == 50960 + group.freight_fen == placed.due_fen
    assert left(leg) == 8
    assert [lot.pieces for lot in lots_of_allocation([line.ref])[line.ref]] == [2]
    [parcel] = consignments_of(group.ref)
    assert (parcel.ref, parcel.arrives_on) == (line.consignment_ref, group.promised_on)
    payment = db_session.scalar(select(Payment).where(Payment.group_ref == group.ref))
    assert (payment.due_fen, payment.state) == (placed.due_fen, "open")
    assert group.expires_at == AT + timedelta(minutes=50)


def test_two_sellers_make_two_seller_orders_whose_shares_add_up(db_session):
    first, second = make_leg(), make_box()
    placed = make_order((first, 1), (second, 3))
    group = get_group(placed)
    shares = db_session.scalars(select(PaymentSplit.amount_fen).order_by(PaymentSplit.id)).all()
    assert [order.due_fen for order in group.seller_orders] == shares
    assert sum(shares) == group.due_fen
    assert sum(order.freight_fen for order in group.seller_orders) == group.freight_fen
    assert [order.number for order in group.seller_orders] == [
        f"{group.number}-1",
        f"{group.number}-2",
    ]


def test_the_same_form_sent_twice_is_one_order(db_session):
    leg, buyer = make_leg(pieces=10), make_shopper()
    first = make_order((leg, 2), buyer=buyer, source_key="form-1")
    again = make_order((leg, 2), buyer=buyer, source_key="form-1")
    assert again == first
    assert left(leg) == 8
    assert count(db_session, OrderGroup, Payment) == [1, 1]


def test_somebody_elses_form_key_is_refused():
    leg = make_leg()
    make_order((leg, 1), source_key="form-1")
    with pytest.raises(FormKeyReused):
        make_order((leg, 1), source_key="form-1")


def test_a_refusal_leaves_nothing_behind(db_session):
    plenty, scarce, buyer = make_leg(pieces=10), make_box(pieces=1), make_shopper()
    make_network()
    before = count(db_session, OrderGroup, SellerOrder, OrderLine, Payment, OutboxMessage)
    with pytest.raises(OutOfStock) as refusal, db_session.begin_nested():
        orders.place_order(buyer, make_request(buyer, (plenty, 2), (scarce, 2)), at=AT)
    assert (refusal.value.listing_id, refusal.value.left) == (scarce.listing_id, 1)
    after = count(db_session, OrderGroup, SellerOrder, OrderLine, Payment, OutboxMessage)
    assert after == before
    assert (left(plenty), left(scarce)) == (10, 1)


@pytest.mark.parametrize(
    ("facts", "pieces", "code"),
    [
        ({"moq": 6, "step": 6}, 3, "below_minimum"),
        ({"moq": 6, "step": 6}, 8, "not_a_step"),
        ({"state": "draft"}, 1, "not_on_sale"),
    ],
)
def test_a_line_that_breaks_its_listings_terms_is_refused(facts, pieces, code):
    with pytest.raises(CannotOrder) as refusal:
        make_order((make_box(pieces=20, **facts), pieces))
    assert refusal.value.code == code


def test_an_empty_order_is_refused():
    with pytest.raises(BasketEmpty):
        make_order()


def test_a_shopper_confirms_each_time_that_fresh_goods_do_not_come_back():
    with pytest.raises(InvalidInput) as refusal:
        make_order((make_leg(), 1), is_no_return_confirmed=False)
    assert refusal.value.fields == {"is_no_return_confirmed": "no_return_not_confirmed"}


def test_an_order_on_terms_is_placed_and_firm_at_once():
    leg, buyer = make_leg(pieces=3), actor_for(make_buyer(payment_days=30), Role.BUYER)
    placed = make_order((leg, 2), buyer=buyer, method=PaymentMethod.TERMS)
    group = get_group(placed)
    assert (group.state, group.expires_at) == ("placed", None)
    assert available_pieces([leg.listing_id], at=AT + timedelta(days=30))[leg.listing_id] == 1


def test_an_agreed_price_and_a_later_day_come_from_the_contract():
    leg, buyer = make_leg(), actor_for(make_buyer(), Role.BUYER)
    make_network()
    request = make_request(
        buyer,
        method=PaymentMethod.TERMS,
        lines=[OrderLineRequest(leg.listing_id, 2, agreed_price_e4=900_000)],
        deliver_on=(AT + timedelta(days=10)).date(),
    )
    group = get_group(orders.place_order(buyer, request, at=AT))
    line = group.seller_orders[0].lines[0]
    assert (line.price_source, line.ceiling_fen) == ("contract", 46800)
    assert group.promised_on == line.arrives_on == (AT + timedelta(days=10)).date()
    assert consignments_of(group.ref)[0].arrives_on == group.promised_on


def test_who_made_the_order_is_written_down(db_session):
    placed = make_order((make_leg(), 1))
    rows = db_session.scalars(select(StateChange).order_by(StateChange.id)).all()
    assert [(row.subject_kind, row.from_state, row.to_state, row.cause) for row in rows] == [
        ("order_group", None, "awaiting_payment", "submitted"),
        ("seller_order", None, "placed", "submitted"),
    ]
    assert rows[0].subject_ref == placed.group_ref


def test_lines_of_one_pool_are_added_up_before_they_are_held():
    seller = make_org()
    box = make_box(pieces=3, seller=seller)
    with pytest.raises(OutOfStock):
        make_order((box, 2), (box, 2))
