"""First expiry first out, from the reservation to the truck."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import GUEST, SYSTEM
from catalog.errors import AllocationMoved, HoldExpired, LotNotReleased, NoSuitableLot
from catalog.models.stock import Lot, StockMovement
from catalog.queries.lots import lots_of_allocation
from catalog.queries.stock import available_pieces
from catalog.rules.cards import AllocatedLot, LotCard, Terms
from catalog.rules.stock import Want
from catalog.services.allocation import AllocLine, allocate, pick, reassign, ship, weigh
from catalog.services.lots import block_lot
from catalog.services.proof import prove_stock
from catalog.services.stock import confirm, release, reserve
from tests.factories.catalog import DAY, make_catch_weight_listing, make_listing, make_lot

pytestmark = pytest.mark.usefixtures("db_session")
ARRIVES = DAY + timedelta(days=3)


def order(
    listing: Terms, pieces: int, at: datetime, *, min_days: int = 0, ref: str = "o1"
) -> list[AllocatedLot]:
    grams = pieces * listing.nominal_g
    want = Want(f"{ref}-line", listing.listing_id, pieces, grams)
    expires = at + timedelta(minutes=50)
    reserve(GUEST, owner_ref=ref, wants=[want], expires_at=expires, at=at)
    line = AllocLine(f"{ref}-line", listing.listing_id, pieces, grams, ARRIVES, min_days)
    return allocate(GUEST, owner_ref=ref, lines=[line], at=at)[f"{ref}-line"]


def lot_row(db_session: Session, lot: LotCard) -> Lot:
    return db_session.get_one(Lot, lot.id, populate_existing=True)


def kinds(db_session: Session, lot: LotCard) -> list[tuple[str, int, int]]:
    rows = select(StockMovement).where(StockMovement.lot_id == lot.id).order_by(StockMovement.id)
    return [(row.kind, row.pieces, row.grams) for row in db_session.scalars(rows)]


def test_the_lot_that_ends_first_goes_first(at: datetime) -> None:
    listing = make_listing()
    late = make_lot(listing, pieces=10, best_before=date(2027, 3, 1))
    early = make_lot(listing, pieces=3, best_before=date(2027, 1, 1))
    taken = order(listing, 5, at)
    assert [(lot.lot_id, lot.pieces, lot.state) for lot in taken] == [
        (early.id, 3, "planned"),
        (late.id, 2, "planned"),
    ]
    assert prove_stock() == []


def test_a_lot_too_near_its_end_on_arrival_is_passed_over(at: datetime) -> None:
    listing = make_listing()
    make_lot(listing, pieces=10, best_before=ARRIVES + timedelta(days=4))
    good = make_lot(listing, pieces=10, best_before=ARRIVES + timedelta(days=5))
    assert [lot.lot_id for lot in order(listing, 2, at, min_days=5)] == [good.id]


def test_without_a_suitable_lot_nothing_is_allocated(at: datetime) -> None:
    listing = make_listing()
    make_lot(listing, pieces=10, best_before=ARRIVES + timedelta(days=4))
    with pytest.raises(NoSuitableLot):
        order(listing, 2, at, min_days=5)
    assert lots_of_allocation(["o1-line"]) == {}
    assert prove_stock() == []


def test_allocating_twice_keeps_what_is_there(at: datetime) -> None:
    listing = make_listing()
    make_lot(listing, pieces=10)
    first = order(listing, 2, at)
    line = AllocLine("o1-line", listing.listing_id, 2, 4600, ARRIVES, 0)
    assert allocate(GUEST, owner_ref="o1", lines=[line], at=at)["o1-line"] == first


def test_an_expired_hold_gives_its_lots_back_too(at: datetime, db_session: Session) -> None:
    listing = make_listing()
    lot = make_lot(listing, pieces=10)
    order(listing, 10, at)
    later = at + timedelta(hours=1)
    assert available_pieces([listing.listing_id], at=later)[listing.listing_id] == 10
    order(listing, 10, later, ref="o2")
    assert lot_row(db_session, lot).allocated_pieces == 10
    assert lots_of_allocation(["o1-line"]) == {}
    line = AllocLine("o1-line", listing.listing_id, 10, 23_000, ARRIVES, 0)
    with pytest.raises(HoldExpired):
        allocate(GUEST, owner_ref="o1", lines=[line], at=later)
    assert prove_stock() == []


def test_cancelling_frees_the_lots(at: datetime, db_session: Session) -> None:
    listing = make_listing()
    lot = make_lot(listing, pieces=10)
    order(listing, 4, at)
    release(GUEST, owner_ref="o1", at=at)
    assert lot_row(db_session, lot).allocated_pieces == 0
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 10
    assert prove_stock() == []


def test_shipping_posts_the_goods_out_of_their_lot(at: datetime, db_session: Session) -> None:
    listing = make_listing()
    lot = make_lot(listing, pieces=10)
    order(listing, 4, at)
    confirm(GUEST, owner_ref="o1", at=at)
    pick(SYSTEM, line_ref="o1-line", at=at)
    ship(SYSTEM, owner_ref="o1", at=at)
    ship(SYSTEM, owner_ref="o1", at=at)
    assert kinds(db_session, lot) == [("received", 10, 23_000), ("shipped", -4, -9_200)]
    row = lot_row(db_session, lot)
    assert (row.pieces, row.grams, row.allocated_pieces) == (6, 13_800, 0)
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 6
    assert prove_stock() == []


def test_weighed_grams_leave_and_the_last_piece_takes_the_lot_to_zero(
    at: datetime, db_session: Session
) -> None:
    listing = make_catch_weight_listing()
    lot = make_lot(listing, pieces=2, grams=30_000)
    order(listing, 2, at)
    pick(SYSTEM, line_ref="o1-line", at=at)
    weigh(SYSTEM, line_ref="o1-line", pieces_g=[14_200, 15_100], at=at)
    ship(SYSTEM, owner_ref="o1", at=at)
    assert kinds(db_session, lot)[1:] == [
        ("weigh_difference", 0, -700),
        ("shipped", -2, -29_300),
    ]
    row = lot_row(db_session, lot)
    assert (row.pieces, row.grams, row.state) == (0, 0, "depleted")
    assert lots_of_allocation(["o1-line"])["o1-line"][0].grams == 29_300
    assert prove_stock() == []


def test_a_piece_that_was_not_weighed_goes_back_to_stock(at: datetime) -> None:
    listing = make_catch_weight_listing()
    make_lot(listing, pieces=5)
    order(listing, 3, at)
    weigh(SYSTEM, line_ref="o1-line", pieces_g=[14_000, 15_000], at=at)
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 3
    assert prove_stock() == []


def test_more_pieces_than_set_aside_cannot_be_weighed(at: datetime) -> None:
    listing = make_catch_weight_listing()
    make_lot(listing, pieces=5)
    order(listing, 1, at)
    with pytest.raises(AllocationMoved):
        weigh(SYSTEM, line_ref="o1-line", pieces_g=[14_000, 15_000], at=at)
    assert lots_of_allocation(["o1-line"])["o1-line"][0].state == "planned"


def test_a_plan_may_move_a_line_to_a_later_lot(at: datetime) -> None:
    listing = make_listing()
    early = make_lot(listing, pieces=5, best_before=date(2027, 1, 1))
    late = make_lot(listing, pieces=5, best_before=date(2027, 3, 1))
    assert order(listing, 3, at)[0].lot_id == early.id
    reassign(SYSTEM, assignments=[("o1-line", late.id, 3, 6900)], at=at)
    assert [lot.lot_id for lot in lots_of_allocation(["o1-line"])["o1-line"]] == [late.id]
    assert prove_stock() == []


def test_a_plan_may_not_go_below_the_days_promised(at: datetime) -> None:
    listing = make_listing()
    good = make_lot(listing, pieces=5, best_before=ARRIVES + timedelta(days=9))
    short = make_lot(listing, pieces=5, best_before=ARRIVES + timedelta(days=2))
    assert order(listing, 3, at, min_days=5)[0].lot_id == good.id
    with pytest.raises(NoSuitableLot):
        reassign(SYSTEM, assignments=[("o1-line", short.id, 3, 6900)], at=at)


def test_a_plan_may_not_move_what_is_picked(at: datetime) -> None:
    listing = make_listing()
    make_lot(listing, pieces=5, best_before=date(2027, 1, 1))
    late = make_lot(listing, pieces=5, best_before=date(2027, 3, 1))
    order(listing, 3, at)
    pick(SYSTEM, line_ref="o1-line", at=at)
    with pytest.raises(AllocationMoved):
        reassign(SYSTEM, assignments=[("o1-line", late.id, 3, 6900)], at=at)


def test_a_blocked_lot_hands_its_lines_to_another_lot(at: datetime) -> None:
    listing = make_listing()
    early = make_lot(listing, pieces=5, best_before=date(2027, 1, 1))
    late = make_lot(listing, pieces=5, best_before=date(2027, 3, 1))
    order(listing, 3, at)
    assert block_lot(SYSTEM, lot_ref=early.ref, reason="温度超标", at=at) == []
    assert [lot.lot_id for lot in lots_of_allocation(["o1-line"])["o1-line"]] == [late.id]
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 2
    assert prove_stock() == []


def test_lines_that_find_no_other_lot_are_named_and_cannot_leave(at: datetime) -> None:
    listing = make_listing()
    only = make_lot(listing, pieces=5)
    order(listing, 3, at)
    assert block_lot(SYSTEM, lot_ref=only.ref, reason="温度超标", at=at) == ["o1-line"]
    assert available_pieces([listing.listing_id], at=at)[listing.listing_id] == 0
    with pytest.raises(NoSuitableLot):
        ship(SYSTEM, owner_ref="o1", at=at)
    assert prove_stock() == []


def test_a_lot_blocked_behind_our_back_stops_the_truck(at: datetime, db_session: Session) -> None:
    listing = make_listing()
    lot = make_lot(listing, pieces=5)
    order(listing, 3, at)
    lot_row(db_session, lot).state = "blocked"
    db_session.flush()
    with pytest.raises(LotNotReleased):
        ship(SYSTEM, owner_ref="o1", at=at)
