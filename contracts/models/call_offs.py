"""Call-offs: what a buyer releases of a contract; each makes one order of the shop."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class CallOff(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "call_off"
    __table_args__ = (
        CheckConstraint("state IN ('released', 'cancelled')", name="state"),
        Index("ix_call_off_contract", "contract_id", "monday"),
    )
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[str] = mapped_column(String(24), unique=True)
    monday: Mapped[date]
    deliver_on: Mapped[date]
    site_ref: Mapped[str] = mapped_column(String(26))
    site_name: Mapped[str] = mapped_column(String(80))
    state: Mapped[str] = mapped_column(String(12))
    source_key: Mapped[str] = mapped_column(String(120), unique=True)
    order_group_ref: Mapped[str] = mapped_column(String(26), index=True)
    order_number: Mapped[str] = mapped_column(String(24))
    amount_fen: Mapped[int]
    made_by_id: Mapped[int | None]
    made_by_name: Mapped[str] = mapped_column(String(80))
    cancelled_at: Mapped[datetime | None]

    lines: Mapped[list["CallOffLine"]] = relationship(lazy="raise", order_by="CallOffLine.id")


class CallOffLine(IdMixin, Base):
    __tablename__ = "call_off_line"
    __table_args__ = (CheckConstraint("grams > 0 AND pieces > 0", name="amount"),)
    call_off_id: Mapped[int] = mapped_column(ForeignKey("call_off.id"), index=True)
    line_id: Mapped[int] = mapped_column(ForeignKey("contract_line.id"), index=True)
    period_id: Mapped[int] = mapped_column(ForeignKey("line_period.id"), index=True)
    grams: Mapped[int]
    planned_g: Mapped[int]
    pieces: Mapped[int]
    price_e4: Mapped[int]
    amount_fen: Mapped[int]
