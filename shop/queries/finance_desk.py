"""What the platform's finance desk sees: open tasks, statement lines, payments, the books."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from core.db import session
from core.types.verdict import Verdict
from shop.models.bank import BankRow, BankTransferReference
from shop.models.orders import OrderGroup
from shop.models.payments import FinanceTask, Payment, PaymentAttempt
from shop.queries.books import balances, prove_books
from shop.rules.bank_reference import list_references
from shop.rules.bank_statement import Statement, StatementRow
from shop.rules.payments import PaymentState

SHOWN = 60
LATEST = 20


@dataclass(frozen=True)
class TaskCard:
    """Something to look at."""

    ref: str
    kind: str
    number: str
    group_ref: str
    amount_fen: int
    detail: str
    created_at: datetime
    stray_attempt_ref: str
    """The attempt whose stray money can be given back with one press."""


@dataclass(frozen=True)
class RowCard:
    """One line of the statement."""

    ref: str
    serial: str
    booked_on: date
    amount_fen: int
    payer: str
    summary: str
    state: str
    number: str
    reason: str
    is_matched_by_hand: bool


@dataclass(frozen=True)
class PaymentCard:
    """One payment."""

    group_ref: str
    number: str
    method: str
    state: str
    due_fen: int
    captured_fen: int
    refunded_fen: int
    is_test: bool
    created_at: datetime
    bank_code: str


@dataclass(frozen=True)
class FinanceDesk:
    """The page of the finance desk."""

    tasks: list[TaskCard]
    rows: list[RowCard]
    payments: list[PaymentCard]
    waiting_transfers: list[PaymentCard]
    balances: list[tuple[str, int]]
    proof: Verdict


def get_finance_desk() -> FinanceDesk:
    """Everything the desk needs, newest first."""
    payments = _payments(None)
    waiting = _payments(PaymentState.OPEN)
    return FinanceDesk(
        tasks=_tasks(),
        rows=_rows(),
        payments=payments,
        waiting_transfers=[card for card in waiting if card.bank_code],
        balances=[(account.value, fen) for account, fen in balances().items()],
        proof=prove_books(),
    )


def _tasks() -> list[TaskCard]:
    statement = (
        select(FinanceTask, Payment.group_ref, OrderGroup.number)
        .outerjoin(Payment, Payment.id == FinanceTask.payment_id)
        .outerjoin(OrderGroup, OrderGroup.ref == Payment.group_ref)
        .where(FinanceTask.done_at.is_(None))
        .order_by(FinanceTask.id.desc())
        .limit(SHOWN)
    )
    found = session().execute(statement).all()
    strays = _stray_attempts([task.cause_ref.partition("-")[2] for task, _, _ in found])
    return [
        TaskCard(
            ref=task.ref,
            kind=task.kind,
            number=number or "",
            group_ref=group_ref or "",
            amount_fen=task.amount_fen,
            detail=task.detail,
            created_at=task.created_at,
            stray_attempt_ref=next(
                (ref for ref in strays if task.cause_ref == f"{task.kind}-{ref}"), ""
            ),
        )
        for task, group_ref, number in found
    ]


def _stray_attempts(refs: Sequence[str]) -> list[str]:
    statement = select(PaymentAttempt.ref).where(
        PaymentAttempt.ref.in_(refs), PaymentAttempt.stray_fen > 0
    )
    return list(session().scalars(statement))


def _rows() -> list[RowCard]:
    statement = (
        select(BankRow, OrderGroup.number)
        .outerjoin(Payment, Payment.id == BankRow.payment_id)
        .outerjoin(OrderGroup, OrderGroup.ref == Payment.group_ref)
        .order_by(BankRow.state.desc(), BankRow.id.desc())
        .limit(SHOWN)
    )
    return [
        RowCard(
            ref=row.ref,
            serial=row.serial,
            booked_on=row.booked_on,
            amount_fen=row.amount_fen,
            payer=row.payer,
            summary=row.summary,
            state=row.state,
            number=number or "",
            reason=row.reason,
            is_matched_by_hand=row.is_matched_by_hand,
        )
        for row, number in session().execute(statement)
    ]


def _payments(state: PaymentState | None) -> list[PaymentCard]:
    statement = (
        select(Payment, OrderGroup.number, BankTransferReference.code)
        .outerjoin(OrderGroup, OrderGroup.ref == Payment.group_ref)
        .outerjoin(BankTransferReference, BankTransferReference.payment_id == Payment.id)
        .order_by(Payment.id.desc())
        .limit(LATEST if state is None else SHOWN)
    )
    if state is not None:
        statement = statement.where(Payment.state == state.value)
    return [
        PaymentCard(
            group_ref=payment.group_ref,
            number=number or "",
            method=payment.method,
            state=payment.state,
            due_fen=payment.due_fen,
            captured_fen=payment.captured_fen,
            refunded_fen=payment.refunded_fen,
            is_test=payment.is_test,
            created_at=payment.created_at,
            bank_code=code or "",
        )
        for payment, number, code in session().execute(statement)
    ]


@dataclass(frozen=True)
class PreviewRow:
    """A line of a statement before it is imported, and what would happen to it."""

    row: StatementRow
    outcome: str
    """known, matches, named (right order, other amount or state), unmatched"""


def preview_statement(statement: Statement) -> list[PreviewRow]:
    """Say for each line what importing it would do. Changes nothing."""
    keys = [row.row_key for row in statement.rows]
    known = set(session().scalars(select(BankRow.row_key).where(BankRow.row_key.in_(keys))))
    found = []
    for row in statement.rows:
        found.append(PreviewRow(row, _outcome(row, known)))
        known.add(row.row_key)  # the same line again in the same file
    return found


def _outcome(row: StatementRow, known: set[str]) -> str:
    if row.row_key in known:
        return "known"
    codes = list_references(row.summary)
    if len(codes) != 1:
        return "unmatched"
    by_code = select(Payment).join(BankTransferReference)
    payment = session().scalar(by_code.where(BankTransferReference.code == codes[0]))
    if payment is None:
        return "unmatched"
    is_exact = payment.state == PaymentState.OPEN and payment.due_fen == row.amount_fen
    return "matches" if is_exact else "named"
