"""Bank transfers: lines of our statement are imported once and matched to the orders they pay.

A line pays an order by itself only if it names the order's reference and has exactly its amount.
Everything else waits for a person, who gives a reason. No match is ever edited: it is undone by a
posting the other way round.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.clock import local_day
from core.db import require_one, session, update_where
from core.errors import InvalidInput
from shop.errors import BankRowNotMatchable, PaymentNotFound
from shop.models.bank import BankRow, BankTransferReference
from shop.models.orders import OrderGroup
from shop.models.payments import Payment
from shop.rules.bank_reference import list_references
from shop.rules.bank_statement import StatementRow
from shop.rules.ledger import bank_in_entries, match_entries
from shop.rules.orders import PaymentMethod
from shop.rules.payments import CaptureOutcome, PaymentState
from shop.services import ledger
from shop.services.finance_tasks import TaskKind, TaskWish, open_task
from shop.services.payments import capture, load_payment_by_id
from shop.services.terms_bills import pay_bill, rest_of_bill


@dataclass(frozen=True)
class ImportResult:
    """What an import did."""

    added: int
    known: int
    matched: int


def import_rows(actor: Actor, *, rows: Sequence[StatementRow], at: datetime) -> ImportResult:
    """Add the lines of a statement that we do not have yet, and match what is clear.

    Args:
        actor: of the platform's finance desk.
        rows: lines as read by `rules/bank_statement.py`.
        at: now.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: a line of a day that has not come yet.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    if any(row.booked_on > local_day(at) for row in rows):
        raise InvalidInput(fields={"booked_on": "booked_in_future"})
    keys = {row.row_key for row in rows}
    known = set(session().scalars(select(BankRow.row_key).where(BankRow.row_key.in_(keys))))
    added = matched = 0
    for row in rows:
        if row.row_key in known:
            continue
        known.add(row.row_key)
        added += 1
        matched += _add(actor, row, at)
    return ImportResult(added, len(rows) - added, matched)


def _add(actor: Actor, row: StatementRow, at: datetime) -> bool:
    kept = BankRow(
        row_key=row.row_key,
        serial=row.serial,
        booked_on=row.booked_on,
        amount_fen=row.amount_fen,
        payer=row.payer,
        summary=row.summary,
        state="unmatched",
        created_at=at,
    )
    session().add(kept)
    session().flush()  # the posting names the row
    cause = f"bank-{kept.ref}"
    ledger.post(actor, entries=bank_in_entries(row.amount_fen), cause_ref=cause, at=at)
    payment = _payment_named(row.summary)
    if payment is None or payment.due_fen != row.amount_fen:
        return False
    if payment.state == PaymentState.CLOSED:
        detail = f"{row.serial} {row.payer}"
        wish = TaskWish(TaskKind.BANK_LATE, kept.ref, row.amount_fen, payment.id, detail=detail)
        open_task(wish, at=at)
    if payment.state != PaymentState.OPEN:
        return False
    _match(actor, kept, payment, reason="", at=at)
    return True


def _payment_named(summary: str) -> Payment | None:
    codes = list_references(summary)
    if len(codes) != 1:
        return None
    statement = select(Payment).join(BankTransferReference)
    return session().scalar(statement.where(BankTransferReference.code == codes[0]))


def match_row(actor: Actor, *, row_ref: str, order: str, reason: str, at: datetime) -> None:
    """Say by hand which order a line pays: by transfer in advance, or on terms once it is weighed.

    Args:
        actor: of the platform's finance desk.
        row_ref: the line.
        order: order number or transfer reference.
        reason: why we believe it; kept for ever.
        at: now.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no reason, or no such order.
        BankRowNotMatchable: matched already, too little money, an order on terms that is not
            weighed yet, or the order takes no money.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    if not reason.strip():
        raise InvalidInput(fields={"reason": "required"})
    row, payment = load_row(row_ref), _payment_of(order)
    is_transfer = payment.method == PaymentMethod.BANK_TRANSFER
    if payment.state != PaymentState.ON_ACCOUNT and not (
        is_transfer and payment.state == PaymentState.OPEN
    ):
        raise BankRowNotMatchable("order_takes_no_transfer", state=payment.state)
    _match(actor, row, payment, reason=reason.strip(), at=at)


def _payment_of(order: str) -> Payment:
    codes = list_references(order)
    if codes:
        by_code = select(Payment).join(BankTransferReference)
        found = session().scalar(by_code.where(BankTransferReference.code == codes[0]))
    else:
        by_number = select(Payment).join(OrderGroup, OrderGroup.ref == Payment.group_ref)
        found = session().scalar(by_number.where(OrderGroup.number == order.strip().upper()))
    if found is None:
        raise InvalidInput(fields={"order": "order_not_found"})
    return load_payment_by_id(found.id)


def _match(actor: Actor, row: BankRow, payment: Payment, *, reason: str, at: datetime) -> None:
    is_bill = payment.state == PaymentState.ON_ACCOUNT
    due_fen = rest_of_bill(payment) if is_bill else payment.due_fen
    if row.amount_fen < due_fen:
        raise BankRowNotMatchable("amount_short", missing_fen=due_fen - row.amount_fen)
    turn = row.match_count + 1
    changed = update_where(
        BankRow,
        BankRow.id == row.id,
        BankRow.state == "unmatched",
        state="matched",
        payment_id=payment.id,
        applied_fen=due_fen,
        match_count=turn,
        is_matched_by_hand=bool(reason),
        reason=reason[:200],
        matched_by=actor.name,
        matched_at=at,
    )
    require_one(changed, BankRowNotMatchable("row_matched_already"))
    if is_bill:
        cause = f"receipt-{row.ref}-{turn}"
        pay_bill(actor, payment, rest_fen=due_fen, cause_ref=cause, at=at)
    else:
        _capture(actor, payment, f"match-{row.ref}-{turn}", at)
    surplus = row.amount_fen - due_fen
    if surplus:
        wish = TaskWish(TaskKind.BANK_SURPLUS, f"{row.ref}-{turn}", surplus, payment.id)
        open_task(wish, at=at)


def _capture(actor: Actor, payment: Payment, cause_ref: str, at: datetime) -> None:
    entries = match_entries(payment.due_fen)
    outcome = capture(actor, payment, entries=entries, cause_ref=cause_ref, at=at)
    if outcome != CaptureOutcome.COUNTS:
        raise BankRowNotMatchable("order_takes_no_transfer", state=payment.state)


def load_row(row_ref: str) -> BankRow:
    """One line of the statement, as it is in the database now.

    Raises:
        PaymentNotFound: there is none.
    """
    statement = select(BankRow).where(BankRow.ref == row_ref)
    row = session().scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise PaymentNotFound
    return row


def payment_of_row(row: BankRow) -> Payment:
    """The payment that a matched line pays."""
    if row.payment_id is None:
        raise BankRowNotMatchable("row_not_matched")
    return load_payment_by_id(row.payment_id)
