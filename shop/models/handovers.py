"""Boxes given to a truck: how many, how cold, under which seal, to whom."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, JSONValue, RefMixin


@keep_rows
class HandOver(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "hand_over"
    __table_args__ = (
        CheckConstraint("boxes > 0", name="boxes"),
        Index("ix_hand_over_seller", "seller_org_id", "id"),
    )
    action_id: Mapped[str] = mapped_column(String(60), unique=True)
    seller_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    carrier_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    departure_no: Mapped[str] = mapped_column(String(12))
    boxes: Mapped[int]
    cores_c10: Mapped[dict[str, Any]] = mapped_column(JSONValue)
    seal_no: Mapped[str] = mapped_column(String(30))
    driver: Mapped[str] = mapped_column(String(60))
    by_name: Mapped[str] = mapped_column(String(60))
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


@keep_rows
class HandOverOrder(IdMixin, Base):
    """One seller order of a hand-over; it is handed over once."""

    __tablename__ = "hand_over_order"
    hand_over_id: Mapped[int] = mapped_column(ForeignKey("hand_over.id"), index=True)
    seller_order_id: Mapped[int] = mapped_column(ForeignKey("seller_order.id"), unique=True)
