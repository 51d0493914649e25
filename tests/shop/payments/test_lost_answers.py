"""Scenarios 18 to 21: the provider does not answer, or says something odd."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.rules.actor import SYSTEM
from core import clock
from core.clock import now
from core.unit_of_work import unit_of_work
from shop.jobs.reconcile import reconcile
from shop.services.attempts import prepare_attempt
from shop.services.refund_results import prepare_refund
from tests.shop.payments.conftest import Bench

THREE_TRIES = 3


def test_scenario_18_a_lost_answer_is_asked_for_again_with_the_same_words(bench: Bench) -> None:
    group, _ = bench.open()
    bench.sandbox.turn("cut", THREE_TRIES)
    attempt = bench.start(group)
    assert bench.attempt(attempt).state == "submitted"
    with clock.at(now() + timedelta(seconds=30)):
        bench.pump()
    assert bench.attempt(attempt).state == "pending"
    assert len(bench.at_provider("checkout.session")) == 1
    bodies = {body for method, _, body in bench.calls if method == "post"}
    assert len(bodies) == 1


def test_scenario_18_killed_before_recording_ends_with_one_session(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group, is_sent=False)
    with unit_of_work():
        wanted = prepare_attempt(SYSTEM, attempt_ref=attempt, at=now())
    assert wanted is not None
    bench.gateway.create_attempt(wanted.request)
    bench.pump()
    assert bench.attempt(attempt).state == "pending"
    assert len(bench.at_provider("checkout.session")) == 1


def test_scenario_18_a_lost_refund_answer_ends_with_one_refund(bench: Bench) -> None:
    group, sellers = bench.paid()
    bench.sandbox.turn("cut", THREE_TRIES)
    bench.refund(group, sellers[0], 1000)
    assert bench.refunds(group)[0].stage == "submitted"
    with clock.at(now() + timedelta(seconds=30)):
        bench.pump()
    assert bench.refunds(group)[0].stage == "succeeded"
    assert len(bench.at_provider("refund")) == 1


def test_an_answer_lost_a_day_ago_is_searched_for_and_never_sent_again(bench: Bench) -> None:
    group, sellers = bench.paid()
    bench.refund(group, sellers[0], 1000, is_sent=False)
    ref = bench.refunds(group)[0].ref
    with unit_of_work():
        wanted = prepare_refund(SYSTEM, refund_ref=ref, at=now())
    assert wanted is not None
    bench.gateway.refund(wanted.request)
    with clock.at(now() + timedelta(hours=24)):
        bench.pump()
    assert bench.refunds(group)[0].stage == "succeeded"
    assert len(bench.at_provider("refund")) == 1


def test_a_refund_that_never_arrived_a_day_ago_becomes_a_task(bench: Bench) -> None:
    group, sellers = bench.paid()
    bench.refund(group, sellers[0], 1000, is_sent=False)
    ref = bench.refunds(group)[0].ref
    with unit_of_work():
        prepare_refund(SYSTEM, refund_ref=ref, at=now())
    with clock.at(now() + timedelta(hours=24)):
        bench.pump()
    assert bench.refunds(group)[0].stage == "submitted"
    assert bench.tasks() == ["refund_stuck"]
    assert bench.at_provider("refund") == []


@pytest.mark.parametrize("switch", ["fail", "busy", "html"])
def test_scenarios_19_and_20_trouble_is_retried_with_the_same_key(
    bench: Bench, switch: str
) -> None:
    group, _ = bench.open()
    bench.sandbox.turn(switch, THREE_TRIES)
    attempt = bench.start(group)
    assert bench.attempt(attempt).state == "submitted"
    for turn in range(1, 4):
        with clock.at(now() + timedelta(seconds=40 * turn)):
            bench.pump()
    assert bench.attempt(attempt).state == "pending"
    assert len(bench.at_provider("checkout.session")) == 1


def test_what_the_outbox_gave_up_is_taken_up_by_the_reconciliation(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group, is_sent=False)
    with unit_of_work():
        prepare_attempt(SYSTEM, attempt_ref=attempt, at=now())
    with clock.at(now() + timedelta(minutes=2)):
        reconcile(now())
        bench.pump()
    assert bench.attempt(attempt).state == "pending"


def test_scenario_21_a_key_with_another_body_needs_a_person(bench: Bench) -> None:
    group, _ = bench.open()
    attempt = bench.start(group, is_sent=False)
    with unit_of_work():
        wanted = prepare_attempt(SYSTEM, attempt_ref=attempt, at=now())
    assert wanted is not None
    with bench.sandbox.store.unit() as unit:
        unit.keep_answer(f"pay-{attempt}", "other words", 200, "{}")
    bench.pump()
    assert bench.tasks() == ["key_clash"]
    assert bench.attempt(attempt).state == "submitted"
    assert bench.at_provider("checkout.session") == []
