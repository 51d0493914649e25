"""One try to pay at a provider: written down first, sent afterwards, the same words every time.

The vendor is never called here. A job asks for the words (`prepare_attempt`), calls the provider
outside any transaction, and brings the answer back (`record_started`, `record_refusal`).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import joinedload

from accounts.rules.actor import Actor
from core.db import session, update_where
from core.outbox import publish
from core.refs import new_ref
from shop.errors import OnlinePaymentOff, PaymentNotFound, PaymentNotOpen
from shop.events import AttemptCheckDue, AttemptCloseDue, PaymentAttemptStarted
from shop.gateways import AttemptRequest, AttemptStarted, Capabilities
from shop.models.payments import Payment, PaymentAttempt
from shop.rules.orders import PaymentMethod
from shop.rules.payments import (
    ATTEMPT_IN_URL,
    ATTEMPT_MOVES,
    OPEN_ATTEMPTS,
    AttemptState,
    CashierPages,
    PaymentState,
    Resume,
    resume_after,
    session_ends,
)
from shop.services.finance_tasks import TaskKind, TaskWish, open_task
from shop.services.payments import load_payment


@dataclass(frozen=True)
class Submission:
    """What to say to the provider, and whether to search there first."""

    request: AttemptRequest
    resume: Resume
    submitted_at: datetime


def start_attempt(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    group_ref: str,
    capabilities: Capabilities,
    pages: CashierPages,
    at: datetime,
) -> str:
    """Begin to pay online. While one try is open, asking again gives the same one.

    Args:
        actor: who pays.
        group_ref: the order group.
        capabilities: of the provider that will be asked.
        pages: where the buyer comes back to; `ATTEMPT_IN_URL` stands for the attempt's ref.
        at: now.

    Returns:
        The attempt's ref.

    Raises:
        OnlinePaymentOff: no provider is configured.
        PaymentNotOpen: paid, closed, or not to be paid online.
    """
    if not capabilities.is_offered:
        raise OnlinePaymentOff
    payment = load_payment(group_ref)
    if payment.method != PaymentMethod.ONLINE or payment.state != PaymentState.OPEN:
        raise PaymentNotOpen(payment.state)
    try:
        with session().begin_nested():
            return _open_or_new(payment, capabilities, pages, at)
    except IntegrityError:  # another tab was faster by a moment: its try is ours too
        found = find_open(payment.id)
        if found is None:
            raise
        return found.ref


def _open_or_new(
    payment: Payment, capabilities: Capabilities, pages: CashierPages, at: datetime
) -> str:
    found = find_open(payment.id)
    if found is not None and found.state == AttemptState.EXPIRING:
        raise PaymentNotOpen(found.state)
    if found is not None:
        return found.ref
    count = select(func.count()).where(PaymentAttempt.payment_id == payment.id)
    ref = new_ref()
    attempt = PaymentAttempt(
        ref=ref,
        payment_id=payment.id,
        number=int(session().scalar(count) or 0) + 1,
        provider=capabilities.provider,
        idempotency_key=f"pay-{ref}",
        request_hash="",
        amount_fen=payment.due_fen,
        currency=payment.currency,
        language=pages.language,
        return_url=pages.return_url.replace(ATTEMPT_IN_URL, ref),
        cancel_url=pages.cancel_url,
        state=AttemptState.CREATED.value,
        is_test=capabilities.is_test,
        expires_at=session_ends(at),
        created_at=at,
    )
    session().add(attempt)
    session().flush()  # the unique index on open attempts decides here
    update_where(Payment, Payment.id == payment.id, is_test=capabilities.is_test)
    publish(PaymentAttemptStarted(ref), dedupe_key=ref)
    return ref


def find_open(payment_id: int) -> PaymentAttempt | None:
    """The one attempt of a payment that is still open, if there is one."""
    states = [state.value for state in OPEN_ATTEMPTS]
    statement = select(PaymentAttempt).where(
        PaymentAttempt.payment_id == payment_id, PaymentAttempt.state.in_(states)
    )
    return session().scalar(statement.execution_options(populate_existing=True))


def load_attempt(attempt_ref: str) -> PaymentAttempt:
    """An attempt with its payment, as it is in the database now.

    Raises:
        PaymentNotFound: there is none.
    """
    statement = select(PaymentAttempt).where(PaymentAttempt.ref == attempt_ref)
    loaded = statement.options(joinedload(PaymentAttempt.payment))
    attempt = session().scalar(loaded.execution_options(populate_existing=True))
    if attempt is None:
        raise PaymentNotFound
    return attempt


def move(attempt: PaymentAttempt, wanted: AttemptState, **values: object) -> bool:
    """Move an attempt on if it is in a state before; of two who try, one wins."""
    before = [state.value for state in ATTEMPT_MOVES[wanted]]
    own = (PaymentAttempt.id == attempt.id, PaymentAttempt.state.in_(before))
    return update_where(PaymentAttempt, *own, state=wanted.value, **values) == 1


def prepare_attempt(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    attempt_ref: str,
    at: datetime,
) -> Submission | None:
    """Write down that the provider is about to be asked, and with which words.

    Returns:
        The words; None if there is nothing to ask any more.
    """
    attempt = load_attempt(attempt_ref)
    request = replace(_request(attempt), expires_at=session_ends(at))
    is_first = move(
        attempt,
        AttemptState.SUBMITTED,
        submitted_at=at,
        expires_at=request.expires_at,
        request_hash=_hash(request),
    )
    if is_first:
        return Submission(request, Resume.SEND, at)
    attempt = load_attempt(attempt_ref)
    is_unanswered = attempt.provider_id is None and attempt.submitted_at is not None
    if attempt.state not in (AttemptState.SUBMITTED, AttemptState.EXPIRING) or not is_unanswered:
        return None
    sent_at = attempt.submitted_at or at
    return Submission(_request(attempt), resume_after(sent_at, at), sent_at)


def _request(attempt: PaymentAttempt) -> AttemptRequest:
    return AttemptRequest(
        attempt_ref=attempt.ref,
        payment_ref=attempt.payment.ref,
        amount_fen=attempt.amount_fen,
        currency=attempt.currency,
        language=attempt.language,
        return_url=attempt.return_url,
        cancel_url=attempt.cancel_url,
        expires_at=attempt.expires_at,
        idempotency_key=attempt.idempotency_key,
    )


def _hash(request: AttemptRequest) -> str:
    return hashlib.sha256(repr(request).encode()).hexdigest()


def record_started(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    attempt_ref: str,
    started: AttemptStarted,
    at: datetime,
) -> None:
    """The provider opened its page: remember where it is, and look again when it must be over."""
    attempt = load_attempt(attempt_ref)
    known = (PaymentAttempt.id == attempt.id, PaymentAttempt.provider_id.is_(None))
    update_where(
        PaymentAttempt,
        *known,
        provider_id=started.provider_id,
        redirect_url=started.redirect_url,
        expires_at=started.expires_at,
    )
    if move(attempt, AttemptState.PENDING):
        check = AttemptCheckDue(attempt_ref)
        publish(check, dedupe_key=f"{attempt_ref}-end", run_at=max(started.expires_at, at))
        return
    if attempt.state != AttemptState.PENDING:  # given up while we were asking: close it there too
        publish(AttemptCloseDue(attempt_ref), dedupe_key=f"{attempt_ref}-stray")


def record_refusal(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    attempt_ref: str,
    code: str,
    is_clash: bool,
    at: datetime,
) -> None:
    """The provider said a final no. A clash of keys needs a person; no new key is taken."""
    attempt = load_attempt(attempt_ref)
    if is_clash:
        wish = TaskWish(
            TaskKind.KEY_CLASH,
            attempt_ref,
            attempt.amount_fen,
            payment_id=attempt.payment_id,
            detail=attempt.idempotency_key,
        )
        open_task(wish, at=at)
        update_where(PaymentAttempt, PaymentAttempt.id == attempt.id, reason=code)
        return
    move(attempt, AttemptState.FAILED, reason=code[:120], ended_at=at)
