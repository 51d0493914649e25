"""Money at the provider that counts for no order: a person decides that it goes back."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from shop.errors import NothingCaptured
from shop.services.finance_tasks import TaskKind, close_task, load_task
from shop.services.refunds import refund_stray


def give_back_stray(actor: Actor, *, task_ref: str, at: datetime) -> str:
    """Give back the money of a mismatch, the way it came, and close the task.

    Returns:
        The refund's ref.

    Raises:
        NotAllowed: not a person of the platform's finance desk.
        NothingCaptured: the task is not about stray money.
        TaskAlreadyDone: somebody else did it.
    """
    actor.require(Permission.PLATFORM_FINANCE)
    task = load_task(task_ref)
    if task.kind != TaskKind.MISMATCH:
        raise NothingCaptured
    attempt_ref = task.cause_ref.removeprefix(f"{TaskKind.MISMATCH}-")
    close_task(actor, task_ref=task_ref, answer="refunded", at=at)
    return refund_stray(actor, attempt_ref=attempt_ref, reason="mismatch", at=at)
