"""The photo of a scale, beside its weighing."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


@keep_rows
class WeighPhoto(IdMixin, RefMixin, CreatedMixin, Base):
    """What the scale showed; the first photo of a weighing stays."""

    __tablename__ = "weigh_photo"
    weigh_record_id: Mapped[int] = mapped_column(ForeignKey("weigh_record.id"), unique=True)
    file_ref: Mapped[str] = mapped_column(String(26))
    by_name: Mapped[str] = mapped_column(String(60))
