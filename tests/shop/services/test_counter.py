"""Over the counter: an order of the one pipeline, paid, weighed, handed over in one go."""

from collections import Counter as Tally

import pytest
from sqlalchemy import func, select

from accounts.rules.actor import GUEST
from catalog.errors import OutOfStock
from catalog.queries.outlets import shelf_of
from catalog.queries.stock import available_pieces
from catalog.services.proof import prove_stock
from core import outbox
from core.db import session
from core.errors import InvalidInput, NotFound
from shop.models.ledger import LedgerEntry
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.queries.books import prove_books
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod
from shop.services.counter import CounterLine, CounterSale, sell
from shop.services.orders import place_order
from tests.factories.catalog import DAY, make_catch_weight_listing, make_listing, make_lot
from tests.factories.logistics import make_address
from tests.factories.outlets import make_outlet, put_on_shelf

KEY = "form-key-1"


@pytest.fixture
def shop(db_session):
    clerk, outlet = make_outlet()
    listing = make_listing()
    put_on_shelf(clerk, outlet, make_lot(listing, pieces=10), pieces=4)
    return clerk, outlet, listing


def sale(outlet, *lines, key=KEY, **facts):
    return CounterSale(outlet.ref, key, lines, **facts)


def free_here(outlet, at):
    return [goods.free for goods in shelf_of(outlet.ref, today=DAY, at=at)]


def test_a_sale_takes_from_the_shelf_and_leaves_the_web_alone(shop, at):
    clerk, outlet, listing = shop
    placed = sell(clerk, sale(outlet, CounterLine(listing.listing_ref, 3)), at=at)
    assert placed.due_fen == 3 * 9800
    assert free_here(outlet, at) == [1]
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 6}
    assert prove_stock() == []


def test_the_order_is_accepted_and_the_seller_is_owed_the_money(shop, at):
    clerk, outlet, listing = shop
    placed = sell(clerk, sale(outlet, CounterLine(listing.listing_ref, 3)), at=at)
    session().commit()
    outbox.run_due()
    group = session().scalars(select(OrderGroup)).one()
    order = session().scalars(select(SellerOrder)).one()
    assert (group.channel, group.state, group.freight_fen) == ("outlet", "closed", 0)
    assert (order.state, order.settled_fen) == ("accepted_by_buyer", placed.due_fen)
    assert balances() == {"counter_cash": 29400, "orders_held": 0, "seller_payable": -29400}
    assert prove_books().ok


def balances():
    rows = select(LedgerEntry.account, func.sum(LedgerEntry.amount_fen))
    return dict(session().execute(rows.group_by(LedgerEntry.account)).tuples().all())


def test_the_same_press_sells_once(shop, at):
    clerk, outlet, listing = shop
    one = sale(outlet, CounterLine(listing.listing_ref, 1))
    assert sell(clerk, one, at=at) == sell(clerk, one, at=at)
    assert free_here(outlet, at) == [3]


def test_what_is_weighed_is_what_is_paid(db_session, at):
    clerk, outlet = make_outlet()
    listing = make_catch_weight_listing()
    put_on_shelf(clerk, outlet, make_lot(listing, pieces=3), pieces=2)
    line = CounterLine(listing.listing_ref, 2, (14_120, 15_305))
    placed = sell(clerk, sale(outlet, line), at=at)
    assert placed.due_fen == round(14.120 * 8400) + round(15.305 * 8400)
    assert Tally(session().scalars(select(OrderLine.settled_g))) == Tally({14_120: 1, 15_305: 1})
    assert free_here(outlet, at) == []
    assert prove_stock() == []


@pytest.mark.parametrize(
    ("pieces", "weights", "field", "code"),
    [
        (2, (14_000,), "weights", "weigh_each_piece"),
        (1, (1_400,), "weights", "weight_implausible"),
        (0, (), "pieces", "out_of_range"),
    ],
)
def test_a_wrong_weight_sells_nothing(db_session, at, pieces, weights, field, code):
    clerk, outlet = make_outlet()
    listing = make_catch_weight_listing()
    put_on_shelf(clerk, outlet, make_lot(listing, pieces=3), pieces=2)
    with pytest.raises(InvalidInput) as refused:
        sell(clerk, sale(outlet, CounterLine(listing.listing_ref, pieces, weights)), at=at)
    assert refused.value.fields == {field: code}
    assert session().scalar(select(func.count(OrderGroup.id))) == 0


def test_more_than_lies_here_is_not_sold(shop, at):
    clerk, outlet, listing = shop
    with pytest.raises(OutOfStock) as refused:
        sell(clerk, sale(outlet, CounterLine(listing.listing_ref, 5)), at=at)
    assert refused.value.left == 4


def test_nothing_chosen_is_no_sale(shop, at):
    clerk, outlet, _listing = shop
    with pytest.raises(InvalidInput) as refused:
        sell(clerk, sale(outlet), at=at)
    assert refused.value.fields == {"lines": "nothing_chosen"}


def test_another_outlets_clerk_does_not_find_it(shop, at):
    _clerk, outlet, listing = shop
    stranger, _other = make_outlet()
    with pytest.raises(NotFound, match="outlet_not_found"):
        sell(stranger, sale(outlet, CounterLine(listing.listing_ref, 1)), at=at)


def test_nobody_pays_at_a_counter_from_the_web(shop, at):
    _clerk, _outlet, listing = shop
    wanted = OrderRequest(
        channel=Channel.RETAIL,
        buyer_user_id=None,
        buyer_org_id=None,
        address=make_address(),
        lines=[OrderLineRequest(listing.listing_id, 1)],
        payment_method=PaymentMethod.COUNTER,
        source_key="web",
    )
    with pytest.raises(InvalidInput) as refused:
        place_order(GUEST, wanted, at=at)
    assert refused.value.fields == {"payment_method": "unknown_choice"}
