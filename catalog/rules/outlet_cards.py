"""What pages show of outlets: plain values, fully loaded."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from catalog.rules.cards import Terms


@dataclass(frozen=True, slots=True)
class OutletCard:
    """An outlet as everybody may see it; hours are Shanghai wall clock."""

    id: int
    ref: str
    org_id: int
    name_zh: str
    name_en: str
    city_code: str
    district_code: str
    address: str
    phone: str
    opens: time
    closes: time
    is_open: bool


@dataclass(frozen=True, slots=True)
class ShelfLot:
    """A lot on the shelf."""

    ref: str
    lot_no: str
    pieces: int
    held_pieces: int
    best_before: date | None
    is_stopped: bool
    days_left: int | None


@dataclass(frozen=True, slots=True)
class ShelfGoods:
    """One kind of goods on the shelf: its terms, what is free, its lots by expiry."""

    terms: Terms
    pool_id: int
    free: int
    lots: tuple[ShelfLot, ...]

    @property
    def pieces(self) -> int:
        """Pieces on the shelf, sold ones that wait for their buyer included."""
        return sum(lot.pieces for lot in self.lots)


@dataclass(frozen=True, slots=True)
class TransferCard:
    """Goods on their way to an outlet, or arrived."""

    ref: str
    outlet_ref: str
    outlet_name_zh: str
    outlet_name_en: str
    lot_no: str
    name_zh: str
    name_en: str
    pieces: int
    grams: int
    state: str
    sent_by: str
    sent_at: datetime
    received_pieces: int | None
    note: str


@dataclass(frozen=True, slots=True)
class CountCard:
    """A count of the past."""

    lot_no: str
    name_zh: str
    name_en: str
    expected: int
    counted: int
    reason: str
    note: str
    by_name: str
    at: datetime
