"""Bank transfers: matched by reference and exact amount, by hand with a reason, undone by entry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import func, select

from accounts.rules.actor import GUEST, SYSTEM
from core.clock import now
from core.db import session
from core.errors import InvalidInput, NotAllowed
from core.unit_of_work import unit_of_work
from shop.errors import BankRowNotMatchable
from shop.models.bank import BankRow, BankTransferReference
from shop.models.payments import FinanceTask
from shop.rules.bank_statement import StatementRow
from shop.services.bank import ImportResult, import_rows, match_row
from shop.services.bank_undo import return_row, undo_match
from shop.services.closing import finish_close
from shop.services.refund_results import mark_paid_out
from tests.shop.payments.conftest import Bench

ROW = StatementRow("serial-1", "1", now().date(), 10000, "榕荫里超市", "货款")


def code_of(bench: Bench, group: str) -> str:
    payment = bench.payment(group)
    own = BankTransferReference.payment_id == payment.id
    return session().scalars(select(BankTransferReference.code).where(own)).one()


def bring(*rows: StatementRow) -> ImportResult:
    with unit_of_work():
        return import_rows(SYSTEM, rows=rows, at=now())


def only_row() -> BankRow:
    session().expire_all()
    return session().scalars(select(BankRow)).one()


def test_a_line_with_reference_and_exact_amount_pays_its_order(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    code = code_of(bench, group).lower().replace("-", " ")
    assert bring(replace(ROW, summary=f"货款 {code}")) == ImportResult(1, 0, 1)
    bench.pump()
    assert (bench.payment(group).state, bench.order(group)) == ("paid", "placed")
    assert bench.books() == {"bank": 10000, "orders_held": -10000}
    assert (only_row().state, only_row().is_matched_by_hand) == ("matched", False)


def test_the_same_line_again_adds_nothing(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    row = replace(ROW, summary=code_of(bench, group))
    assert bring(row, row) == ImportResult(1, 1, 1)
    assert bring(row) == ImportResult(0, 1, 0)
    assert session().scalar(select(func.count(BankRow.id))) == 1
    assert bench.books() == {"bank": 10000, "orders_held": -10000}


@pytest.mark.parametrize("fen", [9999, 10001])
def test_another_amount_waits_for_a_person(bench: Bench, fen: int) -> None:
    group, _ = bench.open(method="bank_transfer")
    assert bring(replace(ROW, amount_fen=fen, summary=code_of(bench, group))).matched == 0
    assert bench.payment(group).state == "open"
    assert bench.books() == {"bank": fen, "unapplied_cash": -fen}


def test_a_person_matches_with_a_reason_and_the_surplus_is_a_task(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    bring(replace(ROW, amount_fen=10050))
    with unit_of_work():
        match_row(
            SYSTEM,
            row_ref=only_row().ref,
            order=code_of(bench, group),
            reason="电话确认",
            at=now(),
        )
    bench.pump()
    assert bench.order(group) == "placed"
    assert bench.tasks() == ["bank_surplus"]
    assert bench.books() == {"bank": 10050, "orders_held": -10000, "unapplied_cash": -50}


def test_too_little_money_or_no_reason_matches_nothing(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    bring(replace(ROW, amount_fen=9000))
    wish = {"row_ref": only_row().ref, "order": code_of(bench, group), "at": now()}
    with pytest.raises(BankRowNotMatchable, match="amount_short"):
        match_row(SYSTEM, reason="电话确认", **wish)
    with pytest.raises(InvalidInput):
        match_row(SYSTEM, reason="  ", **wish)
    assert only_row().state == "unmatched"


def test_a_match_is_undone_by_a_counter_entry(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    bring(replace(ROW, summary=code_of(bench, group)))
    with unit_of_work():
        undo_match(SYSTEM, row_ref=only_row().ref, reason="认错了单", at=now())
    assert (only_row().state, bench.payment(group).state) == ("unmatched", "open")
    assert bench.payment(group).captured_fen == 0
    assert bench.tasks() == ["match_undone"]
    assert bench.books() == {"bank": 10000, "unapplied_cash": -10000}
    with unit_of_work():
        match_row(
            SYSTEM, row_ref=only_row().ref, order=code_of(bench, group), reason="对的", at=now()
        )
    assert bench.payment(group).state == "paid"


def test_money_that_pays_nothing_is_returned(bench: Bench) -> None:
    bring(ROW)
    with unit_of_work():
        return_row(SYSTEM, row_ref=only_row().ref, reason="退回 2026112501", at=now())
    assert bench.books() == {}
    with pytest.raises(BankRowNotMatchable):
        return_row(SYSTEM, row_ref=only_row().ref, reason="又一次", at=now())


def test_money_for_a_closed_order_is_a_task(bench: Bench) -> None:
    group, _ = bench.open(method="bank_transfer")
    code = code_of(bench, group)
    with unit_of_work():
        finish_close(SYSTEM, group_ref=group, found=None, truth=None, at=now())
    assert bring(replace(ROW, summary=code)).matched == 0
    assert bench.tasks() == ["bank_late"]
    assert bench.payment(group).state == "closed"


def test_a_refund_of_a_transfer_is_a_task_until_finance_has_paid_it(bench: Bench) -> None:
    group, (first, _) = bench.open(method="bank_transfer")
    bring(replace(ROW, summary=code_of(bench, group)))
    bench.refund(group, first, 1234)
    assert bench.refunds(group)[0].stage == "requested"
    assert bench.tasks() == ["bank_refund"]
    task = session().scalars(select(FinanceTask.ref)).one()
    with unit_of_work():
        mark_paid_out(SYSTEM, task_ref=task, answer="流水 778", at=now())
    assert bench.refunds(group)[0].stage == "succeeded"
    assert bench.payment(group).refunded_fen == 1234
    assert bench.books() == {"bank": 8766, "orders_held": -8766}


def test_only_the_finance_desk_touches_the_statement(bench: Bench) -> None:
    with pytest.raises(NotAllowed):
        import_rows(GUEST, rows=[ROW], at=now())
    bring(ROW)
    for act in (return_row, undo_match):
        with pytest.raises(NotAllowed):
            act(GUEST, row_ref=only_row().ref, reason="x", at=now())
    with pytest.raises(NotAllowed):
        match_row(GUEST, row_ref=only_row().ref, order="x", reason="x", at=now())
    assert only_row().state == "unmatched"
