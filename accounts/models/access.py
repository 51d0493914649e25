"""Who of the platform looked into whose data, and why."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.append_only import keep_rows
from core.db import Base, IdMixin, RefMixin, UtcDateTime


@keep_rows
class AccessRecord(IdMixin, RefMixin, Base):
    """One look: somebody of the platform opened (or searched) what belongs to others."""

    __tablename__ = "access_record"
    __table_args__ = (
        CheckConstraint("length(reason) > 0", name="reason"),
        Index("ix_access_record_looked", "looked_at", "id"),
    )
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    user_name: Mapped[str] = mapped_column(String(60))
    looked_at: Mapped[datetime] = mapped_column(UtcDateTime())
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200), default="")
    subject_kind: Mapped[str] = mapped_column(String(20))
    subject_ref: Mapped[str] = mapped_column(String(26), default="")
    subject_number: Mapped[str] = mapped_column(String(40), default="")
    found: Mapped[int]
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    concerned: Mapped[list["AccessConcern"]] = relationship(
        lazy="raise", order_by="AccessConcern.org_id"
    )


@keep_rows
class AccessConcern(Base):
    """An organisation whose data a look showed."""

    __tablename__ = "access_concern"

    record_id: Mapped[int] = mapped_column(ForeignKey("access_record.id"), primary_key=True)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, index=True)
