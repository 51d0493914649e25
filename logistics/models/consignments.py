"""Consignments: what goes to one door in one temperature over one hub, its lines and legs."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin, UtcDateTime


class Consignment(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "consignment"
    __table_args__ = (
        CheckConstraint("grams >= 0 AND freight_fen >= 0", name="amounts"),
        Index("ix_consignment_order", "order_ref", "id"),
        Index("ix_consignment_state", "state", "arrives_on"),
        Index("ix_consignment_departure", "departure_id", "state"),
    )
    number: Mapped[str] = mapped_column(String(20), unique=True)
    order_ref: Mapped[str] = mapped_column(String(26))
    buyer_org_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20), default="planned")
    held_state: Mapped[str | None] = mapped_column(String(20))
    temperature: Mapped[str] = mapped_column(String(10))
    origin_hub: Mapped[str] = mapped_column(String(6))
    destination_hub: Mapped[str] = mapped_column(String(6))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    promised_on: Mapped[date]
    arrives_on: Mapped[date]
    receiver: Mapped[str] = mapped_column(String(60))
    phone: Mapped[str] = mapped_column(String(20))
    city_code: Mapped[str] = mapped_column(String(6))
    district_code: Mapped[str] = mapped_column(String(6))
    detail: Mapped[str] = mapped_column(String(200))
    grams: Mapped[int]
    freight_fen: Mapped[int]
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    lines: Mapped[list["ConsignmentLine"]] = relationship(
        back_populates="consignment", order_by="ConsignmentLine.id", lazy="raise"
    )


class ConsignmentLine(IdMixin, Base):
    __tablename__ = "consignment_line"
    __table_args__ = (
        CheckConstraint("grams > 0 AND pack_grams > 0", name="amounts"),
        Index("ix_consignment_line_consignment", "consignment_id", "id"),
        Index("ix_consignment_line_goods", "seller_id", "spec_id"),
        Index("ix_consignment_line_line", "line_ref"),  # the one below serves open lines only
        Index(
            "uq_consignment_line_open",
            "line_ref",
            unique=True,
            sqlite_where=text("NOT is_cancelled"),
            postgresql_where=text("NOT is_cancelled"),
        ),
    )
    consignment_id: Mapped[int] = mapped_column(ForeignKey("consignment.id"))
    line_ref: Mapped[str] = mapped_column(String(26))
    spec_id: Mapped[int]
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    listing_id: Mapped[int]
    grams: Mapped[int]
    pack_grams: Mapped[int]
    packed_g: Mapped[int | None]
    min_remaining_days: Mapped[int]
    priority: Mapped[str] = mapped_column(String(10))
    value_fen: Mapped[int]
    is_cancelled: Mapped[bool] = mapped_column(default=False)
    consignment: Mapped[Consignment] = relationship(back_populates="lines", lazy="raise")


class Leg(IdMixin, Base):
    __tablename__ = "leg"
    __table_args__ = (UniqueConstraint("consignment_id", "sequence"),)
    consignment_id: Mapped[int] = mapped_column(ForeignKey("consignment.id"))
    sequence: Mapped[int]
    mode: Mapped[str] = mapped_column(String(12))
    from_code: Mapped[str] = mapped_column(String(6))
    to_code: Mapped[str] = mapped_column(String(6))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    planned_from: Mapped[datetime] = mapped_column(UtcDateTime())
    planned_to: Mapped[datetime] = mapped_column(UtcDateTime())
    actual_from: Mapped[datetime | None] = mapped_column(UtcDateTime())
    actual_to: Mapped[datetime | None] = mapped_column(UtcDateTime())
    state: Mapped[str] = mapped_column(String(12), default="planned")
