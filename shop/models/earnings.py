"""A seller's money, row by row: sales, refunds, the fees frozen on them, and the rates of fees."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime
from core.refs import REF_LENGTH
from shop.models.payouts import SellerPayout


@keep_rows
class FeeRate(IdMixin, CreatedMixin, Base):
    """What is taken of settled goods from a day on; the newest row of the latest day counts."""

    __tablename__ = "fee_rate"
    __table_args__ = (
        CheckConstraint("rate_bp BETWEEN 0 AND 3000", name="rate"),
        CheckConstraint("min_fen >= 0 AND (max_fen IS NULL OR max_fen >= min_fen)", name="limits"),
        Index("ix_fee_rate_seller", "seller_org_id", "valid_from"),
    )
    kind: Mapped[str] = mapped_column(String(16))
    seller_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    """None: for all sellers."""
    rate_bp: Mapped[int]
    min_fen: Mapped[int]
    max_fen: Mapped[int | None]
    valid_from: Mapped[date]
    set_by: Mapped[str] = mapped_column(String(60))


class SellerEarning(IdMixin, RefMixin, CreatedMixin, Base):
    """What one cause gave a seller, or took: all rows together are what the books owe it."""

    __tablename__ = "seller_earning"
    __table_args__ = (
        CheckConstraint("amount_fen = goods_fen - fee_fen", name="amount"),
        CheckConstraint("(payout_id IS NULL) = (state IN ('pending', 'available'))", name="payout"),
        CheckConstraint("state = 'pending' OR booked_at IS NOT NULL", name="booked"),
        Index("ix_seller_earning_seller", "seller_org_id", "state", "id"),
        Index("ix_seller_earning_booked", "seller_org_id", "booked_at"),
    )
    seller_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    seller_order_ref: Mapped[str] = mapped_column(String(REF_LENGTH), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    cause_ref: Mapped[str] = mapped_column(String(120), unique=True)
    """The same as of the posting that wrote it into the books."""
    reason: Mapped[str] = mapped_column(String(40), default="")
    goods_fen: Mapped[int]
    fee_fen: Mapped[int] = mapped_column(default=0)
    amount_fen: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    is_on_terms: Mapped[bool] = mapped_column(default=False)
    """The buyer pays later; until then it is not paid out."""
    is_test: Mapped[bool] = mapped_column(default=False)
    booked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    """When the buyer accepted, or the refund was made: the day it stands on the statement."""
    payout_id: Mapped[int | None] = mapped_column(ForeignKey("seller_payout.id"), index=True)
    fees: Mapped[list["FeeLine"]] = relationship(order_by="FeeLine.id", lazy="raise")
    payout: Mapped[SellerPayout | None] = relationship(lazy="raise")


@keep_rows
class FeeLine(IdMixin, Base):
    """One fee of one earning as it was when the buyer accepted; negative where it goes back."""

    __tablename__ = "fee_line"
    earning_id: Mapped[int] = mapped_column(ForeignKey("seller_earning.id"), index=True)
    kind: Mapped[str] = mapped_column(String(16))
    rate_bp: Mapped[int]
    base_fen: Mapped[int]
    amount_fen: Mapped[int]
