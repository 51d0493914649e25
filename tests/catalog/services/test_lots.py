"""Lots come in, are released, blocked, recalled; the proof finds a wrong counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from accounts.rules.permissions import Role
from catalog.errors import LotStepRefused
from catalog.models.stock import Lot, StockMovement, StockPool
from catalog.queries.lots import get_lot, get_public_lot, list_lots
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.services.lots import (
    NewLot,
    block_lot,
    block_past_lots,
    recall_lot,
    receive_and_release,
    receive_lot,
    release_lot,
)
from catalog.services.proof import Difference, prove_stock
from core.errors import InvalidInput, NotAllowed, NotFound
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import DAY, make_listing, make_lot

pytestmark = pytest.mark.usefixtures("db_session")


def fresh(listing: Terms) -> NewLot:
    return NewLot(
        seller_id=listing.seller_id,
        spec_id=listing.spec_id,
        county_code=listing.county_code,
        produced_on=DAY - timedelta(days=1),
        pieces=4,
        grams=9_200,
        certificate_no="CC-1",
    )


def left(listing: Terms, at: datetime) -> int:
    return available_pieces([listing.listing_id], at=at)[listing.listing_id]


def test_the_shelf_life_counts_from_production_and_the_number_is_given(at: datetime) -> None:
    listing = make_listing()
    first = receive_lot(SYSTEM, fresh(listing), at=at)
    second = receive_lot(SYSTEM, fresh(listing), at=at)
    assert (first.lot_no, second.lot_no) == ("YC-1124A", "YC-1124B")
    assert first.best_before == date(2027, 11, 24)
    assert left(listing, at) == 0


def test_goods_with_their_paper_can_be_sold_at_once(at: datetime) -> None:
    listing = make_listing()
    lot = receive_and_release(SYSTEM, fresh(listing), at=at)
    assert left(listing, at) == 4
    assert get_public_lot(lot.ref).state == "released"


def test_without_a_paper_nothing_is_released(at: datetime) -> None:
    listing = make_listing()
    lot = receive_lot(SYSTEM, replace(fresh(listing), certificate_no=" "), at=at)
    with pytest.raises(LotStepRefused) as refused:
        release_lot(SYSTEM, lot_ref=lot.ref, at=at)
    assert refused.value.code == "lot_needs_certificate"
    assert left(listing, at) == 0


def test_a_lot_past_its_day_is_not_released_and_the_night_blocks_it(at: datetime) -> None:
    listing = make_listing()
    old = receive_lot(SYSTEM, replace(fresh(listing), best_before=DAY), at=at)
    with pytest.raises(LotStepRefused):
        release_lot(SYSTEM, lot_ref=old.ref, at=at)
    make_lot(listing, pieces=3, best_before=DAY + timedelta(days=2))
    assert block_past_lots(SYSTEM, at=at + timedelta(days=1)) == 0
    assert block_past_lots(SYSTEM, at=at + timedelta(days=2)) == 1
    assert left(listing, at) == 0


def test_every_wrong_field_is_named(at: datetime) -> None:
    listing = make_listing()
    taken = make_lot(listing)
    wrong = replace(
        fresh(listing),
        lot_no=taken.lot_no,
        pieces=0,
        grams=0,
        produced_on=DAY + timedelta(days=1),
        best_before=DAY,
    )
    with pytest.raises(InvalidInput) as refused:
        receive_lot(SYSTEM, wrong, at=at)
    assert refused.value.fields == {
        "pieces": "at_least_one",
        "grams": "at_least_one",
        "lot_no": "lot_no_taken",
        "produced_on": "in_the_future",
        "best_before": "before_production",
    }


def test_a_block_needs_a_reason_and_a_recall_is_final(at: datetime) -> None:
    listing = make_listing()
    lot = make_lot(listing)
    with pytest.raises(InvalidInput):
        block_lot(SYSTEM, lot_ref=lot.ref, reason=" ", at=at)
    block_lot(SYSTEM, lot_ref=lot.ref, reason="抽检", at=at)
    assert left(listing, at) == 0
    release_lot(SYSTEM, lot_ref=lot.ref, at=at)
    assert left(listing, at) == 10
    recall_lot(SYSTEM, lot_ref=lot.ref, reason="检出超标", at=at)
    with pytest.raises(LotStepRefused):
        release_lot(SYSTEM, lot_ref=lot.ref, at=at)
    assert prove_stock() == []


def test_a_lot_in_quarantine_is_nobodys_business(at: datetime) -> None:
    lot = make_lot(make_listing(), is_released=False)
    with pytest.raises(NotFound):
        get_public_lot(lot.ref)


def test_somebody_elses_lot_is_not_found(at: datetime) -> None:
    listing = make_listing()
    lot, stranger = make_lot(listing), actor_for(make_org())
    with pytest.raises(NotFound):
        block_lot(stranger, lot_ref=lot.ref, reason="x", at=at)
    with pytest.raises(NotFound):
        get_lot(lot.ref, org_id=stranger.org_id or 0)
    assert list_lots(org_id=stranger.org_id or 0) == []
    assert left(listing, at) == 10


def test_finance_does_not_touch_lots(at: datetime) -> None:
    seller = make_org()
    lot = make_lot(make_listing(seller=seller))
    with pytest.raises(NotAllowed):
        block_lot(actor_for(seller, Role.SELLING_FINANCE), lot_ref=lot.ref, reason="x", at=at)


def test_movements_are_never_changed(db_session: Session) -> None:
    make_lot(make_listing())
    movement = db_session.query(StockMovement).order_by(StockMovement.id.desc()).first()
    assert movement is not None
    movement.pieces = 99
    with pytest.raises(RuntimeError, match="append-only"):
        db_session.flush()


def test_the_proof_names_a_counter_that_is_wrong(db_session: Session) -> None:
    lot = make_lot(make_listing())
    pool_id = db_session.get_one(Lot, lot.id).pool_id
    pool = db_session.get_one(StockPool, pool_id, populate_existing=True)
    pool.reserved_pieces = 3
    db_session.flush()
    assert prove_stock() == [Difference("stock_pool", pool_id, "reserved_pieces", 3, 0)]
