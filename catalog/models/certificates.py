"""Certificates of sellers, specs and lots."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Certificate(IdMixin, RefMixin, CreatedMixin, Base):
    """A paper of a seller; with a spec it holds for that spec only, with a lot for that lot."""

    __tablename__ = "certificate"
    __table_args__ = (
        UniqueConstraint("seller_id", "kind", "number", "spec_id"),
        CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name="validity"),
        Index("ix_certificate_seller_state", "seller_id", "state"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int | None] = mapped_column(ForeignKey("product_spec.id"))
    lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    kind: Mapped[str] = mapped_column(String(20))
    issuer: Mapped[str] = mapped_column(String(120))
    number: Mapped[str] = mapped_column(String(80))
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    state: Mapped[str] = mapped_column(String(12))
    checked_by: Mapped[str] = mapped_column(String(80), default="")
    checked_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(400), default="")
    file_ref: Mapped[str | None] = mapped_column(ForeignKey("stored_file.ref"))
