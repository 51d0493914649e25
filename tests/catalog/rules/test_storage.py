"""Grain in silos: the equation, the agreed loss, tonnes times days, the fee."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from catalog.rules.storage import (
    Balance,
    allowed_loss_g,
    balance_of,
    fee_fen,
    gram_days,
    month_of,
    over_loss_g,
)

DAY = date(2026, 11, 1)


def test_what_came_in_is_what_went_out_was_lost_or_lies_there():
    moves = [("received", 900), ("shipped", -500), ("weigh_difference", 2), ("shrinkage", -4)]
    found = balance_of(moves, 398)
    assert found == Balance(intake_g=900, released_g=498, shrinkage_g=4, rest_g=398)
    assert found.is_even


KINDS = some.sampled_from(["shipped", "shrinkage", "disposed", "weigh_difference", "returned"])


@given(some.integers(1, 10**9), some.lists(some.tuples(KINDS, some.integers(-(10**6), 10**6))))
def test_the_equation_holds_for_any_movements(intake, moves):
    rest = intake + sum(grams for _, grams in moves)
    assert balance_of([("received", intake), *moves], rest).is_even


@pytest.mark.parametrize(
    ("intake", "rate", "days", "grams"),
    [(30_000_000, 10, 60, 60_000), (30_000_000, 10, 0, 0), (999, 10, 29, 0), (10**6, 100, 3, 1000)],
)
def test_the_agreed_loss_grows_by_the_day(intake, rate, days, grams):
    assert allowed_loss_g(intake, rate, days=days) == grams


@pytest.mark.parametrize(
    ("loss", "before", "allowed", "over"),
    [(50, 0, 60, 0), (60, 0, 60, 0), (61, 0, 60, 1), (20, 50, 60, 10), (20, 90, 60, 20)],
)
def test_only_what_lies_beyond_is_claimed_and_only_once(loss, before, allowed, over):
    assert over_loss_g(loss, before, allowed) == over


def test_a_day_counts_with_what_lies_there_at_its_end():
    changes = [(DAY - timedelta(3), 10), (DAY + timedelta(2), -4), (DAY + timedelta(9), -6)]
    assert gram_days(changes, DAY, DAY + timedelta(2)) == 10 + 10 + 6
    assert gram_days(changes, DAY + timedelta(9), DAY + timedelta(29)) == 0


def test_the_fee_is_half_up_to_the_fen():
    assert fee_fen(30_000_000 * 30, 3500) == 31_500
    assert fee_fen(1_000_000, 50) == 1  # half a fen
    assert fee_fen(1_000_000, 49) == 0


def test_a_month_has_its_first_and_last_day():
    assert month_of(date(2028, 2, 10)) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_of(date(2026, 12, 31)) == (date(2026, 12, 1), date(2026, 12, 31))
