"""Payments of orders, their tries at a provider, notices we got, tasks of the finance desk."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime
from core.refs import REF_LENGTH
from shop.rules.payments import OPEN_ATTEMPTS

IS_OPEN = text("state IN ({})".format(", ".join(f"'{state}'" for state in OPEN_ATTEMPTS)))


class Payment(IdMixin, RefMixin, CreatedMixin, Base):
    """What one order group owes and what came of it (fen)."""

    __tablename__ = "payment"
    __table_args__ = (
        CheckConstraint("due_fen >= 0", name="due"),
        CheckConstraint("captured_fen >= 0 AND captured_fen <= due_fen", name="captured"),
        CheckConstraint("refunded_fen >= 0 AND refunded_fen <= captured_fen", name="refunded"),
        Index("ix_payment_state", "state", "id"),
    )
    group_ref: Mapped[str] = mapped_column(String(REF_LENGTH), unique=True)
    method: Mapped[str] = mapped_column(String(16))
    currency: Mapped[str] = mapped_column(String(3))
    state: Mapped[str] = mapped_column(String(16))
    due_fen: Mapped[int]
    captured_fen: Mapped[int] = mapped_column(default=0)
    refunded_fen: Mapped[int] = mapped_column(default=0)
    is_test: Mapped[bool] = mapped_column(default=False)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    splits: Mapped[list["PaymentSplit"]] = relationship(
        back_populates="payment", order_by="PaymentSplit.id", lazy="raise"
    )


class PaymentSplit(IdMixin, Base):
    """The share of one seller order in a payment; refunds are reserved here first."""

    __tablename__ = "payment_split"
    __table_args__ = (
        CheckConstraint("amount_fen >= 0 AND captured_fen >= 0", name="amounts"),
        CheckConstraint("captured_fen <= amount_fen", name="captured"),
        CheckConstraint("reserved_fen >= 0 AND reserved_fen <= captured_fen", name="reserved"),
        CheckConstraint("refunded_fen >= 0 AND refunded_fen <= reserved_fen", name="refunded"),
    )
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    seller_order_ref: Mapped[str] = mapped_column(String(REF_LENGTH), unique=True)
    amount_fen: Mapped[int]
    captured_fen: Mapped[int] = mapped_column(default=0)
    reserved_fen: Mapped[int] = mapped_column(default=0)
    """Refunds asked for and not failed, those already paid included."""
    refunded_fen: Mapped[int] = mapped_column(default=0)
    settled_fen: Mapped[int | None]
    payment: Mapped[Payment] = relationship(back_populates="splits", lazy="raise")


class PaymentAttempt(IdMixin, RefMixin, CreatedMixin, Base):
    """One try at a provider; everything the call needs is stored before the call."""

    __tablename__ = "payment_attempt"
    __table_args__ = (
        UniqueConstraint("payment_id", "number"),
        CheckConstraint("amount_fen > 0", name="amount"),
        Index(
            "uq_payment_attempt_open",
            "payment_id",
            unique=True,
            sqlite_where=IS_OPEN,
            postgresql_where=IS_OPEN,
        ),
        Index("ix_payment_attempt_state", "state", "expires_at"),
    )
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    number: Mapped[int]
    provider: Mapped[str] = mapped_column(String(16))
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    request_hash: Mapped[str] = mapped_column(String(64))
    amount_fen: Mapped[int]
    currency: Mapped[str] = mapped_column(String(3))
    language: Mapped[str] = mapped_column(String(2))
    return_url: Mapped[str] = mapped_column(String(300))
    cancel_url: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(16))
    is_test: Mapped[bool]
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    provider_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    provider_payment_id: Mapped[str | None] = mapped_column(String(120), index=True)
    redirect_url: Mapped[str | None] = mapped_column(String(1000))
    reason: Mapped[str] = mapped_column(String(120), default="")
    stray_fen: Mapped[int] = mapped_column(default=0)
    """Money taken by this attempt that counts for no order (mismatch, paid twice)."""
    payment: Mapped[Payment] = relationship(lazy="raise")


class WebhookInbox(IdMixin, Base):
    """A verified notice of a provider, once each; what it means is asked afterwards."""

    __tablename__ = "webhook_inbox"
    __table_args__ = (UniqueConstraint("provider", "event_id"),)
    provider: Mapped[str] = mapped_column(String(16))
    event_id: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(80))
    attempt_id: Mapped[str] = mapped_column(String(120))
    payment_id: Mapped[str] = mapped_column(String(120))
    refund_id: Mapped[str] = mapped_column(String(120))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    handled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    outcome: Mapped[str] = mapped_column(String(40), default="")


class Refund(IdMixin, RefMixin, CreatedMixin, Base):
    """Money on its way back; its amount was reserved before anybody was asked."""

    __tablename__ = "refund"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        Index("ix_refund_stage", "stage", "submitted_at"),
    )
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), index=True)
    attempt_id: Mapped[int | None] = mapped_column(ForeignKey("payment_attempt.id"))
    """The attempt whose stray money goes back; None for money that counted."""
    seller_order_ref: Mapped[str | None] = mapped_column(String(REF_LENGTH), index=True)
    cause_ref: Mapped[str] = mapped_column(String(120), unique=True)
    amount_fen: Mapped[int]
    reason: Mapped[str] = mapped_column(String(40))
    way: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str] = mapped_column(String(16))
    idempotency_key: Mapped[str] = mapped_column(String(80), unique=True)
    provider_payment_id: Mapped[str] = mapped_column(String(120), default="")
    provider_refund_id: Mapped[str | None] = mapped_column(String(120), unique=True)
    failure: Mapped[str] = mapped_column(String(120), default="")
    is_test: Mapped[bool] = mapped_column(default=False)
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    payment: Mapped[Payment] = relationship(lazy="raise")


class FinanceTask(IdMixin, RefMixin, CreatedMixin, Base):
    """Something about money that a person has to look at; one per cause."""

    __tablename__ = "finance_task"
    __table_args__ = (Index("ix_finance_task_open", "done_at", "id"),)
    kind: Mapped[str] = mapped_column(String(30))
    cause_ref: Mapped[str] = mapped_column(String(120), unique=True)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"))
    refund_id: Mapped[int | None] = mapped_column(ForeignKey("refund.id"))
    amount_fen: Mapped[int]
    detail: Mapped[str] = mapped_column(String(200), default="")
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    done_by: Mapped[str] = mapped_column(String(60), default="")
    answer: Mapped[str] = mapped_column(String(200), default="")
