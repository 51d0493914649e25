"""Baskets and the addresses that a person keeps."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class Basket(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "basket"
    __table_args__ = (Index("ix_basket_user", "user_id", "state"),)
    user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    buyer_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    district_code: Mapped[str | None] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(12), default="open")
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime())
    lines: Mapped[list["BasketLine"]] = relationship(order_by="BasketLine.id", lazy="raise")


class BasketLine(IdMixin, RefMixin, Base):
    __tablename__ = "basket_line"
    __table_args__ = (
        UniqueConstraint("basket_id", "listing_id"),
        CheckConstraint("pieces > 0", name="pieces"),
    )
    basket_id: Mapped[int] = mapped_column(ForeignKey("basket.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    pieces: Mapped[int]
    substitution: Mapped[str] = mapped_column(String(12), default="ask")


class Address(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "address"
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    receiver: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20))
    city_code: Mapped[str] = mapped_column(String(6))
    district_code: Mapped[str] = mapped_column(String(6))
    detail: Mapped[str] = mapped_column(String(200))
    is_default: Mapped[bool] = mapped_column(default=False)
