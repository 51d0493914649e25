"""Scenarios 9 to 12: money and order out of step."""

from __future__ import annotations

from datetime import timedelta

from accounts.rules.actor import SYSTEM
from core import clock
from core.clock import now
from core.unit_of_work import unit_of_work
from shop.services.closing import begin_close
from shop.services.orders import cancel_order
from tests.shop.payments.conftest import Bench


def test_scenario_9_a_day_of_notices_in_the_wrong_order_ends_at_the_truth(bench: Bench) -> None:
    group, sellers = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("delay", 24 * 3600)
    bench.pay(attempt)
    with clock.at(now() + timedelta(minutes=5)):
        bench.look(attempt)
        bench.refund(group, sellers[0], 1500)
    bench.sandbox.turn("shuffle")
    with clock.at(now() + timedelta(hours=25)):
        assert bench.deliver() == 4
    payment = bench.payment(group)
    assert (payment.state, payment.captured_fen, payment.refunded_fen) == (
        "part_refunded",
        10000,
        1500,
    )
    assert bench.order(group) == "placed"


def test_scenario_10_money_after_expiry_goes_back_in_full(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    with clock.at(now() + timedelta(minutes=51)):
        bench.end_hold(group)
        assert (bench.order(group), bench.attempt(attempt).state) == ("expired", "expired")
        bench.pay(attempt, is_forced=True)
        bench.deliver()
        bench.deliver()
    payment = bench.payment(group)
    assert (payment.state, payment.captured_fen, payment.refunded_fen) == ("refunded", 10000, 10000)
    assert bench.order(group) == "expired"
    assert [refund.reason for refund in bench.refunds(group)] == ["paid_late", "paid_late"]
    assert bench.books() == {}


def test_scenario_10_money_after_the_buyer_called_off_goes_back_in_full(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    with unit_of_work():
        cancel_order(SYSTEM, group_ref=group, at=now())
    bench.sandbox.turn("pay_at_expire")
    bench.pump()
    bench.deliver()
    payment = bench.payment(group)
    assert (payment.captured_fen, payment.refunded_fen) == (10000, 10000)
    assert bench.attempt(attempt).state == "paid"
    assert bench.order(group) == "cancelled"


def test_scenario_11_of_two_paid_attempts_one_counts_and_the_other_goes_back(
    bench: Bench,
) -> None:
    group, _ = bench.open()
    first = bench.start(group)
    with clock.at(now() + timedelta(minutes=34)):
        bench.pump()
        second = bench.start(group)
        assert first != second
        bench.pay(second)
        bench.pay(first, is_forced=True)
        bench.deliver()
        bench.deliver()
    payment = bench.payment(group)
    assert (payment.state, payment.captured_fen, payment.refunded_fen) == ("paid", 10000, 0)
    assert [(r.reason, r.amount_fen, r.stage) for r in bench.refunds(group)] == [
        ("paid_twice", 10000, "succeeded")
    ]
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}
    given_back = [r["payment_intent"] for r in bench.at_provider("refund")]
    assert len(given_back) == 1


def test_scenario_12_whoever_pays_in_the_moment_of_closing_wins(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("pay_at_expire")
    with clock.at(now() + timedelta(minutes=20)):
        bench.end_hold(group)
    assert (bench.payment(group).state, bench.attempt(attempt).state) == ("paid", "paid")
    assert bench.order(group) == "placed"
    assert bench.refunds(group) == []


def test_money_under_way_at_the_end_of_the_hold_keeps_the_order_waiting(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.pay(attempt, is_later=True)
    with clock.at(now() + timedelta(minutes=51)):
        bench.end_hold(group)
        assert bench.order(group) == "awaiting_payment"
        bench.settle(attempt, is_paid=True)
    with clock.at(now() + timedelta(minutes=57)):
        bench.pump()
    assert bench.order(group) == "placed"


def test_an_attempt_that_was_never_sent_is_simply_given_up(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group, is_sent=False)
    with unit_of_work():
        assert begin_close(SYSTEM, group_ref=group, at=now()) is None
    bench.pump()
    assert bench.attempt(attempt).state == "expired"
    assert bench.at_provider("checkout.session") == []
