"""Supply: forecasts, the weekly buckets they fill, commitments on them, sale rounds."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


@keep_rows
class Forecast(IdMixin, CreatedMixin, Base):
    """What a seller expected of a week at one time; the newest row counts."""

    __tablename__ = "forecast"
    __table_args__ = (
        CheckConstraint("p80_g >= 0 AND p80_g <= p50_g", name="order"),
        Index("ix_forecast_week", "seller_id", "spec_id", "monday", "id"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    monday: Mapped[date]
    p50_g: Mapped[int]
    p80_g: Mapped[int]
    source: Mapped[str] = mapped_column(String(40))
    by_name: Mapped[str] = mapped_column(String(80))


class SupplyBucket(IdMixin, Base):
    """One week of one spec of one seller: the newest forecast and what is promised of it."""

    __tablename__ = "supply_bucket"
    __table_args__ = (
        UniqueConstraint("seller_id", "spec_id", "monday"),
        CheckConstraint("p80_g >= 0 AND p80_g <= p50_g", name="order"),
        CheckConstraint("committed_g >= 0 AND booked_g >= 0", name="promised"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    monday: Mapped[date]
    p50_g: Mapped[int] = mapped_column(default=0)
    p80_g: Mapped[int] = mapped_column(default=0)
    committed_g: Mapped[int] = mapped_column(default=0)
    booked_g: Mapped[int] = mapped_column(default=0)
    closed_at: Mapped[datetime | None]


@keep_rows
class HarvestDecision(IdMixin, CreatedMixin, Base):
    """Who was served how much when goods of a week came in; only ever added."""

    __tablename__ = "harvest_decision"
    __table_args__ = (CheckConstraint("given_g >= 0 AND given_g <= wanted_g", name="given"),)
    bucket_id: Mapped[int] = mapped_column(ForeignKey("supply_bucket.id"), index=True)
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    step: Mapped[str] = mapped_column(String(12))
    owner_ref: Mapped[str] = mapped_column(String(80))
    line_ref: Mapped[str] = mapped_column(String(80), default="")
    wanted_g: Mapped[int]
    given_g: Mapped[int]
    is_last: Mapped[bool]


class Commitment(IdMixin, CreatedMixin, Base):
    """What a contract may take of a week, and how much of it has been called."""

    __tablename__ = "commitment"
    __table_args__ = (
        UniqueConstraint("contract_ref", "seller_id", "spec_id", "monday"),
        CheckConstraint("grams >= 0 AND drawn_g >= 0 AND drawn_g <= grams", name="drawn"),
        CheckConstraint("shielded_pieces >= 0 AND shielded_g >= 0", name="shielded"),
        Index("ix_commitment_week", "seller_id", "spec_id", "monday"),
    )
    contract_ref: Mapped[str] = mapped_column(String(80))
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    bucket_id: Mapped[int] = mapped_column(ForeignKey("supply_bucket.id"))
    monday: Mapped[date]
    grams: Mapped[int]
    drawn_g: Mapped[int] = mapped_column(default=0)
    pool_id: Mapped[int | None] = mapped_column(ForeignKey("stock_pool.id"))
    shielded_pieces: Mapped[int] = mapped_column(default=0)
    shielded_g: Mapped[int] = mapped_column(default=0)
    priority_at: Mapped[datetime]
    override_reason: Mapped[str] = mapped_column(String(400), default="")


class SaleRound(IdMixin, RefMixin, CreatedMixin, Base):
    """Harvest, cut-off and departure in one: orders before the cut-off ride together."""

    __tablename__ = "sale_round"
    __table_args__ = (
        CheckConstraint("cutoff_at > opens_at", name="times"),
        CheckConstraint("cap_pieces IS NULL OR cap_pieces > 0", name="cap"),
        CheckConstraint("sold_pieces >= 0", name="sold"),
        CheckConstraint("min_pieces IS NULL OR min_pieces > 0", name="minimum"),
        CheckConstraint("cap_pieces IS NULL OR sold_pieces <= cap_pieces", name="within_cap"),
    )
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    opens_at: Mapped[datetime]
    cutoff_at: Mapped[datetime]
    harvest_from: Mapped[date]
    harvest_to: Mapped[date]
    departure_ref: Mapped[str] = mapped_column(String(80), default="")
    cap_pieces: Mapped[int | None]
    sold_pieces: Mapped[int] = mapped_column(default=0)
    min_pieces: Mapped[int | None]
    state: Mapped[str] = mapped_column(String(12))
