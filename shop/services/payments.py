"""A payment is opened with its order, takes its money once, or is closed without.

Start here for the payment as a whole; one try at a provider is in `attempts.py`, what the provider
says in `truths.py`, money on its way back in `refunds.py`.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from core.db import session, update_where
from core.outbox import publish
from shop.errors import PaymentNotFound
from shop.events import PaymentCameLate, PaymentCaptured
from shop.models.bank import BankTransferReference
from shop.models.payments import Payment, PaymentSplit
from shop.rules.bank_reference import BITS, make_reference
from shop.rules.ledger import Entry, settle_entries
from shop.rules.orders import PaymentMethod
from shop.rules.payments import CURRENCY, CaptureOutcome, PaymentState, judge_capture
from shop.services import ledger
from shop.services.earnings import Sale, open_sale


def open_payment(
    actor: Actor,  # noqa: ARG001  # every service knows who acts
    *,
    group_ref: str,
    due_fen: int,
    splits: Mapping[str, int],
    method: str,
    at: datetime,
) -> str:
    """Say what an order owes, seller by seller; called in the transaction that places it.

    Orders on terms owe nothing now: what they owe is posted when they are settled.

    Args:
        actor: who orders.
        group_ref: the order group.
        due_fen: fen in all.
        splits: fen per seller order; they add up to `due_fen`.
        method: online, bank_transfer or terms.
        at: now.

    Returns:
        The payment's ref.

    Raises:
        ValueError: the parts do not add up: a mistake of the programmer.
    """
    if sum(splits.values()) != due_fen:
        raise ValueError(f"splits of {group_ref} do not add up to {due_fen}")
    payment = _new_payment(group_ref, due_fen, PaymentMethod(method), at)
    payment.splits = [
        PaymentSplit(seller_order_ref=ref, amount_fen=fen) for ref, fen in splits.items()
    ]
    session().add(payment)
    session().flush()  # the reference needs the payment's id
    if method == PaymentMethod.BANK_TRANSFER:
        _give_reference(payment, at)
    return payment.ref


def _new_payment(group_ref: str, due_fen: int, method: PaymentMethod, at: datetime) -> Payment:
    is_on_terms = method is PaymentMethod.TERMS
    return Payment(
        group_ref=group_ref,
        method=method.value,
        currency=CURRENCY,
        due_fen=due_fen,
        state=(PaymentState.ON_ACCOUNT if is_on_terms else PaymentState.OPEN).value,
        created_at=at,
    )


def _give_reference(payment: Payment, at: datetime) -> None:
    code = make_reference(secrets.randbits(BITS))
    session().add(BankTransferReference(payment_id=payment.id, code=code, created_at=at))


def load_payment(group_ref: str) -> Payment:
    """The payment of an order group, with its splits, as it is in the database now.

    Raises:
        PaymentNotFound: there is none.
    """
    statement = select(Payment).where(Payment.group_ref == group_ref)
    return _one(session().scalar(_fresh(statement)))


def load_payment_by_id(payment_id: int) -> Payment:
    """The payment with its splits, as it is in the database now."""
    return _one(session().scalar(_fresh(select(Payment).where(Payment.id == payment_id))))


def _fresh(statement: Select[Payment]) -> Select[Payment]:
    loaded = statement.options(selectinload(Payment.splits))
    return loaded.execution_options(populate_existing=True)


def _one(payment: Payment | None) -> Payment:
    if payment is None:
        raise PaymentNotFound
    return payment


def capture(
    actor: Actor, payment: Payment, *, entries: list[Entry], cause_ref: str, at: datetime
) -> CaptureOutcome:
    """The whole amount of a payment has arrived; of two arrivals, one counts.

    Args:
        actor: who says so.
        payment: the payment; its row decides, not this copy.
        entries: how the books see it if it counts.
        cause_ref: of the posting.
        at: now.

    Returns:
        COUNTS, LATE (the order was given up meanwhile) or TWICE (nothing was changed).
    """
    outcome = judge_capture(PaymentState(_state_now(payment.id)))
    if outcome == CaptureOutcome.TWICE:
        return outcome
    is_late = outcome == CaptureOutcome.LATE
    before = PaymentState.CLOSED if is_late else PaymentState.OPEN
    after = PaymentState.PAID_LATE if is_late else PaymentState.PAID
    changed = update_where(
        Payment,
        Payment.id == payment.id,
        Payment.state == before.value,
        state=after.value,
        captured_fen=Payment.due_fen,
        paid_at=at,
    )
    if changed != 1:  # somebody moved it between the look and the update: look again
        return capture(actor, payment, entries=entries, cause_ref=cause_ref, at=at)
    whole = PaymentSplit.amount_fen
    update_where(PaymentSplit, PaymentSplit.payment_id == payment.id, captured_fen=whole)
    is_test = bool(session().scalar(select(Payment.is_test).where(Payment.id == payment.id)))
    ledger.post(actor, entries=entries, cause_ref=cause_ref, at=at, is_test=is_test)
    event = PaymentCameLate if is_late else PaymentCaptured
    publish(event(payment.group_ref), dedupe_key=cause_ref)
    return outcome


def _state_now(payment_id: int) -> str:
    return session().execute(select(Payment.state).where(Payment.id == payment_id)).scalar_one()


def close_payment(actor: Actor, *, group_ref: str, at: datetime) -> bool:  # noqa: ARG001  # who acts
    """Take no more money for an order that is given up; money that still comes is late.

    Returns:
        Whether the payment is closed now; a paid one stays paid.
    """
    payment = load_payment(group_ref)
    update_where(
        Payment,
        Payment.id == payment.id,
        Payment.state == PaymentState.OPEN.value,
        state=PaymentState.CLOSED.value,
        closed_at=at,
    )
    return _state_now(payment.id) == PaymentState.CLOSED


def accept_late(actor: Actor, *, group_ref: str, at: datetime) -> bool:  # noqa: ARG001  # who acts
    """Late money counts after all: the order could be taken up again.

    Returns:
        False if it does not lie there any more (refunded, or counted before).
    """
    late = (Payment.group_ref == group_ref, Payment.state == PaymentState.PAID_LATE.value)
    return update_where(Payment, *late, state=PaymentState.PAID.value) == 1


def post_settlement(actor: Actor, sale: Sale, *, at: datetime) -> bool:
    """A seller order was settled by weight: now the seller is owed its money.

    Paid orders move what we hold to the seller; orders on terms become a receivable.

    Args:
        actor: who settled.
        sale: the seller order with its settled goods and freight.
        at: now.

    Returns:
        False if it was settled before, or nothing is owed.

    Raises:
        PaymentNotFound: there is no such seller order.
    """
    own_split = PaymentSplit.seller_order_ref == sale.seller_order_ref
    split = session().scalar(select(PaymentSplit).where(own_split))
    if split is None:
        raise PaymentNotFound
    payment = load_payment_by_id(split.payment_id)
    is_on_account = payment.state == PaymentState.ON_ACCOUNT
    total = sale.goods_fen + sale.freight_fen
    values = {"settled_fen": total, **({"captured_fen": total} if is_on_account else {})}
    own = (PaymentSplit.id == split.id, PaymentSplit.settled_fen.is_(None))
    if update_where(PaymentSplit, *own, **values) != 1 or not total:
        return False
    if is_on_account:
        grown = Payment.captured_fen + total
        update_where(Payment, Payment.id == payment.id, captured_fen=grown)
    open_sale(sale, payment, at=at)
    return ledger.post(
        actor,
        entries=settle_entries(sale.goods_fen, sale.freight_fen, is_on_account=is_on_account),
        cause_ref=sale.cause_ref,
        at=at,
        is_test=payment.is_test,
    )
