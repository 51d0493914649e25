"""The order lines of a recall: where the goods are, who was told, how it ended."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, IdMixin, RefMixin, UtcDateTime


class RecallLine(IdMixin, RefMixin, Base):
    """Pieces of a recalled lot in one order line."""

    __tablename__ = "recall_line"
    __table_args__ = (
        UniqueConstraint("recall_id", "line_id", "lot_id"),
        CheckConstraint("pieces > 0 AND grams >= 0", name="amounts"),
        CheckConstraint("(outcome = '') = (settled_at IS NULL)", name="settled"),
        Index("ix_recall_line_group", "group_id", "recall_id"),
        Index("ix_recall_line_outcome", "recall_id", "outcome"),
    )
    recall_id: Mapped[int] = mapped_column(ForeignKey("recall.id"))
    line_id: Mapped[int] = mapped_column(ForeignKey("order_line.id"))
    group_id: Mapped[int] = mapped_column(ForeignKey("order_group.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    consignment_ref: Mapped[str | None] = mapped_column(String(26))
    pieces: Mapped[int]
    grams: Mapped[int]
    place: Mapped[str] = mapped_column(String(10))  # store, road, hub, door
    outcome: Mapped[str] = mapped_column(String(14), default="")
    note: Mapped[str] = mapped_column(String(200), default="")
    refund_ref: Mapped[str | None] = mapped_column(String(26))
    refund_fen: Mapped[int | None]
    notified_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    settled_by: Mapped[str] = mapped_column(String(80), default="")
