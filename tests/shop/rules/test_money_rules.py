"""Rules of payments, refunds and the ledger."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from shop.rules.ledger import (
    capture_entries,
    is_balanced,
    refund_entries,
    reversed_entries,
    settle_entries,
    stray_entries,
)
from shop.rules.payments import (
    ATTEMPT_MOVES,
    AttemptState,
    CaptureOutcome,
    Expected,
    PaymentState,
    Resume,
    judge_capture,
    judge_truth,
    resume_after,
    state_after_refund,
)
from shop.rules.refunds import is_stuck, spread_refund

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Truth:
    attempt_ref: str = "a"
    amount_fen: int = 100
    currency: str = "cny"
    is_live: bool = True


EXPECTED = Expected("a", 100, "cny", is_live=True)


def test_the_exact_truth_is_believed():
    assert judge_truth(EXPECTED, Truth()).ok


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"attempt_ref": "b"}, "wrong_attempt"),
        ({"amount_fen": 99}, "wrong_amount"),
        ({"amount_fen": 101}, "wrong_amount"),
        ({"currency": "usd"}, "wrong_currency"),
        ({"currency": "CNY"}, "wrong_currency"),
        ({"is_live": False}, "wrong_mode"),
    ],
)
def test_any_difference_is_named(change, code):
    verdict = judge_truth(EXPECTED, replace(Truth(), **change))
    assert [reason.code for reason in verdict.reasons] == [code]


def test_every_difference_is_named_at_once():
    verdict = judge_truth(EXPECTED, Truth("b", 1, "usd", False))
    assert len(verdict.reasons) == 4


@pytest.mark.parametrize(
    ("state", "outcome"),
    [
        (PaymentState.OPEN, CaptureOutcome.COUNTS),
        (PaymentState.CLOSED, CaptureOutcome.LATE),
        (PaymentState.PAID, CaptureOutcome.TWICE),
        (PaymentState.PAID_LATE, CaptureOutcome.TWICE),
        (PaymentState.REFUNDED, CaptureOutcome.TWICE),
        (PaymentState.PART_REFUNDED, CaptureOutcome.TWICE),
    ],
)
def test_money_counts_once(state, outcome):
    assert judge_capture(state) == outcome


def test_no_attempt_leaves_paid_or_mismatch():
    for before in ATTEMPT_MOVES.values():
        assert AttemptState.PAID not in before
        assert AttemptState.MISMATCH not in before


@pytest.mark.parametrize(
    ("captured", "refunded", "state"),
    [
        (100, 0, "paid"),
        (100, 1, "part_refunded"),
        (100, 99, "part_refunded"),
        (100, 100, "refunded"),
    ],
)
def test_the_state_follows_what_went_back(captured, refunded, state):
    assert state_after_refund(captured, refunded) == state


def test_a_key_is_sent_again_for_23_hours_only():
    assert resume_after(AT, AT + timedelta(hours=22, minutes=59)) == Resume.SEND
    assert resume_after(AT, AT + timedelta(hours=23)) == Resume.SEARCH_FIRST


def test_a_refund_is_stuck_after_a_day():
    assert not is_stuck(AT, AT + timedelta(hours=24))
    assert is_stuck(AT, AT + timedelta(hours=24, seconds=1))


def test_a_refund_is_spread_as_far_as_money_is_left():
    assert spread_refund(500, {"a": 300, "b": 0, "c": 400}) == {"a": 300, "c": 200}


@pytest.mark.parametrize(
    "entries",
    [
        capture_entries(1),
        stray_entries(5),
        settle_entries(100, 20, is_on_account=False),
        settle_entries(100, 0, is_on_account=True),
        refund_entries(100, held_fen=30, way="gateway"),
        refund_entries(100, held_fen=500, way="bank"),
        refund_entries(100, held_fen=0, way="account"),
    ],
)
def test_every_posting_balances_and_so_does_its_reverse(entries):
    assert is_balanced(entries)
    assert is_balanced(reversed_entries(entries))


def test_a_refund_takes_held_money_first_then_the_seller_s():
    assert dict(refund_entries(100, held_fen=30, way="gateway")) == {
        "orders_held": 30,
        "seller_payable": 70,
        "gateway_clearing": -100,
    }


def test_lopsided_or_empty_entries_do_not_balance():
    assert not is_balanced([])
    assert not is_balanced(capture_entries(0))
    assert not is_balanced([*capture_entries(5), ("bank", 1)])
