"""The stock ledger: pools, lots, movements, reservations, allocations.

The counters of pools and lots are a cache of the rows below them; `services/proof.py` compares
them every night.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, event, text
from sqlalchemy.orm import Mapped, Mapper, mapped_column

from core.append_only import keep_rows
from core.db import Base, CreatedMixin, IdMixin, RefMixin


class StockPool(IdMixin, Base):
    """What one seller has of one spec in one county; all counters in pieces and in grams.

    ``place`` is the reference of the outlet where it lies; empty for the seller's own store.
    """

    __tablename__ = "stock_pool"
    __table_args__ = (
        UniqueConstraint("seller_id", "spec_id", "county_code", "place"),
        CheckConstraint("released_pieces >= 0 AND released_g >= 0", name="released"),
        CheckConstraint("reserved_pieces >= 0 AND reserved_g >= 0", name="reserved"),
        CheckConstraint("allocated_pieces >= 0 AND allocated_g >= 0", name="allocated"),
        CheckConstraint("committed_pieces >= 0 AND committed_g >= 0", name="committed"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"), index=True)
    county_code: Mapped[str] = mapped_column(String(6))
    place: Mapped[str] = mapped_column(String(26), default="")
    released_pieces: Mapped[int] = mapped_column(default=0)
    released_g: Mapped[int] = mapped_column(default=0)
    reserved_pieces: Mapped[int] = mapped_column(default=0)
    reserved_g: Mapped[int] = mapped_column(default=0)
    allocated_pieces: Mapped[int] = mapped_column(default=0)
    allocated_g: Mapped[int] = mapped_column(default=0)
    committed_pieces: Mapped[int] = mapped_column(default=0)
    committed_g: Mapped[int] = mapped_column(default=0)


class Lot(IdMixin, RefMixin, CreatedMixin, Base):
    """Goods of one day and one place; the balance is the sum of its movements."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("seller_id", "lot_no"),
        CheckConstraint("pieces >= 0", name="pieces"),
        CheckConstraint("grams >= 0", name="grams"),
        CheckConstraint("allocated_pieces >= 0 AND allocated_pieces <= pieces", name="allocated"),
        CheckConstraint("allocated_g >= 0", name="allocated_g"),
        Index("ix_lot_pool_state", "pool_id", "state", "best_before"),
    )
    seller_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    spec_id: Mapped[int] = mapped_column(ForeignKey("product_spec.id"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pool.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("lot.id"))
    lot_no: Mapped[str] = mapped_column(String(40), index=True)
    county_code: Mapped[str] = mapped_column(String(6))
    produced_on: Mapped[date]
    best_before: Mapped[date | None]
    received_at: Mapped[datetime]
    grade: Mapped[str] = mapped_column(String(40), default="")
    measured: Mapped[dict[str, Any]]
    certificate_no: Mapped[str] = mapped_column(String(80), default="")
    state: Mapped[str] = mapped_column(String(12))
    state_reason: Mapped[str] = mapped_column(String(400), default="")
    pieces: Mapped[int] = mapped_column(default=0)
    grams: Mapped[int] = mapped_column(default=0)
    allocated_pieces: Mapped[int] = mapped_column(default=0)
    allocated_g: Mapped[int] = mapped_column(default=0)


@keep_rows
class StockMovement(IdMixin, CreatedMixin, Base):
    """One change of a lot's balance; never changed, never deleted."""

    __tablename__ = "stock_movement"
    __table_args__ = (
        UniqueConstraint("kind", "cause_ref", "lot_id"),
        CheckConstraint("pieces <> 0 OR grams <> 0", name="moves"),
    )
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    pieces: Mapped[int]
    grams: Mapped[int]
    cause_ref: Mapped[str] = mapped_column(String(80))
    by_user_id: Mapped[int | None]


class Reservation(IdMixin, CreatedMixin, Base):
    """A right of one order line to so many pieces of a pool."""

    __tablename__ = "reservation"
    __table_args__ = (
        Index(
            "uq_reservation_open",
            "owner_ref",
            "line_ref",
            unique=True,
            sqlite_where=text("state IN ('hold', 'firm')"),
            postgresql_where=text("state IN ('hold', 'firm')"),
        ),
        CheckConstraint("pieces > 0 AND grams >= 0", name="quantity"),
        CheckConstraint("(state = 'hold') = (expires_at IS NOT NULL)", name="expiry"),
        Index("ix_reservation_due", "pool_id", "state", "expires_at"),
    )
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pool.id"))
    listing_id: Mapped[int] = mapped_column(ForeignKey("listing.id"))
    owner_ref: Mapped[str] = mapped_column(String(80))
    line_ref: Mapped[str] = mapped_column(String(80), index=True)
    pieces: Mapped[int]
    grams: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))
    is_allocated: Mapped[bool] = mapped_column(default=False)
    expires_at: Mapped[datetime | None]
    round_id: Mapped[int | None] = mapped_column(ForeignKey("sale_round.id"), index=True)
    # Booked of a harvest that is still to come: counted there until it becomes stock.
    bucket_id: Mapped[int | None] = mapped_column(ForeignKey("supply_bucket.id"), index=True)
    is_of_contract: Mapped[bool] = mapped_column(default=False)  # counted in the commitment
    harvest_on: Mapped[date | None]
    arrives_on: Mapped[date | None]
    min_remaining_days: Mapped[int] = mapped_column(default=0)
    firm_at: Mapped[datetime | None]


class Allocation(IdMixin, CreatedMixin, Base):
    """Pieces of one lot set aside for one order line."""

    __tablename__ = "allocation"
    __table_args__ = (
        CheckConstraint("pieces > 0 AND grams >= 0", name="quantity"),
        Index("ix_allocation_line", "line_ref", "state"),
        Index("ix_allocation_lot", "lot_id", "state"),
    )
    reservation_id: Mapped[int] = mapped_column(ForeignKey("reservation.id"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("stock_pool.id"))
    lot_id: Mapped[int] = mapped_column(ForeignKey("lot.id"))
    owner_ref: Mapped[str] = mapped_column(String(80), index=True)
    line_ref: Mapped[str] = mapped_column(String(80))
    pieces: Mapped[int]
    grams: Mapped[int]
    arrives_on: Mapped[date]
    min_remaining_days: Mapped[int]
    state: Mapped[str] = mapped_column(String(12))


@event.listens_for(StockMovement, "before_update")
@event.listens_for(StockMovement, "before_delete")
def _refuse(_mapper: Mapper[Any], _connection: Any, _row: StockMovement) -> None:
    raise RuntimeError("stock movements are append-only: correct them by a reversing row")
