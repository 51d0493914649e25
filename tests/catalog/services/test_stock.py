"""Reserve, confirm, release: who gets the last piece."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.rules.actor import GUEST
from catalog.errors import HoldExpired, OutOfStock
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.rules.stock import Want
from catalog.services.proof import prove_stock
from catalog.services.stock import confirm, release, reserve, sweep_due_holds
from tests.factories.catalog import make_listing, make_lot, make_stock

pytestmark = pytest.mark.usefixtures("db_session")
HALF_HOUR = timedelta(minutes=30)


def hold(listing: Terms, pieces: int, owner: str, at: datetime, *, lines: int = 1) -> None:
    wants = [
        Want(f"{owner}-{n}", listing.listing_id, pieces, pieces * listing.nominal_g)
        for n in range(lines)
    ]
    reserve(GUEST, owner_ref=owner, wants=wants, expires_at=at + HALF_HOUR, at=at)


def left(listing: Terms, at: datetime) -> int:
    return available_pieces([listing.listing_id], at=at)[listing.listing_id]


def test_a_reservation_takes_pieces_out_of_what_is_free(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 4, "order-a", at)
    assert left(listing, at) == 6
    assert prove_stock() == []


def test_too_much_is_refused_and_says_how_much_is_left(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 8, "order-a", at)
    with pytest.raises(OutOfStock) as refused:
        hold(listing, 3, "order-b", at)
    assert (refused.value.listing_id, refused.value.left) == (listing.listing_id, 2)
    assert left(listing, at) == 2
    assert prove_stock() == []


def test_two_lines_of_one_order_are_added_up_before_anything_is_taken(at: datetime) -> None:
    listing = make_stock(10)
    with pytest.raises(OutOfStock):
        hold(listing, 6, "order-a", at, lines=2)
    hold(listing, 5, "order-b", at, lines=2)
    assert left(listing, at) == 0


def test_a_listing_that_never_had_stock_has_none(at: datetime) -> None:
    listing = make_listing()
    with pytest.raises(OutOfStock) as refused:
        hold(listing, 1, "order-a", at)
    assert refused.value.left == 0


def test_a_lot_in_quarantine_cannot_be_sold(at: datetime) -> None:
    listing = make_listing()
    make_lot(listing, pieces=5, is_released=False)
    assert left(listing, at) == 0


def test_an_expired_hold_does_not_count_though_nobody_has_swept_it(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 10, "order-a", at)
    assert left(listing, at) == 0
    assert left(listing, at + HALF_HOUR) == 10


def test_the_next_buyer_ends_due_holds_and_gets_the_goods(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 10, "order-a", at)
    hold(listing, 10, "order-b", at + HALF_HOUR)
    assert left(listing, at + HALF_HOUR) == 0
    with pytest.raises(HoldExpired):
        confirm(GUEST, owner_ref="order-a", at=at + HALF_HOUR)
    assert prove_stock() == []


def test_a_due_hold_that_nobody_took_can_still_be_confirmed(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 10, "order-a", at)
    confirm(GUEST, owner_ref="order-a", at=at + 2 * HALF_HOUR)
    assert left(listing, at + 3 * HALF_HOUR) == 0


def test_a_confirmed_hold_never_expires_and_confirming_twice_is_the_same(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 4, "order-a", at)
    confirm(GUEST, owner_ref="order-a", at=at)
    confirm(GUEST, owner_ref="order-a", at=at)
    assert left(listing, at + timedelta(days=9)) == 6


def test_releasing_gives_everything_back_once(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 4, "order-a", at)
    assert release(GUEST, owner_ref="order-a", at=at) == 1
    assert release(GUEST, owner_ref="order-a", at=at) == 0
    assert left(listing, at) == 10
    assert prove_stock() == []


def test_one_line_can_be_released_alone(at: datetime) -> None:
    listing = make_stock(10)
    hold(listing, 2, "order-a", at, lines=2)
    assert release(GUEST, owner_ref="order-a", at=at, line_refs=["order-a-1"]) == 1
    assert left(listing, at) == 8


def test_the_sweep_ends_due_holds_only(at: datetime, db_session: Session) -> None:
    listing = make_stock(10)
    hold(listing, 4, "order-a", at)
    hold(listing, 3, "order-b", at + HALF_HOUR)
    assert sweep_due_holds(GUEST, at=at + HALF_HOUR) == 0
    hold(listing, 1, "order-c", at + HALF_HOUR)
    assert sweep_due_holds(GUEST, at=at + 3 * HALF_HOUR) == 2
    assert left(listing, at + 3 * HALF_HOUR) == 10
    assert prove_stock() == []
