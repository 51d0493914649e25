"""Photos of listings: what was uploaded, and the files of its renditions."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class ListingPhoto(IdMixin, RefMixin, CreatedMixin, Base):
    """A photo of a listing; versions name the photos they show, in their order."""

    __tablename__ = "listing_photo"
    __table_args__ = (UniqueConstraint("listing_id", "sha256"),)
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"), index=True)
    sha256: Mapped[str] = mapped_column(String(64))
    files: Mapped[dict[str, Any]]
    author_name: Mapped[str] = mapped_column(String(80))
    published_at: Mapped[datetime | None]
