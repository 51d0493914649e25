"""What the buyer does on the payment page: begin to pay, or ask us to look again."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.rules.actor import Actor
from core.outbox import publish
from shop.events import AttemptCheckDue
from shop.gateways import Capabilities
from shop.queries.pay_page import get_pay_page
from shop.rules.payments import CashierPages
from shop.services.attempts import start_attempt

LOOK_EVERY = timedelta(seconds=10)


def begin_to_pay(
    actor: Actor, *, group_ref: str, capabilities: Capabilities, pages: CashierPages, at: datetime
) -> str:
    """Begin to pay one's own order online; pressed twice, it is still one try.

    Args:
        actor: who pays.
        group_ref: the order group.
        capabilities: of the provider that will be asked.
        pages: where the buyer comes back to.
        at: now.

    Returns:
        The attempt's ref.

    Raises:
        PaymentNotFound: unknown, or somebody else's order.
        PaymentNotOpen: paid already, or given up.
        OnlinePaymentOff: no provider is configured.
    """
    get_pay_page(group_ref, user_id=actor.user_id)
    return start_attempt(actor, group_ref=group_ref, capabilities=capabilities, pages=pages, at=at)


def look_again(actor: Actor, *, group_ref: str, attempt_ref: str, at: datetime) -> None:
    """Have the provider asked now what became of a try; at most once in ten seconds.

    Raises:
        PaymentNotFound: unknown, or somebody else's order.
    """
    get_pay_page(group_ref, user_id=actor.user_id, attempt_ref=attempt_ref)
    slot = int(at.timestamp()) // int(LOOK_EVERY.total_seconds())
    publish(AttemptCheckDue(attempt_ref), dedupe_key=f"{attempt_ref}#{slot}")
