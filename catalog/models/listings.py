"""Listings: what a seller offers of a spec; the columns are the live version."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from catalog.models.specs import ProductSpec
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Listing(IdMixin, RefMixin, CreatedMixin, Base):
    """An offer of a seller. While a change waits for review these columns do not move."""

    __tablename__ = "listing"
    __table_args__ = (
        UniqueConstraint("seller_id", "sku"),
        CheckConstraint("min_g > 0 AND min_g <= nominal_g AND nominal_g <= max_g", name="weights"),
        CheckConstraint("step > 0 AND moq > 0", name="step"),
        CheckConstraint("unit_pieces > 0", name="unit_pieces"),
        CheckConstraint("price_e4 > 0", name="price"),
        CheckConstraint("tax_bp >= 0 AND tax_bp < 10000", name="tax"),
        CheckConstraint("min_remaining_days >= 0", name="remaining"),
        Index("ix_listing_shelf", "state", "direction", "spec_id"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"), index=True)
    sku: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(12))
    direction: Mapped[str] = mapped_column(String(8))
    county_code: Mapped[str] = mapped_column(String(6), index=True)
    title_zh: Mapped[str] = mapped_column(String(120))
    title_en: Mapped[str] = mapped_column(String(160))
    story_zh: Mapped[str] = mapped_column(Text, default="")
    story_en: Mapped[str] = mapped_column(Text, default="")
    sold_by: Mapped[str] = mapped_column(String(12))
    priced_by: Mapped[str] = mapped_column(String(8))
    nominal_g: Mapped[int]
    min_g: Mapped[int]
    max_g: Mapped[int]
    step: Mapped[int] = mapped_column(default=1)
    moq: Mapped[int] = mapped_column(default=1)
    unit_pieces: Mapped[int] = mapped_column(default=1)
    price_e4: Mapped[int]
    tax_bp: Mapped[int]
    min_remaining_days: Mapped[int] = mapped_column(default=0)
    label: Mapped[dict[str, Any]]
    photos: Mapped[list[Any]] = mapped_column(default=list)
    tiers: Mapped[list[Any]] = mapped_column(default=list)
    is_halal: Mapped[bool] = mapped_column(default=False)
    uses_gi: Mapped[bool] = mapped_column(default=False)
    published_at: Mapped[datetime | None]
    paused_reason: Mapped[str] = mapped_column(String(40), default="")
    search_text: Mapped[str] = mapped_column(Text, default="")

    spec: Mapped[ProductSpec] = relationship(lazy="raise")


class ListingRevision(IdMixin, RefMixin, CreatedMixin, Base):
    """A proposed version of a listing and what became of it."""

    __tablename__ = "listing_revision"
    __table_args__ = (
        UniqueConstraint("listing_id", "number"),
        Index(
            "uq_listing_revision_pending",
            "listing_id",
            unique=True,
            sqlite_where=text("state = 'pending'"),
            postgresql_where=text("state = 'pending'"),
        ),
    )
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    before: Mapped[dict[str, Any]]
    proposed: Mapped[dict[str, Any]]
    author_user_id: Mapped[int | None]
    author_name: Mapped[str] = mapped_column(String(80))
    decided_by: Mapped[str] = mapped_column(String(80), default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(400), default="")

    listing: Mapped[Listing] = relationship(lazy="raise")
