"""First expiry first out, and the states of lots."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.lot_numbers import lot_no
from catalog.rules.lots import (
    LotChoice,
    LotState,
    Take,
    choose_lots,
    days_on_arrival,
    fefo_order,
    fits_pieces,
    lasts,
    lot_may_become,
)

DAY = date(2026, 12, 1)
AT = datetime(2026, 11, 20, tzinfo=UTC)


def lot(number: int, ends_in: int | None, free: int, *, hours: int = 0) -> LotChoice:
    ends = None if ends_in is None else DAY + timedelta(days=ends_in)
    return LotChoice(number, ends, AT + timedelta(hours=hours), free)


def choose(lots: list[LotChoice], pieces: int, min_days: int = 0) -> list[Take]:
    return choose_lots(lots, pieces=pieces, arrives_on=DAY, min_days=min_days)


def test_order_is_last_day_then_received_then_entered() -> None:
    lots = [lot(1, None, 1), lot(2, 9, 1, hours=2), lot(3, 9, 1, hours=1), lot(4, 3, 1)]
    assert [choice.id for choice in fefo_order(lots)] == [4, 3, 2, 1]
    assert [choice.id for choice in fefo_order([lot(6, 9, 1), lot(5, 9, 1)])] == [5, 6]


def test_the_earliest_lot_alone_is_enough() -> None:
    assert choose([lot(1, 10, 5), lot(2, 30, 50)], 5) == [Take(1, 5)]


def test_a_line_is_split_when_the_next_lot_ends_much_later() -> None:
    assert choose([lot(1, 10, 3), lot(2, 13, 9)], 5) == [Take(1, 3), Take(2, 2)]


@pytest.mark.parametrize("gap", [0, 1, 2])
def test_one_lot_is_preferred_within_two_days_of_the_earliest(gap: int) -> None:
    assert choose([lot(1, 10, 3), lot(2, 10 + gap, 9)], 5) == [Take(2, 5)]


def test_lots_that_do_not_last_are_passed_over() -> None:
    assert choose([lot(1, 4, 9), lot(2, 5, 9)], 2, min_days=5) == [Take(2, 2)]


def test_wine_that_never_expires_goes_by_the_day_it_came() -> None:
    assert choose([lot(1, None, 4, hours=5), lot(2, None, 4)], 4, min_days=400) == [Take(2, 4)]


def test_too_little_gives_nothing_at_all() -> None:
    assert choose([lot(1, 10, 3), lot(2, 10, 1)], 5) == []
    assert choose([], 1) == []
    assert choose([lot(1, 10, 3)], 0) == []


def test_days_are_counted_on_arrival() -> None:
    assert days_on_arrival(DAY + timedelta(days=9), DAY) == 9
    assert days_on_arrival(None, DAY) is None
    assert lasts(DAY + timedelta(days=9), DAY, 9)
    assert not lasts(DAY + timedelta(days=8), DAY, 9)


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 9)), max_size=6), st.integers(1, 30))
def test_a_choice_takes_exactly_what_is_wanted_and_never_more_than_a_lot_has(
    given_lots: list[tuple[int, int]], pieces: int
) -> None:
    lots = [lot(number, ends, free) for number, (ends, free) in enumerate(given_lots)]
    takes = choose(lots, pieces, min_days=3)
    suitable = {
        choice.id: choice.free_pieces for choice in lots if lasts(choice.best_before, DAY, 3)
    }
    if sum(suitable.values()) < pieces:
        assert takes == []
    else:
        assert sum(take.pieces for take in takes) == pieces
        assert all(0 < take.pieces <= suitable[take.lot_id] for take in takes)


def test_a_recalled_lot_is_never_sold_again() -> None:
    assert not any(lot_may_become(LotState.RECALLED, target) for target in LotState)


def test_a_blocked_lot_may_be_released_after_a_check() -> None:
    assert lot_may_become(LotState.BLOCKED, LotState.RELEASED)
    assert not lot_may_become(LotState.QUARANTINE, LotState.DEPLETED)


@pytest.mark.parametrize(
    ("index", "number"), [(0, "YC-0915A"), (25, "YC-0915Z"), (26, "YC-0915AA"), (53, "YC-0915BB")]
)
def test_lot_numbers_go_on_after_z(index: int, number: str) -> None:
    assert lot_no("640323", date(2026, 9, 15), index) == number


def test_a_county_of_fujian_is_numbered_by_its_code() -> None:
    assert lot_no("350982", date(2026, 9, 15), 0) == "F982-0915A"


@pytest.mark.parametrize(
    ("grams", "fits"),
    [(9_999, False), (10_000, True), (23_000, True), (52_000, True), (52_001, False)],
)
def test_ten_legs_of_2_to_2_6_kg_weigh_between_half_and_double(grams, fits):
    assert fits_pieces(grams, 10, [(2000, 2600)]) is fits


def test_goods_that_are_not_sold_yet_may_weigh_anything():
    assert fits_pieces(999_000, 1, [])
