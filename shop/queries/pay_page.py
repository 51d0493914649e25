"""The buyer's payment page, and what a settled seller order is worth."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.queries import find_actor, get_org
from accounts.rules.permissions import Permission
from core.db import session
from shop.errors import PaymentNotFound
from shop.models.bank import BankTransferReference
from shop.models.orders import OrderGroup, SellerOrder
from shop.models.payments import Payment, PaymentAttempt
from shop.rules.payments import AttemptState, PaymentState


@dataclass(frozen=True)
class AttemptCard:
    """One try at a provider, as the buyer may see it."""

    ref: str
    state: str
    redirect_url: str
    is_test: bool
    expires_at: datetime

    @property
    def is_ready(self) -> bool:
        """Can the buyer go to the provider's page now?"""
        return self.state == AttemptState.PENDING and bool(self.redirect_url)

    @property
    def is_over(self) -> bool:
        """Did this try end without money?"""
        return self.state in (AttemptState.FAILED, AttemptState.EXPIRED)


@dataclass(frozen=True)
class PayPage:
    """What the buyer sees of a payment."""

    group_ref: str
    number: str
    method: str
    state: str
    order_state: str
    due_fen: int
    pay_by: datetime | None
    bank_code: str
    attempt: AttemptCard | None

    @property
    def is_open(self) -> bool:
        """Does the order still wait for its money?"""
        return self.state == PaymentState.OPEN

    @property
    def is_paid(self) -> bool:
        """Has the money come, and count?"""
        return self.state in (PaymentState.PAID, PaymentState.PART_REFUNDED, PaymentState.REFUNDED)


def get_pay_page(group_ref: str, *, user_id: int | None, attempt_ref: str = "") -> PayPage:
    """The payment of somebody's own order, or of an organisation for which they pay.

    Args:
        group_ref: the order group.
        user_id: who asks.
        attempt_ref: the try to show; the latest if empty.

    Raises:
        PaymentNotFound: unknown, or somebody else's.
    """
    statement = select(OrderGroup, Payment).join(Payment, Payment.group_ref == OrderGroup.ref)
    row = session().execute(statement.where(OrderGroup.ref == group_ref)).one_or_none()
    if row is None:
        raise PaymentNotFound
    group, payment = row
    if not _may_pay(group, user_id):
        raise PaymentNotFound
    code = select(BankTransferReference.code).where(BankTransferReference.payment_id == payment.id)
    return PayPage(
        group_ref=group.ref,
        number=group.number,
        method=payment.method,
        state=payment.state,
        order_state=group.state,
        due_fen=payment.due_fen,
        pay_by=group.expires_at,
        bank_code=session().scalar(code) or "",
        attempt=_attempt(payment.id, attempt_ref),
    )


def _may_pay(group: OrderGroup, user_id: int | None) -> bool:
    """The buyer may, and whoever pays or buys for the buying organisation."""
    if user_id is None:
        return False
    if group.buyer_user_id == user_id:
        return True
    if group.buyer_org_id is None:
        return False
    actor = find_actor(user_id, get_org(group.buyer_org_id).ref)
    return actor is not None and (actor.can(Permission.PAY) or actor.can(Permission.BUY))


def _attempt(payment_id: int, attempt_ref: str) -> AttemptCard | None:
    statement = select(PaymentAttempt).where(PaymentAttempt.payment_id == payment_id)
    if attempt_ref:
        statement = statement.where(PaymentAttempt.ref == attempt_ref)
    row = session().scalars(statement.order_by(PaymentAttempt.number.desc())).first()
    if row is None and attempt_ref:
        raise PaymentNotFound
    if row is None:
        return None
    return AttemptCard(row.ref, row.state, row.redirect_url or "", row.is_test, row.expires_at)


@dataclass(frozen=True)
class Settlement:
    """What a settled seller order is worth to its seller and its carrier (fen)."""

    seller_org_id: int
    goods_fen: int
    freight_fen: int


def get_settlement(seller_order_ref: str) -> Settlement:
    """Settled goods and freight of a seller order.

    Raises:
        PaymentNotFound: unknown, or not settled.
    """
    statement = select(SellerOrder).where(SellerOrder.ref == seller_order_ref)
    order = session().scalar(statement)
    if order is None or order.settled_fen is None:
        raise PaymentNotFound
    return Settlement(order.seller_org_id, order.settled_fen, order.freight_fen)
