"""Fees: the rate of the day, its limits, and what goes back with a refund."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop.rules.earnings import Fee, FeeKind, Rate, fee_back_fen, fee_of, rates_on

COMMISSION, CHANNEL = FeeKind.COMMISSION, FeeKind.CHANNEL
DAY = date(2026, 11, 25)


def rate(bp=100, *, kind=COMMISSION, since=DAY, own=False, low=0, high=None):
    return Rate(kind, bp, low, high, since, is_own=own)


def test_nothing_set_means_a_commission_of_zero():
    [only] = rates_on(DAY, [])
    assert fee_of(only, 10_000) == Fee(COMMISSION, 0, 10_000, 0)


def test_the_latest_day_counts_then_the_newest_row_and_an_own_rate_beats_all():
    older, newer = rate(300, since=date(2026, 1, 1)), rate(200)
    future = rate(900, since=date(2026, 11, 26))
    assert rates_on(DAY, [newer, older, future]) == [newer]
    again = rate(150)
    assert rates_on(DAY, [newer, again]) == [again]
    own = rate(0, since=date(2025, 1, 1), own=True)
    channel = rate(60, kind=CHANNEL)
    assert rates_on(DAY, [own, newer, channel]) == [own, channel]


@pytest.mark.parametrize(
    ("base", "wished", "fee"),
    [
        (10_000, rate(60), 60),
        (12_345, rate(60), 74),  # 74.07
        (12_250, rate(100), 123),  # 122.5 rounds up
        (1_000, rate(100, low=50), 50),
        (1_000_000, rate(100, high=3000), 3000),
        (30, rate(100, low=50), 30),
        (0, rate(100, low=50), 0),
    ],
)
def test_a_fee_is_a_share_within_its_limits_and_never_more_than_the_goods(base, wished, fee):
    assert fee_of(wished, base).amount_fen == fee


@given(
    st.integers(0, 10**7),
    st.integers(0, 3000),
    st.lists(st.integers(1, 10**6), max_size=8),
)
def test_the_parts_of_a_fee_that_go_back_never_exceed_it_and_all_of_it_goes_back_at_the_end(
    base, bp, refunds
):
    fee, given_back, before = fee_of(rate(bp), base), 0, 0
    for now in refunds:
        part = fee_back_fen(fee, before_fen=before, now_fen=now)
        assert part >= 0
        given_back, before = given_back + part, before + now
    assert given_back <= fee.amount_fen
    assert given_back == fee.amount_fen or before < base


def test_a_third_and_the_rest_of_a_fee():
    fee = Fee(COMMISSION, 500, 10_000, 500)
    assert fee_back_fen(fee, before_fen=0, now_fen=3_333) == 167
    assert fee_back_fen(fee, before_fen=3_333, now_fen=6_667) == 333
