"""Takes a wrong match back, and returns money that pays no order. By counter-entry only."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import require_one, update_where
from core.errors import InvalidInput
from shop.errors import BankRowNotMatchable
from shop.models.bank import BankRow
from shop.models.payments import Payment, PaymentSplit
from shop.rules.ledger import bank_in_entries, match_entries, reversed_entries
from shop.rules.payments import PaymentState
from shop.services import ledger
from shop.services.bank import load_row, payment_of_row
from shop.services.finance_tasks import TaskKind, TaskWish, open_task


def undo_match(actor: Actor, *, row_ref: str, reason: str, at: datetime) -> None:
    """Take a match back: the order owes its money again, and somebody must look at the order.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no reason.
        BankRowNotMatchable: not matched, or a part of the money has gone back already.
    """
    _check(actor, reason)
    row = load_row(row_ref)
    payment = payment_of_row(row)
    if any(split.reserved_fen or split.settled_fen is not None for split in payment.splits):
        raise BankRowNotMatchable("money_moved_on")
    _reopen(payment)
    changed = update_where(
        BankRow,
        BankRow.id == row.id,
        BankRow.state == "matched",
        state="unmatched",
        payment_id=None,
        applied_fen=0,
        reason=reason.strip()[:200],
        matched_by=actor.name,
        matched_at=at,
    )
    require_one(changed, BankRowNotMatchable("row_not_matched"))
    turn = f"{row.ref}-{row.match_count}"
    entries = reversed_entries(match_entries(payment.due_fen))
    ledger.post(actor, entries=entries, cause_ref=f"unmatch-{turn}", at=at)
    wish = TaskWish(
        TaskKind.MATCH_UNDONE, turn, payment.due_fen, payment.id, detail=reason.strip()[:200]
    )
    open_task(wish, at=at)


def _reopen(payment: Payment) -> None:
    changed = update_where(
        Payment,
        Payment.id == payment.id,
        Payment.state == PaymentState.PAID.value,
        Payment.refunded_fen == 0,
        state=PaymentState.OPEN.value,
        captured_fen=0,
        paid_at=None,
    )
    require_one(changed, BankRowNotMatchable("money_moved_on"))
    update_where(PaymentSplit, PaymentSplit.payment_id == payment.id, captured_fen=0)


def return_row(actor: Actor, *, row_ref: str, reason: str, at: datetime) -> None:
    """Say that money which pays no order was sent back by hand.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no reason.
        BankRowNotMatchable: matched, or returned already.
    """
    _check(actor, reason)
    row = load_row(row_ref)
    changed = update_where(
        BankRow,
        BankRow.id == row.id,
        BankRow.state == "unmatched",
        state="returned",
        returned_fen=row.amount_fen,
        reason=reason.strip()[:200],
        matched_by=actor.name,
        matched_at=at,
    )
    require_one(changed, BankRowNotMatchable("row_matched_already"))
    entries = reversed_entries(bank_in_entries(row.amount_fen))
    ledger.post(actor, entries=entries, cause_ref=f"return-{row.ref}", at=at)


def _check(actor: Actor, reason: str) -> None:
    actor.require(Permission.PLATFORM_FINANCE)
    if not reason.strip():
        raise InvalidInput(fields={"reason": "required"})
