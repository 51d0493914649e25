"""What notices missed is found by looking: attempts every 5 minutes, the books every night."""

from __future__ import annotations

import logging
from datetime import datetime

from accounts.rules.actor import SYSTEM
from core.clock import now
from core.outbox import publish
from core.ports import port
from core.unit_of_work import unit_of_work
from shop.events import AttemptCheckDue, PaymentAttemptStarted, RefundRequested
from shop.gateways import GatewayError, PaymentGateway
from shop.queries.books import prove_books
from shop.queries.payments import list_unfinished
from shop.rules.refunds import RefundStage
from shop.services import refund_results
from shop.services.finance_tasks import TaskKind, TaskWish, open_task

log = logging.getLogger(__name__)


def reconcile(slot: datetime) -> None:
    """Look again at every attempt and refund that is under way."""
    stamp = slot.isoformat()
    with unit_of_work():
        unfinished = list_unfinished(at=now())
        for ref in unfinished.unsent_attempts:
            publish(PaymentAttemptStarted(ref), dedupe_key=f"{ref}@{stamp}")
        for ref in unfinished.open_attempts:
            publish(AttemptCheckDue(ref), dedupe_key=f"{ref}@{stamp}")
        for ref in unfinished.unsent_refunds:
            publish(RefundRequested(ref), dedupe_key=f"{ref}@{stamp}")
    for refund in unfinished.pending_refunds:
        _look_at_refund(refund.ref, refund.provider_refund_id, is_stuck=refund.is_stuck)


def _look_at_refund(ref: str, provider_refund_id: str, *, is_stuck: bool) -> None:
    try:
        truth = port(PaymentGateway).fetch_refund(provider_refund_id)
    except GatewayError as trouble:
        log.warning("refund %s could not be looked at: %s", ref, trouble)
        return
    with unit_of_work():
        stage = refund_results.record_refund(SYSTEM, refund_ref=ref, truth=truth, at=now())
        if is_stuck and stage == RefundStage.PENDING:
            refund_results.report_stuck(
                SYSTEM, refund_ref=ref, kind=TaskKind.REFUND_STUCK, detail="pending", at=now()
            )


def prove(slot: datetime) -> None:
    """Prove the books; a difference is a task of the finance desk and stays one until closed."""
    with unit_of_work():
        proof = prove_books()
        for difference in proof.reasons:
            wish = TaskWish(
                TaskKind.BOOKS_DIFFER,
                f"{difference.code}-{slot.date().isoformat()}",
                int(difference.context.get("amount_fen", 0)),
                detail=f"{difference.code} {dict(difference.context)}"[:200],
            )
            open_task(wish, at=now())
