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
