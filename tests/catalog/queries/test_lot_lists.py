from datetime import date, timedelta

import pytest

from catalog.queries.lot_lists import (
    LotFilter,
    count_views,
    list_movements,
    list_takes,
    read_lots,
)
from tests.factories.catalog import make_listing, make_lot

pytestmark = pytest.mark.usefixtures("db_session")
TODAY = date(2026, 11, 25)


def numbers(listing, **wanted):
    found = read_lots(org_id=listing.seller_id, wanted=LotFilter(**wanted), page=1, today=TODAY)
    return [row.card.lot_no for row in found.items]


@pytest.fixture
def listing():
    listing = make_listing()
    make_lot(listing, pieces=5, lot_no="LATE", best_before=TODAY + timedelta(days=60))
    make_lot(listing, pieces=5, lot_no="SOON", best_before=TODAY + timedelta(days=3))
    return listing


def test_lots_that_end_first_stand_on_top(listing):
    assert numbers(listing) == ["SOON", "LATE"]


def test_lots_are_found_by_view_and_by_a_part_of_their_number(listing):
    assert numbers(listing, view="soon") == ["SOON"]
    assert numbers(listing, text="lat") == ["LATE"]
    assert numbers(listing, text="%") == []
    assert numbers(listing, view="stopped") == []


def test_the_views_are_counted(listing):
    counts = count_views(org_id=listing.seller_id, today=TODAY)
    assert counts == {
        "store": 2, "waiting": 0, "released": 2, "soon": 1, "stopped": 0, "gone": 0,
    }  # fmt: skip


def test_a_page_past_the_last_one_shows_the_last(listing):
    found = read_lots(org_id=listing.seller_id, wanted=LotFilter(), page=99, today=TODAY)
    assert (found.page, found.pages, found.total) == (1, 1, 2)


def test_another_sellers_lots_are_not_listed(listing):
    other = make_listing()
    assert numbers(other) == []
    assert len(numbers(listing)) == 2


def test_movements_add_up_to_the_balance(listing):
    found = read_lots(org_id=listing.seller_id, wanted=LotFilter(), page=1, today=TODAY)
    lot = found.items[0].card
    moves = list_movements(lot.id)
    assert [(move.kind, move.pieces) for move in moves] == [("received", 5)]
    assert sum(move.grams for move in moves) == lot.grams
    assert list_takes(lot.id) == []
