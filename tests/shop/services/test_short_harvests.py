"""A harvest brings less than was booked, or comes in several loads."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from catalog.models.stock import Allocation, Reservation
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.services.proof import prove_stock
from core.errors import InvalidInput
from shop.errors import LineNotFound
from shop.models.orders import HarvestChoice, LineShortage
from shop.models.payments import Refund
from shop.rules.orders import OrderLineRequest, PlacedOrder
from shop.services import order_harvests
from tests.factories.harvests import (
    FRIDAY,
    MONDAY,
    booked,
    bring_in,
    bucket,
    forecasted,
    hear,
    line_of,
    state_of,
    wanted,
)
from tests.factories.shop import (
    AT,
    make_box,
    make_order,
    make_paid_order,
    make_shopper,
)

pytestmark = pytest.mark.usefixtures("db_session")


def short_by_one() -> tuple[Terms, PlacedOrder]:
    """Four were booked, three come (one of them was in the store)."""
    terms = forecasted()
    placed = booked(terms, 4)
    bring_in(terms, 2)
    hear()
    return terms, placed


def test_who_gets_a_part_may_choose_and_silence_takes_it(db_session: Session):
    _terms, placed = short_by_one()
    choice = db_session.scalars(select(HarvestChoice)).one()
    assert (choice.given_pieces, choice.missing_pieces) == (3, 1)
    assert db_session.scalars(select(LineShortage.pieces)).all() == [1]

    order_harvests.take_by_silence(choice_ref=choice.ref, at=choice.answer_due_at)

    db_session.refresh(choice)
    assert (choice.answer, choice.answered_by) == ("take", "clock")
    assert state_of(db_session, placed) == "placed"


def test_all_of_it_may_come_back_and_the_goods_are_free(db_session: Session):
    terms, placed = short_by_one()
    choice = db_session.scalars(select(HarvestChoice)).one()
    line = line_of(db_session, placed)

    order_harvests.answer_harvest(SYSTEM, choice_ref=choice.ref, answer="back", at=FRIDAY)

    refund = db_session.scalars(select(Refund)).one()
    assert state_of(db_session, placed) == "cancelled"
    assert refund.amount_fen == line.ceiling_fen + line.freight_fen
    assert available_pieces([terms.listing_id], at=FRIDAY)[terms.listing_id] == 3
    with pytest.raises(InvalidInput):
        order_harvests.answer_harvest(SYSTEM, choice_ref=choice.ref, answer="take", at=FRIDAY)
    assert prove_stock() == []


def test_a_stranger_does_not_answer(db_session: Session):
    short_by_one()
    choice = db_session.scalars(select(HarvestChoice)).one()

    with pytest.raises(LineNotFound):
        order_harvests.answer_harvest(
            make_shopper(), choice_ref=choice.ref, answer="back", at=FRIDAY
        )


def test_who_gets_nothing_gets_the_money_back(db_session: Session):
    terms = forecasted()
    booked(terms, 3, at=AT)
    late = booked(terms, 2, at=AT + timedelta(minutes=5))

    bring_in(terms, 2)
    hear()

    assert state_of(db_session, late) == "cancelled"
    assert db_session.scalars(select(Refund.amount_fen)).all() == [late.due_fen]
    assert prove_stock() == []


def test_of_an_early_load_nobody_overtakes_and_the_pieces_wait(db_session: Session):
    terms = forecasted()
    first = booked(terms, 6, at=AT)
    booked(terms, 1, at=AT + timedelta(minutes=5))

    early = bring_in(terms, 3, is_last=False)
    assert (early.served, early.short) == (0, 0)
    assert available_pieces([terms.listing_id], at=FRIDAY)[terms.listing_id] == 0
    assert prove_stock() == []
    last = bring_in(terms, 4)

    assert (last.served, last.short) == (2, 0)
    got = select(Allocation.pieces).where(Allocation.line_ref == line_of(db_session, first).ref)
    assert sum(db_session.scalars(got)) == 6
    assert prove_stock() == []


def test_with_the_last_load_unpaid_bookings_end(db_session: Session):
    terms = forecasted()
    make_order(**wanted(terms, 2))

    bring_in(terms, 5)

    assert db_session.scalars(select(Reservation.state)).all() == ["expired"]
    assert bucket(db_session).booked_g == 0


def test_a_harvest_and_stock_are_two_orders():
    terms = forecasted()
    lines = [
        OrderLineRequest(terms.listing_id, 1, harvest_on=MONDAY),
        OrderLineRequest(terms.listing_id, 1),
    ]

    with pytest.raises(Exception, match="one_harvest_an_order"):
        make_order(lines=lines)


def test_orders_from_stock_are_as_before(db_session: Session):
    placed = make_paid_order((make_box(pieces=2), 1))

    assert line_of(db_session, placed).harvest_on is None
