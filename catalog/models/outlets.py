"""Outlets: places of an organisation where goods of sellers are sold over the counter."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class Outlet(IdMixin, RefMixin, CreatedMixin, Base):
    """A shop that holds stock, sells it at the counter and gives out parcels."""

    __tablename__ = "outlet"
    __table_args__ = (
        CheckConstraint("opens < closes", name="hours"),
        Index("ix_outlet_org", "org_id", "id"),
    )
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name_zh: Mapped[str] = mapped_column(String(60))
    name_en: Mapped[str] = mapped_column(String(80))
    city_code: Mapped[str] = mapped_column(String(6))
    district_code: Mapped[str] = mapped_column(String(6))
    address: Mapped[str] = mapped_column(String(160))
    phone: Mapped[str] = mapped_column(String(20))
    opens: Mapped[time]
    closes: Mapped[time]
    state: Mapped[str] = mapped_column(String(8))


class OutletTransfer(IdMixin, RefMixin, CreatedMixin, Base):
    """Pieces of a lot on their way to an outlet; its ref is the cause of both movements."""

    __tablename__ = "outlet_transfer"
    __table_args__ = (
        CheckConstraint("pieces > 0 AND grams > 0", name="sent"),
        CheckConstraint("received_pieces IS NULL OR received_pieces <= pieces", name="received"),
        Index("ix_outlet_transfer_outlet", "outlet_id", "state", "id"),
        Index("ix_outlet_transfer_lot", "lot_id"),
    )
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlet.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    outlet_lot_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    pieces: Mapped[int]
    grams: Mapped[int]
    state: Mapped[str] = mapped_column(String(10))
    sent_by: Mapped[str] = mapped_column(String(60))
    received_pieces: Mapped[int | None]
    received_grams: Mapped[int | None]
    received_by: Mapped[str] = mapped_column(String(60), default="")
    received_at: Mapped[datetime | None]
    note: Mapped[str] = mapped_column(String(200), default="")


@keep_rows
class StockCount(IdMixin, RefMixin, CreatedMixin, Base):
    """What somebody counted of a lot at an outlet, beside what the books said."""

    __tablename__ = "stock_count"
    __table_args__ = (
        CheckConstraint("expected_pieces >= 0 AND counted_pieces >= 0", name="pieces"),
        Index("ix_stock_count_outlet", "outlet_id", "id"),
    )
    outlet_id: Mapped[int] = mapped_column(ForeignKey("outlet.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    expected_pieces: Mapped[int]
    counted_pieces: Mapped[int]
    change_g: Mapped[int]
    reason: Mapped[str] = mapped_column(String(20))
    note: Mapped[str] = mapped_column(String(200))
    by_name: Mapped[str] = mapped_column(String(60))
    by_user_id: Mapped[int | None]
