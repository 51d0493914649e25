"""Paying sellers: their bank accounts, the batches for the bank, one payout a seller in each."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class PayoutAccount(IdMixin, RefMixin, CreatedMixin, Base):
    """Where a seller is paid. A change is a new row; the newest counts, once it is confirmed."""

    __tablename__ = "payout_account"
    __table_args__ = (
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> entered_by_id", name="eyes"),
        Index("ix_payout_account_org", "org_id", "id"),
    )
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    holder: Mapped[str] = mapped_column(String(80))
    bank: Mapped[str] = mapped_column(String(80))
    branch_code: Mapped[str] = mapped_column(String(12))
    number: Mapped[str] = mapped_column(String(30))
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    entered_by: Mapped[str] = mapped_column(String(60))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    refusal: Mapped[str] = mapped_column(String(200), default="")


class PayoutBatch(IdMixin, RefMixin, CreatedMixin, Base):
    """Payouts that go to the bank in one file: made by one person, released by another."""

    __tablename__ = "payout_batch"
    __table_args__ = (
        CheckConstraint("released_by_id IS NULL OR released_by_id <> made_by_id", name="eyes"),
    )
    number: Mapped[str] = mapped_column(String(20), unique=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    is_test: Mapped[bool]
    made_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    made_by: Mapped[str] = mapped_column(String(60))
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    released_by: Mapped[str] = mapped_column(String(60), default="")
    released_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    file_sha256: Mapped[str] = mapped_column(String(64), default="")
    payouts: Mapped[list["SellerPayout"]] = relationship(
        back_populates="batch", order_by="SellerPayout.id", lazy="raise"
    )


class SellerPayout(IdMixin, RefMixin, Base):
    """What one seller gets in one batch: the sum of its available rows at that moment."""

    __tablename__ = "seller_payout"
    __table_args__ = (
        UniqueConstraint("batch_id", "seller_org_id"),
        CheckConstraint("amount_fen > 0", name="amount"),
        Index("ix_seller_payout_seller", "seller_org_id", "id"),
    )
    number: Mapped[str] = mapped_column(String(24), unique=True)
    batch_id: Mapped[int] = mapped_column(ForeignKey("payout_batch.id"))
    seller_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("payout_account.id"))
    amount_fen: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), index=True)
    bank_serial: Mapped[str] = mapped_column(String(60), default="")
    failure: Mapped[str] = mapped_column(String(120), default="")
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    failed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """Of a payout that was paid and sent back later, both are set."""
    batch: Mapped[PayoutBatch] = relationship(back_populates="payouts", lazy="raise")
    account: Mapped[PayoutAccount] = relationship(lazy="raise")
