"""What has happened in the shop; fields are references only (names are `shop.<Class>`)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class OrderPlaced:
    group_ref: str


@dataclass(frozen=True)
class OrderPaid:
    group_ref: str


@dataclass(frozen=True)
class OrderCancelled:
    group_ref: str


@dataclass(frozen=True)
class OrderExpired:
    group_ref: str


@dataclass(frozen=True)
class OrderHoldEnded:
    group_ref: str


@dataclass(frozen=True)
class LightPieceAnswerDue:
    light_piece_ref: str


@dataclass(frozen=True)
class HarvestAnswerDue:
    choice_ref: str


@dataclass(frozen=True)
class PickupWaiting:
    parcel_ref: str


@dataclass(frozen=True)
class PickupReminderDue:
    parcel_ref: str


@dataclass(frozen=True)
class SellerOrderSettled:
    seller_order_ref: str


@dataclass(frozen=True)
class SellerOrderShipped:
    seller_order_ref: str


@dataclass(frozen=True)
class SellerOrderDelivered:
    seller_order_ref: str


@dataclass(frozen=True)
class AcceptanceDue:
    seller_order_ref: str


@dataclass(frozen=True)
class SellerOrderAccepted:
    seller_order_ref: str


@dataclass(frozen=True)
class RefundRequested:
    refund_ref: str


@dataclass(frozen=True)
class RefundSucceeded:
    refund_ref: str


@dataclass(frozen=True)
class PaymentAttemptStarted:
    attempt_ref: str


@dataclass(frozen=True)
class NoticeReceived:
    inbox_id: int


@dataclass(frozen=True)
class PaymentCaptured:
    """Money of an order has arrived, by whatever way; the order may be confirmed."""

    group_ref: str


@dataclass(frozen=True)
class PaymentCameLate:
    """Money of an order that was given up has arrived: place it again or give it back."""

    group_ref: str


@dataclass(frozen=True)
class AttemptCheckDue:
    attempt_ref: str


@dataclass(frozen=True)
class AttemptCloseDue:
    attempt_ref: str


@dataclass(frozen=True)
class RecallNoticeDue:
    """A buyer has goods of a recalled lot and has to be told."""

    recall_ref: str
    group_ref: str
