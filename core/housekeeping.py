"""Forget what is no longer needed: old messages, used keys, bytes of files that no row names."""

from datetime import datetime, timedelta

from sqlalchemy import delete

from core.files import FileStore, sweep_orphans
from core.outbox import OutboxMessage
from core.ports import port
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


def sweep_files(slot: datetime) -> None:
    """Take away the bytes of refused uploads and of discarded files."""
    with unit_of_work():
        sweep_orphans(port(FileStore), at=slot)
