"""Where goods can go: hubs, distances, tariffs, vehicle types, services and their departures."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, JSONValue, RefMixin, UtcDateTime
from logistics.models.runs import RoutingRun


class NetworkVersion(Base):
    __tablename__ = "network_version"
    __table_args__ = (CheckConstraint("id = 1", name="single"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    version: Mapped[str] = mapped_column(String(26))


class Hub(IdMixin, RefMixin, Base):
    __tablename__ = "hub"
    code: Mapped[str] = mapped_column(String(6), unique=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    is_halal_marked: Mapped[bool] = mapped_column(default=False)


class HubReach(IdMixin, Base):
    __tablename__ = "hub_reach"
    __table_args__ = (
        UniqueConstraint("place_code", "hub_code"),
        CheckConstraint("metres > 0", name="metres"),
    )
    place_code: Mapped[str] = mapped_column(String(6))
    hub_code: Mapped[str] = mapped_column(String(6), ForeignKey("hub.code"))
    metres: Mapped[int]


class Tariff(IdMixin, Base):
    __tablename__ = "tariff"
    __table_args__ = (
        UniqueConstraint("kind", "temperature"),
        CheckConstraint("fixed_fen >= 0 AND km_fen >= 0", name="amounts"),
    )
    kind: Mapped[str] = mapped_column(String(20))
    temperature: Mapped[str] = mapped_column(String(10))
    fixed_fen: Mapped[int]
    km_fen: Mapped[int]


class VehicleType(IdMixin, Base):
    __tablename__ = "vehicle_type"
    __table_args__ = (CheckConstraint("capacity_g > 0 AND km_fen > 0", name="amounts"),)
    code: Mapped[str] = mapped_column(String(24), unique=True)
    name_zh: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(60))
    capacity_g: Mapped[int]
    km_fen: Mapped[int]
    dispatch_fen: Mapped[int]
    classes: Mapped[str] = mapped_column(String(60))
    is_green: Mapped[bool] = mapped_column(default=False)
    min_fill_permille: Mapped[int] = mapped_column(default=0)


class Service(IdMixin, RefMixin, Base):
    __tablename__ = "service"
    __table_args__ = (
        UniqueConstraint("origin_hub", "destination_hub", "mode"),
        CheckConstraint("transit_days > 0 AND metres > 0", name="amounts"),
    )
    code: Mapped[str] = mapped_column(String(24), unique=True)
    mode: Mapped[str] = mapped_column(String(10), default="truck")
    origin_hub: Mapped[str] = mapped_column(String(6), ForeignKey("hub.code"))
    destination_hub: Mapped[str] = mapped_column(String(6), ForeignKey("hub.code"))
    metres: Mapped[int]
    departure_minute: Mapped[int]
    transit_days: Mapped[int]
    weekdays: Mapped[int] = mapped_column(default=127)
    is_active: Mapped[bool] = mapped_column(default=True)


class Departure(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "departure"
    __table_args__ = (
        UniqueConstraint("service_id", "departs_on"),
        Index("ix_departure_day", "departs_on", "state"),
    )
    number: Mapped[str] = mapped_column(String(12), unique=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id"))
    origin_hub: Mapped[str] = mapped_column(String(6))
    destination_hub: Mapped[str] = mapped_column(String(6))
    departs_on: Mapped[date]
    departs_at: Mapped[datetime] = mapped_column(UtcDateTime())
    arrives_on: Mapped[date]
    departed_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    arrived_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    state: Mapped[str] = mapped_column(String(12), default="planned")
    vehicles: Mapped[dict[str, Any]] = mapped_column(JSONValue, default=dict)
    capacity_g: Mapped[int] = mapped_column(default=0)
    run_id: Mapped[int | None] = mapped_column(ForeignKey(RoutingRun.id))
