"""Specs: what a thing is, without seller and price; geographical indications."""

from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Gi(IdMixin, RefMixin, Base):
    """A geographical indication and the counties of its territory."""

    __tablename__ = "gi"
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name_zh: Mapped[str] = mapped_column(String(80))
    name_en: Mapped[str] = mapped_column(String(120))
    county_codes: Mapped[list[Any]]


class ProductSpec(IdMixin, RefMixin, CreatedMixin, Base):
    """A neutral description of goods; contracts and listings point at it."""

    __tablename__ = "product_spec"
    __table_args__ = (
        CheckConstraint("season_mask >= 0 AND season_mask < 4096", name="season"),
        CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life"),
        CheckConstraint("piece_g > 0", name="piece"),
        CheckConstraint("chargeable_permille >= 1000", name="chargeable"),
    )
    code: Mapped[str] = mapped_column(String(40), unique=True)
    family: Mapped[str] = mapped_column(String(20), index=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    variety_zh: Mapped[str] = mapped_column(String(80), default="")
    variety_en: Mapped[str] = mapped_column(String(120), default="")
    grade: Mapped[str] = mapped_column(String(40), default="")
    gi_id: Mapped[int | None] = mapped_column(ForeignKey("gi.id"))
    temperature: Mapped[str] = mapped_column(String(12))
    summer_temperature: Mapped[str | None] = mapped_column(String(12))
    set_point_c10: Mapped[int | None]
    shelf_life_days: Mapped[int | None]
    storage_zh: Mapped[str] = mapped_column(String(200), default="")
    storage_en: Mapped[str] = mapped_column(String(200), default="")
    piece_g: Mapped[int]
    season_mask: Mapped[int]
    plate: Mapped[str] = mapped_column(String(40))
    return_rule: Mapped[str] = mapped_column(String(20))
    required_kinds: Mapped[list[Any]]
    chargeable_permille: Mapped[int] = mapped_column(default=1000)
    is_halal_segregated: Mapped[bool] = mapped_column(default=False)
    is_alcohol: Mapped[bool] = mapped_column(default=False)
    is_prepacked: Mapped[bool] = mapped_column(default=False)
    is_green_lane: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(String(12), default="active")

    gi: Mapped[Gi | None] = relationship(lazy="raise")
