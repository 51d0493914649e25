"""What became of a refund: sent, arrived, or failed. Every move happens once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session, update_where
from core.outbox import publish
from shop.errors import PaymentNotFound
from shop.events import RefundSucceeded
from shop.gateways import RefundRequest, RefundState, RefundTruth
from shop.models.payments import Payment, PaymentAttempt, PaymentSplit, Refund
from shop.rules.ledger import Account, Entry, refund_entries, stray_refund_entries
from shop.rules.payments import PaymentState, Resume, resume_after, state_after_refund
from shop.rules.refunds import REFUND_MOVES, RefundStage
from shop.services import ledger
from shop.services.earnings import take_back
from shop.services.finance_tasks import TaskKind, TaskWish, close_task, load_task, open_task


@dataclass(frozen=True)
class RefundSubmission:
    """What to say to the provider, and whether to search there first."""

    request: RefundRequest
    resume: Resume


def load_refund(refund_ref: str) -> Refund:
    """One refund, as it is in the database now.

    Raises:
        PaymentNotFound: there is none.
    """
    statement = select(Refund).where(Refund.ref == refund_ref)
    refund = session().scalar(statement.execution_options(populate_existing=True))
    if refund is None:
        raise PaymentNotFound
    return refund


def is_ours(truth: RefundTruth) -> bool:
    """Does the provider's refund carry the ref of one of ours, and of no other?"""
    statement = select(Refund.provider_refund_id).where(Refund.ref == truth.refund_ref)
    row = session().execute(statement).one_or_none()
    return row is not None and row[0] in (None, truth.provider_refund_id)


def _move(refund: Refund, wanted: RefundStage, **values: object) -> bool:
    before = [stage.value for stage in REFUND_MOVES[wanted]]
    own = (Refund.id == refund.id, Refund.stage.in_(before))
    return update_where(Refund, *own, stage=wanted.value, **values) == 1


def prepare_refund(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    refund_ref: str,
    at: datetime,
) -> RefundSubmission | None:
    """Write down that the provider is about to be asked, and with which words.

    Returns:
        The words; None if there is nothing to send (any more).
    """
    refund = load_refund(refund_ref)
    request = RefundRequest(
        refund_ref=refund.ref,
        provider_payment_id=refund.provider_payment_id,
        amount_fen=refund.amount_fen,
        idempotency_key=refund.idempotency_key,
        metadata={"seller_order": refund.seller_order_ref} if refund.seller_order_ref else {},
    )
    if _move(refund, RefundStage.SUBMITTED, submitted_at=at):
        return RefundSubmission(request, Resume.SEND)
    if refund.stage != RefundStage.SUBMITTED or refund.provider_refund_id is not None:
        return None
    return RefundSubmission(request, resume_after(refund.submitted_at or at, at))


def record_refund(
    actor: Actor, *, refund_ref: str, truth: RefundTruth, at: datetime
) -> RefundStage:
    """Bring a refund to where the provider says it is; the same truth again changes nothing.

    Returns:
        The stage it is in now.
    """
    refund = load_refund(refund_ref)
    known = (Refund.id == refund.id, Refund.provider_refund_id.is_(None))
    update_where(Refund, *known, provider_refund_id=truth.provider_refund_id)
    if truth.amount_fen != refund.amount_fen:
        _ask_somebody(refund, TaskKind.REFUND_DIFFERS, f"{truth.amount_fen}", at)
    elif truth.state == RefundState.SUCCEEDED:
        finish_refund(actor, refund, at=at)
    elif truth.state == RefundState.FAILED:
        fail_refund(actor, refund_ref=refund_ref, code=truth.failure_code or "failed", at=at)
    else:
        _move(refund, RefundStage.PENDING)
    return RefundStage(load_refund(refund_ref).stage)


def finish_refund(actor: Actor, refund: Refund, *, at: datetime) -> None:
    """The money is back with the buyer: count it, book it, say it; once."""
    if not _move(refund, RefundStage.SUCCEEDED, ended_at=at):
        return
    if refund.attempt_id is None:
        entries = _count(refund)
        taken = sum(fen for account, fen in entries if account is Account.SELLER_PAYABLE)
        take_back(actor, refund, taken_fen=taken, at=at)
    else:
        entries = stray_refund_entries(refund.amount_fen)
        rest = PaymentAttempt.stray_fen - refund.amount_fen
        update_where(PaymentAttempt, PaymentAttempt.id == refund.attempt_id, stray_fen=rest)
    ledger.post(
        actor, entries=entries, cause_ref=f"refund-{refund.ref}", at=at, is_test=refund.is_test
    )
    publish(RefundSucceeded(refund.ref), dedupe_key=refund.ref)


def _count(refund: Refund) -> list[Entry]:
    """Add a refund to its split and payment; answers its entries in the books."""
    own = PaymentSplit.seller_order_ref == refund.seller_order_ref
    split = (
        session()
        .scalars(select(PaymentSplit).where(own).execution_options(populate_existing=True))
        .one()
    )
    held = split.captured_fen - (split.settled_fen or 0) - split.refunded_fen
    grown = PaymentSplit.refunded_fen + refund.amount_fen
    update_where(PaymentSplit, own, refunded_fen=grown)
    mine = Payment.id == refund.payment_id
    update_where(Payment, mine, refunded_fen=Payment.refunded_fen + refund.amount_fen)
    payment = session().get_one(Payment, refund.payment_id, populate_existing=True)
    if payment.state != PaymentState.ON_ACCOUNT:
        state = state_after_refund(payment.captured_fen, payment.refunded_fen)
        update_where(Payment, mine, state=state.value)
    return refund_entries(refund.amount_fen, held_fen=held, way=refund.way)


def fail_refund(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    refund_ref: str,
    code: str,
    at: datetime,
) -> None:
    """The provider will not do it: give the reservation back and ask a person."""
    refund = load_refund(refund_ref)
    if not _move(refund, RefundStage.FAILED, ended_at=at, failure=code[:120]):
        return
    if refund.seller_order_ref is not None:
        own = PaymentSplit.seller_order_ref == refund.seller_order_ref
        rest = PaymentSplit.reserved_fen - refund.amount_fen
        update_where(PaymentSplit, own, reserved_fen=rest)
    _ask_somebody(refund, TaskKind.REFUND_FAILED, code, at)


def report_stuck(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    refund_ref: str,
    kind: TaskKind,
    detail: str,
    at: datetime,
) -> None:
    """A refund does not get on: keep its reservation and ask a person."""
    _ask_somebody(load_refund(refund_ref), kind, detail, at)


def _ask_somebody(refund: Refund, kind: TaskKind, detail: str, at: datetime) -> None:
    wish = TaskWish(
        kind,
        refund.ref,
        refund.amount_fen,
        payment_id=refund.payment_id,
        refund_id=refund.id,
        detail=detail[:200],
    )
    open_task(wish, at=at)


def mark_paid_out(actor: Actor, *, task_ref: str, answer: str, at: datetime) -> None:
    """Finance has sent a bank refund by hand: close its task and count the refund.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no bank serial or remark was given.
        TaskAlreadyDone: somebody else did it.
    """
    task = load_task(task_ref)
    close_task(actor, task_ref=task_ref, answer=answer, at=at)
    if task.kind == TaskKind.BANK_REFUND and task.refund_id is not None:
        finish_refund(actor, session().get_one(Refund, task.refund_id), at=at)
