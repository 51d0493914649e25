"""Bank transfers: the reference of each order and the lines of our statement."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime
from shop.models.payments import Payment


class BankTransferReference(IdMixin, CreatedMixin, Base):
    """The code that the buyer writes into the purpose of the transfer."""

    __tablename__ = "bank_transfer_reference"
    payment_id: Mapped[int] = mapped_column(ForeignKey("payment.id"), unique=True)
    code: Mapped[str] = mapped_column(String(13), unique=True)
    payment: Mapped[Payment] = relationship(lazy="raise")


class BankRow(IdMixin, RefMixin, CreatedMixin, Base):
    """One incoming line of the statement; known by the bank's serial number."""

    __tablename__ = "bank_row"
    __table_args__ = (
        CheckConstraint("amount_fen > 0", name="amount"),
        CheckConstraint("applied_fen >= 0 AND returned_fen >= 0", name="parts"),
        CheckConstraint("applied_fen + returned_fen <= amount_fen", name="rest"),
        Index("ix_bank_row_state", "state", "id"),
    )
    row_key: Mapped[str] = mapped_column(String(80), unique=True)
    serial: Mapped[str] = mapped_column(String(60))
    booked_on: Mapped[date]
    amount_fen: Mapped[int]
    payer: Mapped[str] = mapped_column(String(120))
    summary: Mapped[str] = mapped_column(String(300))
    state: Mapped[str] = mapped_column(String(12))
    """unmatched, matched, returned"""
    applied_fen: Mapped[int] = mapped_column(default=0)
    returned_fen: Mapped[int] = mapped_column(default=0)
    payment_id: Mapped[int | None] = mapped_column(ForeignKey("payment.id"), index=True)
    match_count: Mapped[int] = mapped_column(default=0)
    is_matched_by_hand: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(String(200), default="")
    matched_by: Mapped[str] = mapped_column(String(60), default="")
    matched_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    is_test: Mapped[bool] = mapped_column(default=False)
