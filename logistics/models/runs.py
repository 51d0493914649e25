"""Routing runs: the frozen problem, the plan, its assignments, and the dispatcher's pins."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, JSONValue, RefMixin, UtcDateTime


class RoutingRun(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "routing_run"
    __table_args__ = (
        Index("ix_routing_run_day", "day", "id"),
        CheckConstraint("cost_fen IS NULL OR bound_fen <= cost_fen", name="bound"),
    )
    number: Mapped[str] = mapped_column(String(20), unique=True)
    day: Mapped[date]
    direction: Mapped[str] = mapped_column(String(8), default="south")
    state: Mapped[str] = mapped_column(String(10), default="queued")
    seed: Mapped[int] = mapped_column(default=1)
    started_by: Mapped[str] = mapped_column(String(80))
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSONValue)
    problem_hash: Mapped[str | None] = mapped_column(String(64))
    demand_hash: Mapped[str | None] = mapped_column(String(64))
    plan: Mapped[dict[str, Any] | None] = mapped_column(JSONValue)
    plan_hash: Mapped[str | None] = mapped_column(String(64))
    line_count: Mapped[int] = mapped_column(default=0)
    short_count: Mapped[int] = mapped_column(default=0)
    late_count: Mapped[int] = mapped_column(default=0)
    cost_fen: Mapped[int | None]
    bound_fen: Mapped[int | None]
    stage: Mapped[str] = mapped_column(String(20), default="")
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    started_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    failure: Mapped[str] = mapped_column(Text, default="")


class Assignment(IdMixin, Base):
    __tablename__ = "routing_assignment"
    __table_args__ = (
        UniqueConstraint("run_id", "line_ref", "lot_ref", "service_key", "deliver_on"),
        Index("ix_routing_assignment_departure", "departure_id"),
    )
    run_id: Mapped[int] = mapped_column(ForeignKey("routing_run.id"))
    line_ref: Mapped[str] = mapped_column(String(26))
    lot_ref: Mapped[str] = mapped_column(String(26))
    service_key: Mapped[str] = mapped_column(String(40))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    deliver_on: Mapped[date]
    grams: Mapped[int]
    reason: Mapped[str] = mapped_column(String(24))


class Pin(IdMixin, RefMixin, CreatedMixin, Base):
    __tablename__ = "routing_pin"
    __table_args__ = (Index("ix_routing_pin_active", "expires_at"),)
    kind: Mapped[str] = mapped_column(String(16))
    subject_ref: Mapped[str] = mapped_column(String(40))
    reason: Mapped[str] = mapped_column(String(200))
    placed_by: Mapped[str] = mapped_column(String(80))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime())
