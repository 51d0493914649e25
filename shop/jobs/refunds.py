"""Sends refunds to the provider: the same words and key each time, searched first when old."""

from __future__ import annotations

from accounts.rules.actor import SYSTEM
from core.clock import now
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from shop.events import RefundRequested
from shop.gateways import GatewayRefused, IdempotencyClash, PaymentGateway, RefundTruth
from shop.rules.payments import Resume
from shop.services import refund_results
from shop.services.finance_tasks import TaskKind

LOST = "not_found_after_a_day"


def send_refund(event: RefundRequested, message: Message) -> None:
    """Ask the provider for a refund that was reserved."""
    with unit_of_work():
        wanted = refund_results.prepare_refund(SYSTEM, refund_ref=event.refund_ref, at=now())
        if wanted is None:
            message.finish()
            return
    truth, refusal = None, None
    try:
        truth = _ask(wanted)
    except GatewayRefused as no:
        refusal = no
    with unit_of_work():
        if truth is not None:
            refund_results.record_refund(SYSTEM, refund_ref=event.refund_ref, truth=truth, at=now())
        else:
            _record_no(event.refund_ref, refusal)
        message.finish()


def _ask(wanted: refund_results.RefundSubmission) -> RefundTruth | None:
    gateway = port(PaymentGateway)
    request = wanted.request
    if wanted.resume == Resume.SEND:
        return gateway.refund(request)
    return gateway.find_refund(request.provider_payment_id, request.refund_ref)


def _record_no(refund_ref: str, refusal: GatewayRefused | None) -> None:
    """A refusal gives the reservation back; what is unclear keeps it and asks a person."""
    if refusal is None or isinstance(refusal, IdempotencyClash):
        kind = TaskKind.REFUND_STUCK if refusal is None else TaskKind.KEY_CLASH
        detail = LOST if refusal is None else refusal.code
        refund_results.report_stuck(
            SYSTEM, refund_ref=refund_ref, kind=kind, detail=detail, at=now()
        )
        return
    refund_results.fail_refund(SYSTEM, refund_ref=refund_ref, code=refusal.code, at=now())
