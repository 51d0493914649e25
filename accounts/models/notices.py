"""What an organisation is told inside the product."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, JSONValue, RefMixin, UtcDateTime


class Notice(IdMixin, RefMixin, CreatedMixin, Base):
    """One notice: a code whose words are chosen when it is read, its facts, and where it leads."""

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_org_read", "org_id", "read_at", "id"),)

    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    key: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[str] = mapped_column(String(40))
    facts: Mapped[dict[str, str]] = mapped_column(JSONValue)
    endpoint: Mapped[str] = mapped_column(String(80), default="")
    arguments: Mapped[dict[str, str]] = mapped_column(JSONValue)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
