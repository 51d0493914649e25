"""Goods at an outlet: sent, counted in, counted, and never the same piece twice."""

import pytest
from sqlalchemy import select

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Permission
from catalog.errors import LotStepRefused, OutletNotEmpty
from catalog.models.stock import Lot, StockMovement
from catalog.queries.outlets import get_outlet, list_counts, list_incoming, shelf_of
from catalog.queries.stock import available_pieces
from catalog.rules.outlets import CountReason
from catalog.services.counts import Counted, count_lot
from catalog.services.lots import block_lot
from catalog.services.outlets import close_outlet, open_outlet
from catalog.services.proof import prove_stock
from catalog.services.transfers import Arrival, receive_at_outlet, send_to_outlet
from core.db import session
from core.errors import Conflict, InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import make_org
from tests.factories.catalog import DAY, make_listing, make_lot
from tests.factories.outlets import (
    make_clerk,
    make_new_outlet,
    make_outlet,
    put_on_shelf,
    seller_of,
)


@pytest.fixture
def goods(db_session):
    listing = make_listing()
    return listing, make_lot(listing, pieces=10)


def shelf(outlet, at):
    return shelf_of(outlet.ref, today=DAY, at=at)


def test_a_transfer_is_two_movements_of_one_cause(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    ref = put_on_shelf(clerk, outlet, lot, pieces=4)
    moved = select(StockMovement.kind, StockMovement.pieces, StockMovement.grams).where(
        StockMovement.cause_ref == ref
    )
    assert list(session().execute(moved.order_by(StockMovement.id)).tuples()) == [
        ("transfer_out", -4, -9200),
        ("transfer_in", 4, 9200),
    ]
    assert prove_stock() == []


def test_what_lies_at_the_outlet_is_no_longer_for_sale_on_the_web(goods, at):
    listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 6}
    (here,) = shelf(outlet, at)
    assert (here.terms.listing_ref, here.free, here.lots[0].lot_no) == (
        listing.listing_ref,
        4,
        f"{lot.lot_no}/1",
    )


def test_on_the_way_it_belongs_to_neither(goods, at):
    listing, lot = goods
    _clerk, outlet = make_outlet()
    send_to_outlet(seller_of(listing), lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=4, at=at)
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 6}
    assert shelf(outlet, at) == []
    assert [one.pieces for one in list_incoming(outlet.id)] == [4]


