"""Talks with the provider: send, look, close. No call is made inside a transaction.

Every reaction is: write down what will be asked, ask, write down the answer. It may be killed in
between and run again; the provider is then asked the same thing with the same key.
"""

from __future__ import annotations

from accounts.rules.actor import SYSTEM
from core.clock import now
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from shop.events import AttemptCheckDue, AttemptCloseDue, NoticeReceived, PaymentAttemptStarted
from shop.gateways import (
    AttemptStarted,
    AttemptTruth,
    GatewayRefused,
    IdempotencyClash,
    PaymentGateway,
    UnknownAtProvider,
)
from shop.rules.payments import Resume
from shop.services import attempts, closing, notices, refund_results, truths

GONE = "unknown_at_provider"


def send_attempt(event: PaymentAttemptStarted, message: Message) -> None:
    """Open the provider's page for an attempt that somebody started."""
    with unit_of_work():
        wanted = attempts.prepare_attempt(SYSTEM, attempt_ref=event.attempt_ref, at=now())
        if wanted is None:
            message.finish()
            return
    code, is_clash, started = "", False, None
    try:
        started = _open_page(wanted)
        code = "" if started else GONE
    except GatewayRefused as no:
        code, is_clash = no.code, isinstance(no, IdempotencyClash)
    with unit_of_work():
        if started is not None:
            attempts.record_started(
                SYSTEM, attempt_ref=event.attempt_ref, started=started, at=now()
            )
        else:
            attempts.record_refusal(
                SYSTEM, attempt_ref=event.attempt_ref, code=code, is_clash=is_clash, at=now()
            )
        message.finish()


def _open_page(wanted: attempts.Submission) -> AttemptStarted | None:
    gateway = port(PaymentGateway)
    request = wanted.request
    if wanted.resume == Resume.SEND:
        return gateway.create_attempt(request)
    truth = gateway.find_attempt(request.attempt_ref, since=wanted.submitted_at)
    return AttemptStarted(truth.provider_id, "", request.expires_at) if truth else None


def check_attempt(event: AttemptCheckDue, message: Message) -> None:
    """Ask the provider how an attempt stands, and apply the answer."""
    with unit_of_work():
        found = closing.get_at_provider(event.attempt_ref)
    truth = _look(found)
    with unit_of_work():
        if truth is None:
            attempts.record_refusal(
                SYSTEM, attempt_ref=event.attempt_ref, code=GONE, is_clash=False, at=now()
            )
        else:
            truths.adopt(SYSTEM, truth=truth)
            truths.apply_truth(SYSTEM, attempt_ref=event.attempt_ref, truth=truth, at=now())
        message.finish()


def close_attempt(event: AttemptCloseDue, message: Message) -> None:
    """Close an attempt at the provider whose order was given up while it was being opened."""
    with unit_of_work():
        found = closing.get_at_provider(event.attempt_ref)
    truth = close_at_provider(found)
    with unit_of_work():
        closing.record_closed(SYSTEM, attempt_ref=event.attempt_ref, truth=truth, at=now())
        message.finish()


def _look(found: closing.OpenAtProvider) -> AttemptTruth | None:
    gateway = port(PaymentGateway)
    if not found.provider_id:
        return gateway.find_attempt(found.attempt_ref, since=found.since)
    try:
        return gateway.fetch(found.provider_id)
    except UnknownAtProvider:
        return None


def close_at_provider(found: closing.OpenAtProvider) -> AttemptTruth | None:
    """Close an attempt so that nobody can pay it; answers how the provider has it now."""
    gateway = port(PaymentGateway)
    known = _look(found)
    if known is None:
        return None
    gateway.cancel(known.provider_id)
    return gateway.fetch(known.provider_id)


def handle_notice(event: NoticeReceived, message: Message) -> None:
    """A provider sent us a hint: go and look at what it is about."""
    with unit_of_work():
        subject = notices.find_subject(event.inbox_id)
        if subject is None:
            message.finish()
            return
    if subject.refund_id:
        _refund_notice(event.inbox_id, subject.refund_id, message)
    else:
        _attempt_notice(event.inbox_id, subject.attempt_id, message)


def _attempt_notice(inbox_id: int, provider_id: str, message: Message) -> None:
    truth = None
    if provider_id:
        try:
            truth = port(PaymentGateway).fetch(provider_id)
        except UnknownAtProvider:
            truth = None
    with unit_of_work():
        ref = truths.adopt(SYSTEM, truth=truth) if truth else None
        outcome = "not_ours"
        if ref and truth:
            outcome = truths.apply_truth(SYSTEM, attempt_ref=ref, truth=truth, at=now()).value
        notices.close_notice(SYSTEM, inbox_id=inbox_id, outcome=outcome, at=now())
        message.finish()


def _refund_notice(inbox_id: int, refund_id: str, message: Message) -> None:
    try:
        truth = port(PaymentGateway).fetch_refund(refund_id)
    except UnknownAtProvider:
        truth = None
    with unit_of_work():
        outcome = "not_ours"
        if truth and refund_results.is_ours(truth):
            outcome = refund_results.record_refund(
                SYSTEM, refund_ref=truth.refund_ref, truth=truth, at=now()
            ).value
        notices.close_notice(SYSTEM, inbox_id=inbox_id, outcome=outcome, at=now())
        message.finish()
