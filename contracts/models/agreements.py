"""Agreements: the contract, its versions, lines, weeks, deliveries and approvals."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models.guards import append_only, final_when_signed
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Contract(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "contract"
    __table_args__ = (
        CheckConstraint("end_on >= start_on", name="period"),
        CheckConstraint("buyer_org_id <> seller_org_id", name="parties"),
        CheckConstraint("payment_days BETWEEN 0 AND 365", name="payment_days"),
        Index("ix_contract_buyer", "buyer_org_id", "id"),
        Index("ix_contract_seller", "seller_org_id", "id"),
    )
    number: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str] = mapped_column(String(80))
    buyer_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    seller_org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    state: Mapped[str] = mapped_column(String(20))
    start_on: Mapped[date]
    end_on: Mapped[date]
    payment_days: Mapped[int]
    inspection_hours: Mapped[int]
    lead_workdays: Mapped[int]
    site_refs: Mapped[list[Any]]
    amount_fen: Mapped[int]
    version_seq: Mapped[int] = mapped_column(default=1)
    created_by_id: Mapped[int | None]
    submitted_by_id: Mapped[int | None]
    override_reason: Mapped[str] = mapped_column(String(400), default="")
    override_by_id: Mapped[int | None]
    signed_at: Mapped[datetime | None]
    active_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(String(400), default="")

    lines: Mapped[list["ContractLine"]] = relationship(
        lazy="raise", order_by="ContractLine.position", back_populates="contract"
    )


@final_when_signed
class ContractVersion(IdMixin, CreatedMixin, Base):
    """One text of a contract; once signed it never changes."""

    __tablename__ = "contract_version"
    __table_args__ = (UniqueConstraint("contract_id", "seq"),)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    seq: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    content: Mapped[dict[str, Any]]
    content_sha256: Mapped[str] = mapped_column(String(64))
    made_by_id: Mapped[int | None]
    made_by_name: Mapped[str] = mapped_column(String(80))
    note: Mapped[str] = mapped_column(String(400), default="")
    buyer_accepted_at: Mapped[datetime | None]
    buyer_accepted_by: Mapped[str] = mapped_column(String(80), default="")
    seller_accepted_at: Mapped[datetime | None]
    seller_accepted_by: Mapped[str] = mapped_column(String(80), default="")


class ContractLine(IdMixin, RefMixin, Base):
    """Goods of a contract; `called_g` is the counter that guards the total."""

    __tablename__ = "contract_line"
    __table_args__ = (
        CheckConstraint("total_g > 0 AND cap_g >= total_g", name="total"),
        CheckConstraint("called_g >= 0 AND called_g <= cap_g", name="called"),
        CheckConstraint("price_e4 > 0", name="price"),
        CheckConstraint("piece_g > 0", name="piece"),
        Index("ix_contract_line_contract", "contract_id", "position"),
    )
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    position: Mapped[int]
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    name_zh: Mapped[str] = mapped_column(String(120))
    name_en: Mapped[str] = mapped_column(String(160))
    quality: Mapped[str] = mapped_column(String(200))
    temperature: Mapped[str] = mapped_column(String(12))
    priced_by: Mapped[str] = mapped_column(String(8))
    sold_by: Mapped[str] = mapped_column(String(12))
    piece_g: Mapped[int]
    price_e4: Mapped[int]
    tax_bp: Mapped[int]
    total_g: Mapped[int]
    tol_over_bp: Mapped[int]
    cap_g: Mapped[int]
    called_g: Mapped[int] = mapped_column(default=0)
    schedule: Mapped[dict[str, Any]]
    calendar_version: Mapped[str] = mapped_column(String(20))

    contract: Mapped[Contract] = relationship(lazy="raise", back_populates="lines")
    periods: Mapped[list["LinePeriod"]] = relationship(
        lazy="raise", order_by="LinePeriod.monday", cascade="all, delete-orphan"
    )
    entries: Mapped[list["ScheduleEntry"]] = relationship(
        lazy="raise", order_by="ScheduleEntry.day", cascade="all, delete-orphan"
    )


class LinePeriod(IdMixin, Base):
    """One week of a line; `called_g` is the counter that guards the week."""

    __tablename__ = "line_period"
    __table_args__ = (
        UniqueConstraint("line_id", "monday"),
        CheckConstraint("called_g >= 0 AND called_g <= cap_g", name="called"),
        CheckConstraint("committed_g > 0", name="committed"),
    )
    line_id: Mapped[int] = mapped_column(ForeignKey("contract_line.id"))
    monday: Mapped[date]
    committed_g: Mapped[int]
    cap_g: Mapped[int]
    called_g: Mapped[int] = mapped_column(default=0)


class ScheduleEntry(IdMixin, Base):
    """One planned delivery, and the nominal dates that it stands for."""

    __tablename__ = "schedule_entry"
    __table_args__ = (UniqueConstraint("line_id", "day"),)
    line_id: Mapped[int] = mapped_column(ForeignKey("contract_line.id"))
    day: Mapped[date]
    grams: Mapped[int]
    action: Mapped[str] = mapped_column(String(8))
    origins: Mapped[list[Any]]


class Approval(IdMixin, CreatedMixin, Base):
    """One yes inside the buyer's house to one version."""

    __tablename__ = "contract_approval"
    __table_args__ = (UniqueConstraint("contract_id", "version_seq", "user_id"),)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    version_seq: Mapped[int]
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    user_name: Mapped[str] = mapped_column(String(80))
    is_finance: Mapped[bool]
    note: Mapped[str] = mapped_column(String(400), default="")


@append_only
class AuditEvent(IdMixin, Base):
    """What happened to a contract, chained by hashes; only ever added."""

    __tablename__ = "contract_event"
    __table_args__ = (UniqueConstraint("contract_id", "seq"),)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    seq: Mapped[int]
    kind: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]
    actor_name: Mapped[str] = mapped_column(String(80))
    event: Mapped[dict[str, Any]]
    event_json: Mapped[str] = mapped_column(Text)
    hash: Mapped[str] = mapped_column(String(64))
