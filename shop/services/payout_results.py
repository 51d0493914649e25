"""What the bank answers about released payouts: paid, or failed with a reason; once each.

A failed payout gives its rows back: they are available again, for the next batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import session, update_where
from core.errors import InvalidInput
from shop.errors import BankAnswerRefused, PayoutMovedOn, PayoutNotFound
from shop.models.earnings import SellerEarning
from shop.models.payouts import PayoutBatch, SellerPayout
from shop.rules.earnings import EarningState
from shop.rules.ledger import Entry, paid_entries, payout_entries, reversed_entries
from shop.rules.payouts import BankAnswer, BatchState, PayoutState
from shop.services import ledger
from shop.services.payouts import give_rows_back, load_batch

ANSWERED = (PayoutState.PAID, PayoutState.FAILED)


def take_answers(
    actor: Actor, *, batch_ref: str, answers: Sequence[BankAnswer], at: datetime
) -> int:
    """Take the bank's answer file: all of it or nothing. The same file again changes nothing.

    Args:
        actor: of the platform's finance desk.
        batch_ref: the batch.
        answers: as read by `rules/payouts.py`.
        at: now.

    Returns:
        How many payouts were answered now.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        BankAnswerRefused: a line names no payout of this batch, has another amount, or says paid
            where the bank said failed before.
        PayoutMovedOn: the batch was not released.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    batch = load_batch(batch_ref)
    _require_released(batch)
    payouts = {payout.number: payout for payout in batch.payouts}
    for answer in answers:
        _check(answer, payouts.get(answer.number))
    changed = sum(_answer(actor, batch, payouts[one.number], one, at) for one in answers)
    _close(batch)
    return changed


def _require_released(batch: PayoutBatch) -> None:
    if batch.state not in (BatchState.RELEASED, BatchState.ANSWERED):
        raise PayoutMovedOn(batch.state)


def _check(answer: BankAnswer, payout: SellerPayout | None) -> None:
    if payout is None:
        raise BankAnswerRefused("answer_unknown_payout", line=answer.line)
    if answer.amount_fen is not None and answer.amount_fen != payout.amount_fen:
        raise BankAnswerRefused("answer_other_amount", line=answer.line)
    if answer.is_paid and payout.state == PayoutState.FAILED:
        raise BankAnswerRefused("answer_contradicts", line=answer.line)


def _answer(
    actor: Actor, batch: PayoutBatch, payout: SellerPayout, answer: BankAnswer, at: datetime
) -> bool:
    wanted = PayoutState.PAID if answer.is_paid else PayoutState.FAILED
    if payout.state in (wanted, PayoutState.FAILED):
        return False
    if answer.is_paid:
        payout.paid_at = at
        entries, cause = paid_entries(payout.amount_fen), f"paid-{payout.ref}"
        mine = SellerEarning.payout_id == payout.id
        update_where(SellerEarning, mine, state=EarningState.PAID.value)
    else:
        payout.failed_at = at
        entries, cause = _back_entries(payout), f"bounced-{payout.ref}"
        give_rows_back(payout.id)
    payout.state = wanted.value
    payout.bank_serial = answer.serial or payout.bank_serial
    payout.failure = "" if answer.is_paid else answer.reason
    ledger.post(actor, entries=entries, cause_ref=cause, at=at, is_test=batch.is_test)
    return True


def _back_entries(payout: SellerPayout) -> list[Entry]:
    """A bank may send money back days after it was paid: then both postings are undone."""
    entries = reversed_entries(payout_entries(payout.amount_fen))
    if payout.state == PayoutState.PAID:
        entries += reversed_entries(paid_entries(payout.amount_fen))
    return entries


def _close(batch: PayoutBatch) -> None:
    if all(payout.state in ANSWERED for payout in batch.payouts):
        batch.state = BatchState.ANSWERED.value


def answer_by_hand(
    actor: Actor, *, payout_ref: str, is_paid: bool, remark: str, at: datetime
) -> None:
    """Finance has seen on the bank's own page what became of one payout.

    Args:
        actor: of the platform's finance desk.
        payout_ref: the payout.
        is_paid: or failed.
        remark: the bank's serial number if it is paid, else the reason.
        at: now.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no serial number or reason.
        PayoutNotFound: no such payout.
        PayoutMovedOn: not released, or answered already.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    if not remark.strip():
        raise InvalidInput(fields={"remark": "required"})
    of_payout = select(PayoutBatch.ref).join(PayoutBatch.payouts)
    batch_ref = session().scalar(of_payout.where(SellerPayout.ref == payout_ref))
    if batch_ref is None:
        raise PayoutNotFound
    batch = load_batch(batch_ref)
    [payout] = [one for one in batch.payouts if one.ref == payout_ref]
    serial, reason = (remark.strip()[:60], "") if is_paid else ("", remark.strip()[:120])
    answer = BankAnswer(0, payout.number, is_paid, payout.amount_fen, serial, reason)
    if not _answer(actor, batch, payout, answer, at):
        raise PayoutMovedOn(payout.state)
    _close(batch)
