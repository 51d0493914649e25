"""Booking a coming harvest through the one pipeline, and what happens when it comes in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import SYSTEM
from catalog.errors import HarvestFull, HarvestNotIn
from catalog.models.stock import Allocation, Reservation
from catalog.models.supply import Commitment, HarvestDecision
from catalog.queries.booking import weeks_to_book
from catalog.queries.stock import available_pieces
from catalog.rules.cards import Terms
from catalog.services.commitments import commit
from catalog.services.proof import prove_stock
from core.errors import InvalidInput
from shop.errors import LineNotFound
from shop.models.orders import HarvestChoice, LineShortage, OrderLine
from shop.models.payments import Refund
from shop.rules.orders import OrderLineRequest, PlacedOrder
from shop.services import order_harvests
from tests.factories.accounts import make_org
from tests.factories.harvest import (
    FRIDAY,
    MONDAY,
    PIECE_G,
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
    take_to_scale,
)

pytestmark = pytest.mark.usefixtures("db_session")


def test_a_booking_counts_in_its_week_and_not_in_stock(db_session: Session):
    terms = forecasted()

    placed = booked(terms, 4)

    line = line_of(db_session, placed)
    assert bucket(db_session).booked_g == 4 * PIECE_G
    assert available_pieces([terms.listing_id], at=AT)[terms.listing_id] == 1
    assert line.harvest_on == MONDAY
    assert line.arrives_on > MONDAY + timedelta(days=4)
    assert prove_stock() == []


def test_no_more_is_booked_than_a_tenth_of_the_forecast(db_session: Session):
    terms = forecasted()
    booked(terms, 8)

    with pytest.raises(HarvestFull) as refused:
        make_order(**wanted(terms, 3))

    assert refused.value.left == 2
    assert [week.room_g for week in weeks_to_book(terms.listing_id, at=AT)] == [2 * PIECE_G]
    assert bucket(db_session).booked_g == 8 * PIECE_G


def test_an_unpaid_booking_ends_and_its_room_is_free_again(db_session: Session):
    terms = forecasted()
    make_order(**wanted(terms, 10))
    later = AT + timedelta(hours=2)

    assert [week.room_g for week in weeks_to_book(terms.listing_id, at=later)] == [10 * PIECE_G]
    make_order(at=later, **wanted(terms, 10))

    assert bucket(db_session).booked_g == 10 * PIECE_G
    assert prove_stock() == []


def test_a_week_that_has_begun_is_not_booked():
    terms = forecasted()

    with pytest.raises(HarvestFull):
        make_order(at=AT + timedelta(days=7), **wanted(terms, 1))


def test_booked_goods_are_not_picked_before_they_come_in():
    placed = booked(forecasted(), 2)

    with pytest.raises(HarvestNotIn):
        take_to_scale(placed)


def test_a_harvest_becomes_a_lot_and_bookings_get_theirs_of_it(db_session: Session):
    terms = forecasted()
    placed = booked(terms, 4)

    done = bring_in(terms, 20)

    rows = db_session.scalars(select(Allocation).order_by(Allocation.id)).all()
    assert (done.served, done.short) == (1, 0)
    assert [row.pieces for row in rows] == [1, 3]  # first what was there, then of the harvest
    assert rows[1].lot_id == done.lot.id
    assert {row.line_ref for row in rows} == {line_of(db_session, placed).ref}
    assert bucket(db_session).booked_g == 0
    assert bucket(db_session).closed_at == FRIDAY
    assert available_pieces([terms.listing_id], at=FRIDAY)[terms.listing_id] == 17
    assert prove_stock() == []


def test_floors_come_first_then_bookings_by_payment_then_the_rest(db_session: Session):
    terms = forecasted()
    commit(
        SYSTEM,
        contract_ref="contract-a",
        seller_id=terms.seller_id,
        spec_id=terms.spec_id,
        weeks={MONDAY: 20 * PIECE_G},
        priority_at=AT,
    )
    second = booked(terms, 3, at=AT + timedelta(minutes=9))
    first = booked(terms, 5, at=AT + timedelta(minutes=2))

    bring_in(terms, 25)  # one piece is there already: 26 for 19 + 5 + 3 + 1

    rows = db_session.scalars(select(HarvestDecision).order_by(HarvestDecision.id)).all()
    assert [(row.step, row.wanted_g // PIECE_G, row.given_g // PIECE_G) for row in rows] == [
        ("floor", 19, 19),
        ("orders", 5, 5),
        ("orders", 3, 2),
        ("above", 1, 0),
    ]
    assert [rows[1].line_ref, rows[2].line_ref] == [
        line_of(db_session, first).ref,
        line_of(db_session, second).ref,
    ]
    assert db_session.scalar(select(Commitment.shielded_pieces)) == 19
    assert prove_stock() == []


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


def test_an_order_with_other_goods_goes_on_without_what_is_missing(db_session: Session) -> None:
    seller = make_org()
    placed = make_paid_order((make_box(seller=seller), 1), (make_box(seller=seller), 1))
    first = db_session.scalars(select(OrderLine.ref).order_by(OrderLine.id)).first()

    order_harvests.note_short_harvest(SYSTEM, line_ref=first, given=0, missing=1, at=FRIDAY)

    assert state_of(db_session, placed) == "placed"
    assert db_session.scalars(select(LineShortage.pieces)).all() == [1]
    assert db_session.scalars(select(HarvestChoice)).all() == []
