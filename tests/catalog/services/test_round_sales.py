"""What the shop sells of a listing while a round is open counts against its cap."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from accounts.rules.actor import SYSTEM
from catalog.errors import OutOfStock, RoundNotOpen
from catalog.queries.rounds import list_rounds
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.rules.stock import Want
from catalog.services import stock
from catalog.services.proof import prove_stock
from catalog.services.rounds import NewRound, plan_round
from tests.factories.catalog import make_stock

pytestmark = pytest.mark.usefixtures("db_session")


def plan(listing: Terms, opens: datetime, *, cap: int | None = 5, hours: int = 24) -> None:
    new = NewRound(
        listing_ref=listing.listing_ref,
        name_zh="第一车",
        name_en="First truck",
        opens_at=opens,
        cutoff_at=opens + timedelta(hours=hours),
        harvest_from=date(2026, 11, 25),
        harvest_to=date(2026, 11, 26),
        cap_pieces=cap,
    )
    plan_round(SYSTEM, new, at=opens)


def take(listing: Terms, owner: str, pieces: int, at: datetime, **more: bool) -> None:
    want = Want(f"{owner}-1", listing.listing_id, pieces, pieces * 2300, **more)
    ends = at + timedelta(minutes=50)
    stock.reserve(SYSTEM, owner_ref=owner, wants=[want], expires_at=ends, at=at)


def sold(listing: Terms, at: datetime) -> list[int]:
    return [card.sold_pieces for card in list_rounds([listing.listing_id], at=at)]


def test_an_open_round_sells_to_its_cap_and_no_more(at: datetime) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at)
    take(listing, "a", 4, at)
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 1}
    with pytest.raises(OutOfStock) as refused:
        take(listing, "b", 2, at)
    assert refused.value.context["left"] == 1
    assert sold(listing, at) == [4]
    assert prove_stock() == []


def test_what_is_given_back_can_be_sold_again(at: datetime) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at)
    take(listing, "a", 5, at)
    stock.release(SYSTEM, owner_ref="a", at=at)
    assert sold(listing, at) == [0]
    take(listing, "b", 5, at)
    take_again_at = at + timedelta(minutes=51)  # b never paid
    take(listing, "c", 5, take_again_at)
    assert sold(listing, take_again_at) == [5]
    assert prove_stock() == []


def test_nobody_orders_before_a_planned_round_opens(at: datetime) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at + timedelta(hours=2))
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 0}
    with pytest.raises(RoundNotOpen):
        take(listing, "a", 1, at)


def test_after_the_cut_off_nothing_more_enters_the_round_and_stock_sells_as_usual(
    at: datetime,
) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at, hours=1)
    take(listing, "a", 2, at + timedelta(minutes=30))
    late = at + timedelta(hours=2)
    take(listing, "b", 3, late)
    assert available_pieces([listing.listing_id], at=late) == {listing.listing_id: 17}
    assert prove_stock() == []


def test_a_hold_in_a_round_never_outlives_its_cut_off(at: datetime) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at, hours=1)
    take(listing, "a", 2, at + timedelta(minutes=30))
    at_cutoff = at + timedelta(hours=1)
    assert available_pieces([listing.listing_id], at=at_cutoff) == {listing.listing_id: 20}


def test_call_offs_of_contracts_do_not_enter_rounds(at: datetime) -> None:
    listing = make_stock(pieces=20)
    plan(listing, at)
    take(listing, "c", 9, at, enters_rounds=False)
    assert sold(listing, at) == [0]
    assert available_pieces([listing.listing_id], at=at) == {listing.listing_id: 5}
