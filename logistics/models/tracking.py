"""What happened: hash-chained events, temperature readings, excursions, tours and stops."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from core.append_only import keep_rows
from core.db import Base, IdMixin, JSONValue, RefMixin, UtcDateTime


@keep_rows
class Event(IdMixin, RefMixin, Base):
    """One thing that happened to a subject; rows are only added, each carries the hash before."""

    __tablename__ = "logistics_event"
    __table_args__ = (
        UniqueConstraint("subject_ref", "number"),
        UniqueConstraint("action_id"),
        CheckConstraint("number > 0", name="number"),
    )
    subject: Mapped[str] = mapped_column(String(16))
    subject_ref: Mapped[str] = mapped_column(String(26))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(30))
    happened_at: Mapped[datetime] = mapped_column(UtcDateTime())
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime())
    place: Mapped[str | None] = mapped_column(String(6))
    note: Mapped[str] = mapped_column(String(300), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSONValue, default=dict)
    actor_ref: Mapped[str] = mapped_column(String(26))
    actor_name: Mapped[str] = mapped_column(String(80))
    action_id: Mapped[str | None] = mapped_column(String(60))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64), unique=True)


@keep_rows
class Reading(IdMixin, Base):
    __tablename__ = "reading"
    __table_args__ = (Index("ix_reading_departure", "departure_id", "read_at"),)
    logger: Mapped[str] = mapped_column(String(30))
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    temperature: Mapped[str] = mapped_column(String(10), server_default="ambient")
    read_at: Mapped[datetime] = mapped_column(UtcDateTime())
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    celsius_c10: Mapped[int]
    humidity_permille: Mapped[int | None]
    position: Mapped[str] = mapped_column(String(20), default="")
    source: Mapped[str] = mapped_column(String(20), default="logger")


class Excursion(IdMixin, RefMixin, Base):
    __tablename__ = "excursion"
    __table_args__ = (Index("ix_excursion_state", "state", "started_at"),)
    departure_id: Mapped[int | None] = mapped_column(ForeignKey("departure.id"))
    consignment_id: Mapped[int | None] = mapped_column(ForeignKey("consignment.id"))
    temperature: Mapped[str] = mapped_column(String(10))
    severity: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(12), default="open")
    started_at: Mapped[datetime] = mapped_column(UtcDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
    worst_c10: Mapped[int]
    note: Mapped[str] = mapped_column(String(300), default="")
    decided_by: Mapped[str | None] = mapped_column(String(80))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime())


class Tour(IdMixin, RefMixin, Base):
    __tablename__ = "tour"
    __table_args__ = (UniqueConstraint("hub_code", "runs_on", "number"),)
    hub_code: Mapped[str] = mapped_column(String(6))
    runs_on: Mapped[date]
    number: Mapped[int]
    driver_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(12), default="planned")


class Stop(IdMixin, Base):
    __tablename__ = "stop"
    __table_args__ = (UniqueConstraint("tour_id", "sequence"), UniqueConstraint("consignment_id"))
    tour_id: Mapped[int] = mapped_column(ForeignKey("tour.id"))
    sequence: Mapped[int]
    consignment_id: Mapped[int] = mapped_column(ForeignKey("consignment.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime())


@event.listens_for(Event, "before_update")
@event.listens_for(Event, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Any, _row: Event) -> None:
    raise RuntimeError("events are append-only: record what happened next instead")
