"""Where money and orders meet: paid orders are confirmed, given-up ones closed."""

from __future__ import annotations

from datetime import timedelta

from accounts.rules.actor import SYSTEM
from core.clock import now
from core.outbox import Message, publish
from core.unit_of_work import unit_of_work
from shop.errors import OrderNotPayable
from shop.events import (
    OrderCancelled,
    OrderHoldEnded,
    PaymentCameLate,
    PaymentCaptured,
    SellerOrderAccepted,
    SellerOrderSettled,
)
from shop.gateways import AttemptTruth
from shop.jobs.payments import close_at_provider
from shop.queries.pay_page import get_settlement
from shop.services import closing, earnings, orders, payments
from shop.services.reviving import revive_order

LOOK_AGAIN = timedelta(minutes=5)
GOODS_GONE = "goods_gone"


def confirm_order(event: PaymentCaptured, message: Message) -> None:
    """The money of an order is there: make the order firm, or give the money back in full."""
    try:
        with unit_of_work():
            orders.confirm_paid(SYSTEM, group_ref=event.group_ref, at=now())
            message.finish()
    except OrderNotPayable as no:
        with unit_of_work():
            if no.context["state"] == GOODS_GONE:
                orders.cancel_order(SYSTEM, group_ref=event.group_ref, at=now())
            closing.refund_all(SYSTEM, group_ref=event.group_ref, reason="paid_late", at=now())
            message.finish()


def answer_late_money(event: PaymentCameLate, message: Message) -> None:
    """Money for an order that was given up: taken up again while the goods last, else returned."""
    try:
        with unit_of_work():
            revive_order(SYSTEM, group_ref=event.group_ref, at=now())
            message.finish()
    except OrderNotPayable:
        with unit_of_work():
            closing.refund_all(SYSTEM, group_ref=event.group_ref, reason="paid_late", at=now())
            message.finish()


def end_hold(event: OrderHoldEnded, message: Message) -> None:
    """The time to pay is over: close the payment at the provider, then free the goods."""
    with unit_of_work():
        found = closing.begin_close(SYSTEM, group_ref=event.group_ref, at=now())
    truth = close_at_provider(found) if found else None
    with unit_of_work():
        _finish(event, found, truth)
        message.finish()


def _finish(
    event: OrderHoldEnded, found: closing.OpenAtProvider | None, truth: AttemptTruth | None
) -> None:
    is_closed = closing.finish_close(
        SYSTEM, group_ref=event.group_ref, found=found, truth=truth, at=now()
    )
    if is_closed:
        orders.expire_order(SYSTEM, group_ref=event.group_ref, at=now())
    elif truth is not None and truth.state in closing.UNDECIDED:
        again = now() + LOOK_AGAIN
        publish(event, dedupe_key=f"{event.group_ref}@{again.isoformat()}", run_at=again)


def close_cancelled(event: OrderCancelled, message: Message) -> None:
    """The buyer called an order off: nobody may pay it any more."""
    with unit_of_work():
        found = closing.begin_close(SYSTEM, group_ref=event.group_ref, at=now())
    truth = close_at_provider(found) if found else None
    with unit_of_work():
        closing.finish_close(SYSTEM, group_ref=event.group_ref, found=found, truth=truth, at=now())
        message.finish()


def book_settlement(event: SellerOrderSettled) -> None:
    """A seller order was weighed and settled: its seller and carrier are owed their money."""
    _settle(event.seller_order_ref)


def book_earning(event: SellerOrderAccepted) -> None:
    """The buyer accepted: the fees are frozen, the seller's money may be paid out."""
    _settle(event.seller_order_ref)  # its own message may still wait
    earnings.book_acceptance(SYSTEM, seller_order_ref=event.seller_order_ref, at=now())


def _settle(seller_order_ref: str) -> None:
    settled = get_settlement(seller_order_ref)
    sale = earnings.Sale(
        seller_order_ref=seller_order_ref,
        seller_org_id=settled.seller_org_id,
        goods_fen=settled.goods_fen,
        freight_fen=settled.freight_fen,
    )
    payments.post_settlement(SYSTEM, sale, at=now())
