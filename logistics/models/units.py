"""Handling units: boxes and truck loads, what is in them, and who was inside whom, when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class HandlingUnit(IdMixin, RefMixin, CreatedMixin, Base):
    """A box of one seller in one parcel, or everything of one class on one truck."""

    __tablename__ = "handling_unit"
    __table_args__ = (
        CheckConstraint("grams >= 0", name="grams"),
        Index("ix_handling_unit_consignment", "consignment_id"),
    )
    code: Mapped[str] = mapped_column(String(24), unique=True)
    kind: Mapped[str] = mapped_column(String(10))  # box, load
    consignment_id: Mapped[int | None] = mapped_column(ForeignKey("consignment.id"))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    seller_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    temperature: Mapped[str] = mapped_column(String(10))
    grams: Mapped[int]
    state: Mapped[str] = mapped_column(String(12), default="packed")


class UnitContent(IdMixin, Base):
    """Pieces of a lot in a box, for an order line."""

    __tablename__ = "handling_unit_content"
    __table_args__ = (
        UniqueConstraint("unit_id", "line_ref", "lot_id"),
        CheckConstraint("pieces > 0 AND grams >= 0", name="amounts"),
        Index("ix_handling_unit_content_lot", "lot_id", "unit_id"),
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    line_ref: Mapped[str] = mapped_column(String(26))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    pieces: Mapped[int]
    grams: Mapped[int]


class UnitSpan(IdMixin, Base):
    """The closure of parentage: `descendant` was in `ancestor` from … until; depth 0 is itself."""

    __tablename__ = "handling_unit_span"
    __table_args__ = (
        UniqueConstraint("ancestor_id", "descendant_id", "from_at"),
        CheckConstraint("depth >= 0", name="depth"),
        CheckConstraint("until_at IS NULL OR until_at >= from_at", name="times"),
        Index("ix_handling_unit_span_descendant", "descendant_id", "from_at"),
    )
    ancestor_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    descendant_id: Mapped[int] = mapped_column(ForeignKey("handling_unit.id"))
    depth: Mapped[int]
    from_at: Mapped[datetime] = mapped_column(UtcDateTime())
    until_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
