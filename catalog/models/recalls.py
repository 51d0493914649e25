"""Recalls: why, which lots, how far it has been handled. The order lines are the shop's."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class Recall(IdMixin, RefMixin, CreatedMixin, Base):
    """One recall, or the exercise of one; the counters are what the public page shows."""

    __tablename__ = "recall"
    __table_args__ = (
        CheckConstraint("settled_lines <= total_lines", name="settled"),
        CheckConstraint("notified_orders <= total_orders", name="notified"),
        Index("ix_recall_state", "state", "id"),
    )
    number: Mapped[str] = mapped_column(String(16), unique=True)
    state: Mapped[str] = mapped_column(String(10))
    is_drill: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(400))
    advice: Mapped[str] = mapped_column(String(400))
    authority: Mapped[str] = mapped_column(String(80), default="")
    opened_by: Mapped[str] = mapped_column(String(80))
    traced_ms: Mapped[int]
    total_lines: Mapped[int] = mapped_column(default=0)
    settled_lines: Mapped[int] = mapped_column(default=0)
    total_orders: Mapped[int] = mapped_column(default=0)
    notified_orders: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    closed_by: Mapped[str] = mapped_column(String(80), default="")
    conclusion: Mapped[str] = mapped_column(String(400), default="")


class RecallLot(IdMixin, Base):
    """A lot of a recall: the one that was named, or cut from it; what was left in store."""

    __tablename__ = "recall_lot"
    __table_args__ = (UniqueConstraint("recall_id", "lot_id"), Index("ix_recall_lot_lot", "lot_id"))
    recall_id: Mapped[int] = mapped_column(ForeignKey("recall.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    pieces_left: Mapped[int]
    grams_left: Mapped[int]
