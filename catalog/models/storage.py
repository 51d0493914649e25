"""Grain storage: silos, the lots in them, what was measured, what keeping has cost."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Silo(IdMixin, RefMixin, CreatedMixin, Base):
    """A place for grain, with its capacity and its price."""

    __tablename__ = "silo"
    __table_args__ = (
        UniqueConstraint("org_id", "name"),
        CheckConstraint("capacity_g > 0", name="capacity"),
        CheckConstraint("fee_e4 >= 0 AND shrink_bp >= 0 AND shrink_bp <= 1000", name="terms"),
    )
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(60))
    county_code: Mapped[str] = mapped_column(String(6))
    capacity_g: Mapped[int]
    fee_e4: Mapped[int]
    shrink_bp: Mapped[int]


class StorageLot(IdMixin, RefMixin, CreatedMixin, Base):
    """A lot that lies in a silo; its grams and its movements are those of the lot."""

    __tablename__ = "storage_lot"
    __table_args__ = (
        UniqueConstraint("lot_id"),
        CheckConstraint("tare_g >= 0 AND gross_g > tare_g", name="weights"),
        CheckConstraint("moisture_bp >= 0 AND moisture_bp <= 10000", name="moisture"),
        CheckConstraint("fee_e4 >= 0 AND shrink_bp >= 0", name="terms"),
    )
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    silo_id: Mapped[int] = mapped_column(ForeignKey("silo.id"), index=True)
    gross_g: Mapped[int]
    tare_g: Mapped[int]
    moisture_bp: Mapped[int]
    tests: Mapped[dict[str, Any]]
    fee_e4: Mapped[int]
    shrink_bp: Mapped[int]
    stored_on: Mapped[date]
    rotation_on: Mapped[date]


@keep_rows
class StorageCheck(IdMixin, RefMixin, CreatedMixin, Base):
    """Somebody measured: what lies there, how moist it is, until when it may stay."""

    __tablename__ = "storage_check"
    __table_args__ = (
        CheckConstraint("loss_g >= 0 AND over_g >= 0 AND over_g <= loss_g", name="loss"),
        Index("ix_storage_check_lot", "storage_lot_id", "id"),
    )
    storage_lot_id: Mapped[int] = mapped_column(ForeignKey("storage_lot.id"))
    rest_before_g: Mapped[int]
    loss_g: Mapped[int]
    allowed_g: Mapped[int]
    over_g: Mapped[int]
    moisture_bp: Mapped[int]
    tests: Mapped[dict[str, Any]]
    rotation_on: Mapped[date]
    note: Mapped[str] = mapped_column(String(400))
    by_name: Mapped[str] = mapped_column(String(80))
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class StorageClaim(IdMixin, RefMixin, CreatedMixin, Base):
    """A loss beyond the agreed rate, until somebody has answered for it."""

    __tablename__ = "storage_claim"
    __table_args__ = (UniqueConstraint("check_id"),)
    check_id: Mapped[int] = mapped_column(ForeignKey("storage_check.id"))
    over_g: Mapped[int]
    answer: Mapped[str] = mapped_column(String(400), default="")
    answered_by: Mapped[str] = mapped_column(String(80), default="")
    answered_at: Mapped[datetime | None]


@keep_rows
class StorageFee(IdMixin, CreatedMixin, Base):
    """What keeping a lot has cost in one month; written once the month is over."""

    __tablename__ = "storage_fee"
    __table_args__ = (UniqueConstraint("storage_lot_id", "month"),)
    storage_lot_id: Mapped[int] = mapped_column(ForeignKey("storage_lot.id"))
    month: Mapped[date]
    gram_days: Mapped[int]
    fee_fen: Mapped[int]
