"""Forget what is no longer needed: done messages after 30 days, idempotency keys after 24 h."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from core.outbox import OutboxMessage
from core.unit_of_work import unit_of_work
from core.web.api import IdempotencyRecord

KEEP_MESSAGES = timedelta(days=30)
KEEP_KEYS = timedelta(hours=24)


def forget_old_rows(slot: datetime) -> None:
    """Delete what has outlived its use, counted from the slot of the job."""
    with unit_of_work() as current:
        current.execute(delete(OutboxMessage).where(OutboxMessage.done_at < slot - KEEP_MESSAGES))
        old_key = IdempotencyRecord.created_at < slot - KEEP_KEYS
        current.execute(delete(IdempotencyRecord).where(old_key))
