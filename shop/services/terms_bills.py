"""What a buyer on terms owes for one order, and that it has paid: then its sellers can be paid."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import require_one, session, update_where
from shop.errors import BankRowNotMatchable
from shop.models.orders import SellerOrder
from shop.models.payments import Payment
from shop.rules.ledger import receipt_entries
from shop.rules.lifecycle import SellerOrderState
from shop.rules.payments import PaymentState
from shop.services import ledger
from shop.services.earnings import release_terms


def rest_of_bill(payment: Payment) -> int:
    """Fen that a buyer on terms still owes for an order; its splits must be loaded.

    Raises:
        BankRowNotMatchable: a part is not weighed yet, so nobody knows the sum, or nothing is owed.
    """
    open_refs = [split.seller_order_ref for split in payment.splits if split.settled_fen is None]
    still_to_come = (
        SellerOrder.ref.in_(open_refs),
        SellerOrder.state != SellerOrderState.CANCELLED.value,
    )
    if session().scalar(select(SellerOrder.id).where(*still_to_come).limit(1)) is not None:
        raise BankRowNotMatchable("order_not_settled")
    rest = payment.captured_fen - payment.refunded_fen
    if rest <= 0:
        raise BankRowNotMatchable("order_takes_no_transfer", state=payment.state)
    return rest


def pay_bill(
    actor: Actor, payment: Payment, *, rest_fen: int, cause_ref: str, at: datetime
) -> None:
    """The buyer's transfer is here: it owes nothing more, and its sellers' money is free.

    Raises:
        BankRowNotMatchable: paid already, or refunded in the same moment.
    """
    changed = update_where(
        Payment,
        Payment.id == payment.id,
        Payment.state == PaymentState.ON_ACCOUNT.value,
        Payment.captured_fen - Payment.refunded_fen == rest_fen,
        state=PaymentState.PAID.value,
        paid_at=at,
    )
    require_one(changed, BankRowNotMatchable("order_takes_no_transfer", state=payment.state))
    ledger.post(actor, entries=receipt_entries(rest_fen), cause_ref=cause_ref, at=at)
    release_terms([split.seller_order_ref for split in payment.splits])
