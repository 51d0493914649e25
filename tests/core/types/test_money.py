"""Money: integer fen, half up, parts that sum."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.types.money import (
    CurrencyMismatch,
    Money,
    div_half_up,
    each_total_fen,
    line_total_fen,
    round_half_up,
    split_fen,
    tax_part_fen,
)


def test_a_tie_is_rounded_away_from_zero() -> None:
    assert round_half_up(Decimal("636.905"), 2) == Decimal("636.91")
    assert div_half_up(5, 2) == 3
    assert div_half_up(-5, 2) == -3


def test_a_weighed_line_is_rounded_once() -> None:
    assert line_total_fen(63_500, 100_300) == 63_691  # case P1 of contracts.md


def test_a_counted_line_is_price_times_pieces() -> None:
    assert each_total_fen(1_280_000, 3) == 38_400


def test_tax_is_contained_in_the_price() -> None:
    assert tax_part_fen(1_814_400, 900) == 149_813  # case P14
    assert tax_part_fen(100, 0) == 0


def test_two_currencies_are_never_added() -> None:
    with pytest.raises(CurrencyMismatch):
        Money(1) + Money(1, "HKD")


def test_money_is_never_a_float() -> None:
    with pytest.raises(TypeError):
        Money(1.5)  # type: ignore[arg-type]


def test_ties_of_a_split_go_to_the_first() -> None:
    assert split_fen(100, [1, 1, 1]) == [34, 33, 33]
    assert split_fen(-100, [1, 1, 1]) == [-34, -33, -33]


@given(
    total=st.integers(-(10**12), 10**12),
    weights=st.lists(st.integers(0, 10**6), min_size=1, max_size=20).filter(any),
)
def test_the_parts_of_a_split_always_sum_to_the_whole(total: int, weights: list[int]) -> None:
    parts = split_fen(total, weights)
    assert sum(parts) == total
    assert all(p == 0 for p, w in zip(parts, weights, strict=True) if w == 0)


@given(gross=st.integers(0, 10**11), rate=st.sampled_from([0, 100, 300, 600, 900, 1300]))
def test_tax_is_the_nearest_fen(gross: int, rate: int) -> None:
    exact = Decimal(gross) * rate / (10_000 + rate)
    assert abs(Decimal(tax_part_fen(gross, rate)) - exact) <= Decimal("0.5")
