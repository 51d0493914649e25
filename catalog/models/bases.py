"""Supply bases: the place, what it guarantees per season, what inspectors found."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class SupplyBase(IdMixin, RefMixin, CreatedMixin, Base):
    """A place that stands behind a guaranteed volume."""

    __tablename__ = "supply_base"
    __table_args__ = (
        UniqueConstraint("seller_id", "name_zh"),
        CheckConstraint("area_mu > 0", name="area"),
        CheckConstraint("until_on IS NULL OR until_on >= designated_on", name="until"),
        Index("ix_supply_base_state", "state", "county_code"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    county_code: Mapped[str] = mapped_column(String(6))
    place: Mapped[str] = mapped_column(String(160))
    area_mu: Mapped[int]
    about_zh: Mapped[str] = mapped_column(String(1000), default="")
    about_en: Mapped[str] = mapped_column(String(1000), default="")
    state: Mapped[str] = mapped_column(String(12))
    applied_at: Mapped[datetime]
    designated_on: Mapped[date | None]
    until_on: Mapped[date | None]
    decided_by: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")

    seasons: Mapped[list["BaseSeason"]] = relationship(
        lazy="raise", order_by="BaseSeason.from_on, BaseSeason.id", cascade="all, delete-orphan"
    )
    inspections: Mapped[list["BaseInspection"]] = relationship(
        lazy="raise", order_by="BaseInspection.id.desc()"
    )


class BaseSeason(IdMixin, Base):
    """What a base can grow of one good in one season, and what it guarantees of it."""

    __tablename__ = "base_season"
    __table_args__ = (
        UniqueConstraint("base_id", "spec_id", "from_on"),
        CheckConstraint("to_on >= from_on", name="days"),
        CheckConstraint("guaranteed_g > 0 AND guaranteed_g <= capacity_g", name="guarantee"),
    )
    base_id: Mapped[int] = mapped_column(ForeignKey("supply_base.id"), index=True)
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    from_on: Mapped[date]
    to_on: Mapped[date]
    capacity_g: Mapped[int]
    guaranteed_g: Mapped[int]


@keep_rows
class BaseInspection(IdMixin, CreatedMixin, Base):
    """What people found who went to a base; never changed, looked at again instead."""

    __tablename__ = "base_inspection"

    base_id: Mapped[int] = mapped_column(ForeignKey("supply_base.id"), index=True)
    inspected_on: Mapped[date]
    inspectors: Mapped[str] = mapped_column(String(200))
    area_mu: Mapped[int]
    findings: Mapped[str] = mapped_column(String(1000))
    is_good: Mapped[bool]
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(60))
    photo_refs: Mapped[list[Any]]
