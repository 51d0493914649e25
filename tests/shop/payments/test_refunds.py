"""Scenarios 22 to 24: money on its way back, exact to the fen and never too much."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.rules.actor import SYSTEM
from core import clock
from core.clock import now
from core.unit_of_work import unit_of_work
from shop.errors import NothingCaptured, RefundTooLarge
from shop.gateways.sandbox.refunds import settle_refund
from shop.jobs.reconcile import reconcile
from shop.services.earnings import Sale
from shop.services.payments import post_settlement
from tests.factories.accounts import make_org
from tests.shop.payments.conftest import Bench


def test_scenario_22_a_full_refund_ends_with_nothing_held(bench: Bench) -> None:
    group, (first, second) = bench.paid()
    bench.sandbox.turn("refund_later", 2)
    bench.refund(group, first, 6000)
    bench.refund(group, second, 4000)
    assert [refund.stage for refund in bench.refunds(group)] == ["pending", "pending"]
    with bench.sandbox.store.unit() as unit:
        for made in unit.newest("refund"):
            settle_refund(unit, made["id"], now(), is_done=True)
    bench.deliver()
    payment = bench.payment(group)
    assert (payment.state, payment.refunded_fen) == ("refunded", 10000)
    assert [split.refunded_fen for split in payment.splits] == [6000, 4000]
    assert bench.books() == {}


def test_scenario_23_three_parts_then_too_much_is_refused_by_us(bench: Bench) -> None:
    group, (first, _) = bench.paid()
    for part in (1, 2999, 2000):
        bench.refund(group, first, part)
    asked = len(bench.calls)
    with pytest.raises(RefundTooLarge) as refused:
        bench.refund(group, first, 1001)
    assert refused.value.context == {"wanted_fen": 1001, "left_fen": 1000}
    bench.pump()
    assert len(bench.calls) == asked
    bench.refund(group, first, 1000)
    payment = bench.payment(group)
    assert (payment.state, payment.refunded_fen) == ("part_refunded", 6000)
    assert sum(int(str(r["amount"])) for r in bench.at_provider("refund")) == 6000


def test_the_same_cause_is_refunded_once(bench: Bench) -> None:
    group, (first, _) = bench.paid()
    one = bench.refund(group, first, 500, cause="weighing-1")
    assert bench.refund(group, first, 500, cause="weighing-1") == one
    assert bench.payment(group).refunded_fen == 500


def test_one_seller_never_pays_for_another(bench: Bench) -> None:
    group, (_, second) = bench.paid()
    with pytest.raises(RefundTooLarge):
        bench.refund(group, second, 4001)
    assert bench.payment(group).splits[1].reserved_fen == 0


def test_an_unpaid_order_has_nothing_to_give_back(bench: Bench) -> None:
    group, (first, _) = bench.open()
    with pytest.raises(NothingCaptured):
        bench.refund(group, first, 1)


def test_scenario_24_a_refused_refund_returns_its_reservation_and_asks(bench: Bench) -> None:
    group, (first, _) = bench.paid()
    bench.sandbox.turn("refund_refused")
    bench.refund(group, first, 1000)
    assert bench.refunds(group)[0].stage == "failed"
    assert bench.payment(group).splits[0].reserved_fen == 0
    assert bench.tasks() == ["refund_failed"]


def test_scenario_24_a_refund_that_fails_later_returns_its_reservation(bench: Bench) -> None:
    group, (first, _) = bench.paid()
    bench.sandbox.turn("refund_later")
    bench.refund(group, first, 1000)
    with bench.sandbox.store.unit() as unit:
        settle_refund(unit, str(unit.newest("refund")[0]["id"]), now(), is_done=False)
    bench.deliver()
    assert bench.refunds(group)[0].stage == "failed"
    assert bench.payment(group).splits[0].reserved_fen == 0
    assert bench.tasks() == ["refund_failed"]
    assert bench.books() == {"gateway_clearing": 10000, "orders_held": -10000}


def test_scenario_24_a_refund_pending_for_a_day_is_kept_and_asked_about(bench: Bench) -> None:
    group, (first, _) = bench.paid()
    bench.sandbox.turn("refund_later")
    bench.refund(group, first, 1000)
    with clock.at(now() + timedelta(hours=25)):
        reconcile(now())
    assert bench.refunds(group)[0].stage == "pending"
    assert bench.payment(group).splits[0].reserved_fen == 1000
    assert bench.tasks() == ["refund_stuck"]


def test_a_settled_order_owes_its_seller_and_a_later_refund_takes_from_the_seller(
    bench: Bench,
) -> None:
    group, (first, _) = bench.paid()
    bench.refund(group, first, 242)
    with unit_of_work():
        sale = Sale(first, make_org().id, 4758, 1000)
        assert post_settlement(SYSTEM, sale, at=now())
    assert bench.books() == {
        "gateway_clearing": 9758,
        "orders_held": -4000,
        "seller_payable": -4758,
        "freight_payable": -1000,
    }
    bench.refund(group, first, 58)
    assert bench.books() == {
        "gateway_clearing": 9700,
        "orders_held": -4000,
        "seller_payable": -4700,
        "freight_payable": -1000,
    }


def test_an_order_on_terms_becomes_a_receivable_when_it_is_settled(bench: Bench) -> None:
    group, (first, second) = bench.open(method="terms")
    assert bench.payment(group).state == "on_account"
    with unit_of_work():
        seller = make_org().id
        for ref, goods in ((first, 5900), (second, 4000)):
            post_settlement(SYSTEM, Sale(ref, seller, goods, 0), at=now())
        again = post_settlement(SYSTEM, Sale(first, seller, 5900, 0), at=now())
    assert again is False
    assert bench.books() == {"receivable": 9900, "seller_payable": -9900}
    bench.refund(group, first, 100)
    assert bench.books() == {"receivable": 9800, "seller_payable": -9800}
    assert bench.payment(group).state == "on_account"