def test_a_second_transfer_joins_the_lot_on_the_shelf(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    put_on_shelf(clerk, outlet, lot, pieces=3)
    (here,) = shelf(outlet, at)
    assert [(one.lot_no, one.pieces) for one in here.lots] == [(f"{lot.lot_no}/1", 7)]


def test_fewer_than_sent_need_a_word_and_stay_visible(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    ref = send_to_outlet(SYSTEM, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=4, at=at)
    with pytest.raises(InvalidInput) as refused:
        receive_at_outlet(clerk, Arrival(ref, 3), outlet_ref=outlet.ref, at=at)
    assert refused.value.fields == {"note": "required"}
    receive_at_outlet(clerk, Arrival(ref, 3, "一箱破损"), outlet_ref=outlet.ref, at=at)
    assert shelf(outlet, at)[0].free == 3


def test_a_transfer_is_received_once(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    ref = put_on_shelf(clerk, outlet, lot, pieces=4)
    with pytest.raises(Conflict, match="transfer_received"):
        receive_at_outlet(clerk, Arrival(ref, 4), outlet_ref=outlet.ref, at=at)
    assert shelf(outlet, at)[0].free == 4


@pytest.mark.parametrize("pieces", [0, 11])
def test_no_more_is_sent_than_is_free(goods, at, pieces):
    listing, lot = goods
    _clerk, outlet = make_outlet()
    with pytest.raises(InvalidInput) as refused:
        send_to_outlet(SYSTEM, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=pieces, at=at)
    assert refused.value.fields == {"pieces": "more_than_free"}
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 10}


def test_a_stopped_lot_is_not_sent(goods, at):
    _listing, lot = goods
    _clerk, outlet = make_outlet()
    block_lot(SYSTEM, lot_ref=lot.ref, reason="复检", at=at)
    with pytest.raises(LotStepRefused):
        send_to_outlet(SYSTEM, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=1, at=at)


def test_another_seller_does_not_find_the_lot(goods, at):
    _listing, lot = goods
    _clerk, outlet = make_outlet()
    other = Actor(None, "o", "别家", make_org().id, "org", frozenset(Permission))
    with pytest.raises(NotFound, match="lot_not_found"):
        send_to_outlet(other, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=1, at=at)


def test_another_outlet_does_not_find_the_transfer(goods, at):
    _listing, lot = goods
    _clerk, outlet = make_outlet()
    stranger, other = make_outlet()
    ref = send_to_outlet(SYSTEM, lot_ref=lot.ref, outlet_ref=outlet.ref, pieces=1, at=at)
    with pytest.raises(NotFound, match="transfer_not_found"):
        receive_at_outlet(stranger, Arrival(ref, 1), outlet_ref=other.ref, at=at)
    with pytest.raises(NotFound, match="outlet_not_found"):
        receive_at_outlet(stranger, Arrival(ref, 1), outlet_ref=outlet.ref, at=at)


def test_a_count_posts_the_difference_with_reason_and_person(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    lot_ref = shelf(outlet, at)[0].lots[0].ref
    counted = Counted(lot_ref, 3, CountReason.SPOILED, "解冻")
    assert count_lot(clerk, counted, outlet_ref=outlet.ref, at=at) == -1
    assert shelf(outlet, at)[0].free == 3
    (row,) = list_counts(outlet.id)
    assert (row.expected, row.counted, row.reason, row.by_name) == (4, 3, "spoiled", "店员示例")
    assert prove_stock() == []


def test_a_count_that_finds_more_puts_it_on_the_books(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    lot_ref = shelf(outlet, at)[0].lots[0].ref
    found = Counted(lot_ref, 5, CountReason.FOUND, "收货时少数一件")
    assert count_lot(clerk, found, outlet_ref=outlet.ref, at=at) == 1
    assert shelf(outlet, at)[0].free == 5
    assert prove_stock() == []


@pytest.mark.parametrize(
    ("pieces", "reason", "note", "field"),
    [
        (3, CountReason.MATCHES, "", "reason"),
        (3, CountReason.FOUND, "多了", "reason"),
        (5, CountReason.MISSING, "少了", "reason"),
        (4, CountReason.MISSING, "少了", "reason"),
        (3, CountReason.MISSING, " ", "note"),
    ],
)
def test_a_count_needs_a_reason_that_fits(goods, at, pieces, reason, note, field):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    lot_ref = shelf(outlet, at)[0].lots[0].ref
    with pytest.raises(InvalidInput) as refused:
        count_lot(clerk, Counted(lot_ref, pieces, reason, note), outlet_ref=outlet.ref, at=at)
    assert set(refused.value.fields) == {field}
    assert shelf(outlet, at)[0].free == 4
    assert list_counts(outlet.id) == []


def test_an_emptied_shelf_lot_is_used_up(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    lot_ref = shelf(outlet, at)[0].lots[0].ref
    count_lot(clerk, Counted(lot_ref, 0, CountReason.EXPIRED, "过期"), outlet_ref=outlet.ref, at=at)
    assert session().scalar(select(Lot.state).where(Lot.ref == lot_ref)) == "depleted"
    assert shelf(outlet, at) == []


def test_only_an_organisation_that_runs_outlets_opens_one(db_session, at):
    org = make_org("不开店的合作社")
    with pytest.raises(NotAllowed, match="runs_no_outlet"):
        open_outlet(make_clerk(org.id), make_new_outlet(), at=at)


def test_the_particulars_of_an_outlet_are_checked(db_session, at):
    clerk, _outlet = make_outlet()
    wrong = make_new_outlet(name_zh=" ", closes=make_new_outlet().opens)
    with pytest.raises(InvalidInput) as refused:
        open_outlet(clerk, wrong, at=at)
    assert refused.value.fields == {"name_zh": "required", "closes": "closes_before_opening"}


def test_an_outlet_with_goods_stays_open(goods, at):
    _listing, lot = goods
    clerk, outlet = make_outlet()
    put_on_shelf(clerk, outlet, lot, pieces=4)
    with pytest.raises(OutletNotEmpty):
        close_outlet(clerk, outlet_ref=outlet.ref, at=at)
    assert get_outlet(outlet.ref).is_open


def test_an_empty_outlet_closes(db_session, at):
    clerk, outlet = make_outlet()
    close_outlet(clerk, outlet_ref=outlet.ref, at=at)
    assert not get_outlet(outlet.ref).is_open
