"""Parcels that wait at an outlet for their buyer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Base, CreatedMixin, IdMixin, RefMixin


class PickupParcel(IdMixin, RefMixin, CreatedMixin, Base):
    """One parcel at an outlet: waiting, collected with its code, or returned unclaimed."""

    __tablename__ = "pickup_parcel"
    __table_args__ = (
        UniqueConstraint("consignment_ref"),
        Index("ix_pickup_parcel_outlet", "outlet_ref", "state", "keep_until"),
        Index("ix_pickup_parcel_group", "group_id"),
    )
    group_id: Mapped[int] = mapped_column(ForeignKey("order_group.id"))
    consignment_ref: Mapped[str] = mapped_column(String(26))
    outlet_ref: Mapped[str] = mapped_column(String(26))
    code: Mapped[str] = mapped_column(String(6))
    state: Mapped[str] = mapped_column(String(10))
    keep_until: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    ended_by: Mapped[str] = mapped_column(String(60), default="")
