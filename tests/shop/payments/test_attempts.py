"""Scenarios 1 to 8 and 13, 14 of the payment port: how a try at a provider ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from core import clock
from core.clock import now
from core.db import session
from shop.errors import PaymentNotOpen
from shop.jobs.reconcile import reconcile
from shop.models.payments import PaymentAttempt, WebhookInbox
from tests.shop.payments.conftest import Bench


def count(model: type) -> int:
    return int(session().scalar(select(func.count()).select_from(model)) or 0)


def test_scenario_1_a_paid_order_is_captured_once_with_one_pair_in_the_books(bench: Bench) -> None:
    group, _ = bench.open(6000, 4000)
    attempt = bench.start(group)
    bench.pay(attempt)
    assert bench.payment(group).state == "open"
    assert bench.deliver() == 2
    payment = bench.payment(group)
    assert (payment.state, payment.captured_fen, payment.is_test) == ("paid", 10000, True)
    assert bench.order(group) == "placed"
    assert [split.captured_fen for split in payment.splits] == [6000, 4000]
    assert bench.attempt(attempt).state == "paid"
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}


def test_scenario_2_a_lost_notice_is_found_by_the_reconciliation(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("drop", 9)
    bench.pay(attempt)
    assert bench.deliver() == 0
    assert bench.payment(group).state == "open"
    with clock.at(now() + timedelta(minutes=5)):
        reconcile(now())
        bench.pump()
    assert bench.payment(group).state == "paid"


def test_scenario_3_declined_then_paid_in_the_same_session(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    page = bench.press(attempt, "decline")
    assert page.status_code == 200
    assert "没有扣款" in page.text
    assert bench.payment(group).state == "open"
    assert bench.press(attempt, "pay").status_code == 303
    bench.deliver()
    assert bench.payment(group).captured_fen == 10000


def test_a_press_without_having_seen_the_page_does_nothing(bench: Bench) -> None:
    group, _ = bench.open()
    url = f"/pay/{bench.provider_id(bench.start(group))}"
    assert bench.sandbox.page.test_client().post(url, data={"do": "pay"}).status_code == 400
    bench.deliver()
    assert bench.payment(group).state == "open"


def test_scenario_3_a_failed_try_is_followed_by_one_with_its_own_key(bench: Bench) -> None:
    group, _ = bench.open()
    first = bench.start(group)
    bench.pay(first, is_later=True)
    bench.settle(first, is_paid=False)
    bench.deliver()
    assert bench.attempt(first).state == "failed"
    second = bench.start(group)
    keys = {bench.attempt(ref).idempotency_key for ref in (first, second)}
    assert keys == {f"pay-{first}", f"pay-{second}"}
    bench.pay(second)
    bench.deliver()
    assert bench.payment(group).captured_fen == 10000
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}


def test_scenario_4_an_abandoned_session_expires_and_a_late_return_changes_nothing(
    bench: Bench,
) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    with clock.at(now() + timedelta(minutes=34)):
        bench.pump()
        assert bench.attempt(attempt).state == "expired"
        assert (bench.payment(group).state, bench.order(group)) == ("open", "awaiting_payment")
    with clock.at(now() + timedelta(minutes=51)):
        bench.end_hold(group)
        bench.deliver()
    assert (bench.payment(group).state, bench.order(group)) == ("closed", "expired")
    with pytest.raises(PaymentNotOpen):
        bench.start(group)


def test_scenario_5_pending_money_moves_nothing_until_it_has_come(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.pay(attempt, is_later=True)
    bench.deliver()
    assert (bench.payment(group).state, bench.attempt(attempt).state) == ("open", "pending")
    assert bench.order(group) == "awaiting_payment"
    assert bench.books() == {}
    bench.settle(attempt, is_paid=True)
    bench.deliver()
    assert bench.payment(group).state == "paid"


def test_scenario_6_pending_money_that_fails_leaves_the_order_open(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.pay(attempt, is_later=True)
    bench.settle(attempt, is_paid=False)
    bench.deliver()
    assert (bench.payment(group).state, bench.attempt(attempt).state) == ("open", "failed")
    assert bench.payment(group).captured_fen == 0


def test_scenario_7_five_copies_of_a_notice_are_one_row_and_five_thanks(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("duplicate", 4)
    bench.pay(attempt)
    bench.deliver()
    assert bench.answers == [200] * 10
    assert count(WebhookInbox) == 2
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}


def test_scenario_8_two_notices_of_one_fact_and_a_look_of_our_own_count_once(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.pay(attempt)
    with clock.at(now() + timedelta(minutes=5)):
        reconcile(now())
        bench.pump()
    assert bench.payment(group).state == "paid"
    assert bench.deliver() == 2
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}


@pytest.mark.parametrize("difference", [1, -1, 100])
def test_scenario_13_a_wrong_amount_is_a_mismatch_and_lies_in_clearing(
    bench: Bench, difference: int
) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    bench.sandbox.turn("other_amount", difference)
    bench.pay(attempt)
    bench.deliver()
    assert (bench.payment(group).state, bench.attempt(attempt).state) == ("open", "mismatch")
    assert bench.tasks() == ["mismatch"]
    assert bench.books() == {
        "gateway_clearing": 10000 + difference,
        "unapplied_cash": -10000 - difference,
    }


def test_scenario_13_another_currency_is_a_mismatch_and_stays_out_of_the_books(
    bench: Bench,
) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    with bench.sandbox.store.unit() as unit:
        found = unit.find("checkout.session", bench.provider_id(attempt))
        assert found is not None
        unit.put({**found, "currency": "usd"})
    bench.pay(attempt)
    bench.deliver()
    assert bench.attempt(attempt).state == "mismatch"
    assert bench.books() == {}


def test_scenario_14_a_session_of_somebody_else_changes_no_row(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group)
    with bench.sandbox.store.unit() as unit:
        ours = unit.find("checkout.session", bench.provider_id(attempt))
        assert ours is not None
        unit.put({**ours, "id": "cs_test_foreign", "metadata": {"attempt": "unknown"}})
    bench.sandbox.pay("cs_test_foreign")
    bench.deliver()
    assert {row.outcome for row in session().scalars(select(WebhookInbox))} == {"not_ours"}
    assert bench.payment(group).state == "open"
    assert bench.books() == {}


def test_a_double_click_gives_one_attempt(bench: Bench) -> None:
    group, _ = bench.open()
    assert bench.start(group, is_sent=False) == bench.start(group)
    assert bench.start(group)
    assert count(PaymentAttempt) == 1
    assert len(bench.at_provider("checkout.session")) == 1
