"""What the finance desk has to look at: one task per cause, closed with an answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from core.db import require_one, session, update_where
from core.errors import InvalidInput
from shop.errors import PaymentNotFound, TaskAlreadyDone
from shop.models.payments import FinanceTask


class TaskKind(StrEnum):
    """Why somebody must look."""

    MISMATCH = "mismatch"
    KEY_CLASH = "key_clash"
    PAID_TWICE = "paid_twice"
    REFUND_FAILED = "refund_failed"
    REFUND_STUCK = "refund_stuck"
    REFUND_DIFFERS = "refund_differs"
    BANK_REFUND = "bank_refund"
    BANK_LATE = "bank_late"
    BANK_SURPLUS = "bank_surplus"
    MATCH_UNDONE = "match_undone"
    BOOKS_DIFFER = "books_differ"


@dataclass(frozen=True)
class TaskWish:
    """A task to open."""

    kind: TaskKind
    cause_ref: str
    amount_fen: int
    payment_id: int | None = None
    refund_id: int | None = None
    detail: str = ""


def open_task(wish: TaskWish, *, at: datetime) -> bool:
    """Open a task, once per cause.

    Returns:
        False if the task was opened before.
    """
    cause = f"{wish.kind}-{wish.cause_ref}"
    if session().scalar(select(FinanceTask.id).where(FinanceTask.cause_ref == cause)) is not None:
        return False
    task = FinanceTask(
        kind=wish.kind.value,
        cause_ref=cause,
        amount_fen=wish.amount_fen,
        payment_id=wish.payment_id,
        refund_id=wish.refund_id,
        detail=wish.detail,
        created_at=at,
    )
    session().add(task)
    session().flush()  # the unique cause decides between two writers now
    return True


def load_task(task_ref: str) -> FinanceTask:
    """One task.

    Raises:
        PaymentNotFound: there is none.
    """
    task = session().scalar(select(FinanceTask).where(FinanceTask.ref == task_ref))
    if task is None:
        raise PaymentNotFound
    return task


def close_task(actor: Actor, *, task_ref: str, answer: str, at: datetime) -> FinanceTask:
    """Close a task with what was done about it.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        InvalidInput: no answer was given.
        TaskAlreadyDone: somebody else closed it.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    if not answer.strip():
        raise InvalidInput(fields={"answer": "required"})
    task = load_task(task_ref)
    mine = (FinanceTask.id == task.id, FinanceTask.done_at.is_(None))
    changed = update_where(
        FinanceTask, *mine, done_at=at, done_by=actor.name, answer=answer.strip()[:200]
    )
    require_one(changed, TaskAlreadyDone())
    return task
