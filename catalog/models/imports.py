"""Imports: a table that a seller sent, how far it has come, what is wrong with its rows."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class ImportJob(IdMixin, RefMixin, CreatedMixin, Base):
    """One table of rows: looked through first, taken over when the seller says so."""

    __tablename__ = "import_job"
    __table_args__ = (
        CheckConstraint("rows_done >= 0", name="done"),
        CheckConstraint("rows_new >= 0 AND rows_changed >= 0 AND rows_same >= 0", name="counts"),
        Index("ix_import_job_seller", "seller_id", "id"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(12))
    state: Mapped[str] = mapped_column(String(12))
    file_ref: Mapped[str] = mapped_column(String(26))
    file_name: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    is_submitting: Mapped[bool] = mapped_column(default=False)
    problem: Mapped[str] = mapped_column(String(40), default="")
    missing_columns: Mapped[list[Any]] = mapped_column(default=list)
    rows_total: Mapped[int] = mapped_column(default=0)
    rows_done: Mapped[int] = mapped_column(default=0)
    rows_new: Mapped[int] = mapped_column(default=0)
    rows_changed: Mapped[int] = mapped_column(default=0)
    rows_same: Mapped[int] = mapped_column(default=0)
    rows_bad: Mapped[int] = mapped_column(default=0)
    by_user_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(80))
    finished_at: Mapped[datetime | None]


class ImportFault(IdMixin, Base):
    """One cell that is wrong, or one row that could not be taken over."""

    __tablename__ = "import_fault"
    __table_args__ = (Index("ix_import_fault_job", "job_id", "row_no"),)
    job_id: Mapped[int] = mapped_column(ForeignKey("import_job.id"))
    row_no: Mapped[int]
    cell: Mapped[str] = mapped_column(String(12))
    field: Mapped[str] = mapped_column(String(40))
    code: Mapped[str] = mapped_column(String(60))
    typed: Mapped[str] = mapped_column(String(80))
    is_note: Mapped[bool] = mapped_column(default=False)
