"""Messages of a provider: verified, kept once, answered at once, understood later by a job."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from accounts.rules.actor import Actor
from core.db import session, update_where
from core.outbox import publish
from shop.events import NoticeReceived
from shop.gateways import NoticeRefused, PaymentGateway
from shop.models.payments import PaymentAttempt, WebhookInbox


@dataclass(frozen=True)
class NoticeSubject:
    """What to look at: the provider's id of an attempt or of a refund."""

    attempt_id: str = ""
    refund_id: str = ""


def record_notice(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    gateway: PaymentGateway,
    headers: Mapping[str, str],
    raw: bytes,
    at: datetime,
) -> bool:
    """Keep a verified notice; a repeated one is thanked for and forgotten.

    Args:
        actor: the system.
        gateway: knows how to verify; it makes no call.
        headers: of the request.
        raw: the body, byte for byte.
        at: now.

    Returns:
        False if the notice is not believed; nothing is kept then.
    """
    notice = gateway.parse_notification(headers, raw)
    if isinstance(notice, NoticeRefused):
        return False
    row = WebhookInbox(
        provider=notice.provider,
        event_id=notice.event_id,
        kind=notice.kind,
        attempt_id=notice.attempt_id,
        payment_id=notice.payment_id,
        refund_id=notice.refund_id,
        received_at=at,
    )
    try:
        with session().begin_nested():
            session().add(row)
            session().flush()  # the unique event id decides here
    except IntegrityError:
        return True
    publish(NoticeReceived(row.id), dedupe_key=str(row.id))
    return True


def find_subject(inbox_id: int) -> NoticeSubject | None:
    """What to look at for this notice; None if it was handled before."""
    row = session().get_one(WebhookInbox, inbox_id, populate_existing=True)
    if row.handled_at is not None:
        return None
    if row.attempt_id or row.refund_id:
        return NoticeSubject(attempt_id=row.attempt_id, refund_id=row.refund_id)
    known = select(PaymentAttempt.provider_id).where(
        PaymentAttempt.provider_payment_id == row.payment_id
    )
    return NoticeSubject(attempt_id=session().scalar(known) or "")


def close_notice(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    inbox_id: int,
    outcome: str,
    at: datetime,
) -> None:
    """Write down what came of a notice."""
    update_where(WebhookInbox, WebhookInbox.id == inbox_id, handled_at=at, outcome=outcome)
