"""A basket worked out for one destination: items by parcel, sums, what stands against it.

An item that cannot be ordered (not on sale, too few left, no road, no lot that lives long enough
at the door) is stuck; the sums count only what can be ordered.
"""

from __future__ import annotations

from dataclasses import dataclass

from catalog.rules.cards import LotCard, Terms
from catalog.rules.listing import ReturnRule
from core.clock import local_day
from core.types.verdict import Reason
from logistics.rules.promise import Promise
from shop.rules.pricing import LinePrice


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One line of a basket, priced, with every reason against ordering it."""

    ref: str
    pieces: int
    substitution: str
    terms: Terms
    price: LinePrice
    available: int
    lot: LotCard | None
    reasons: tuple[Reason, ...] = ()
    days_left: int | None = None

    @property
    def name_zh(self) -> str:
        """Chinese name, for the `local` filter."""
        return self.terms.name_zh

    @property
    def name_en(self) -> str:
        """English name, for the `local` filter."""
        return self.terms.name_en


@dataclass(frozen=True, slots=True)
class BasketParcel:
    """What travels together: one origin, one temperature."""

    key: str
    temperature: str
    promise: Promise
    freight_fen: int
    items: tuple[BasketItem, ...]

    @property
    def shortest(self) -> BasketItem | None:
        """The item whose lot has the fewest days left at the door."""
        dated = [item for item in self.items if item.days_left is not None]
        return min(dated, key=lambda item: item.days_left or 0, default=None)

    @property
    def days_later(self) -> int:
        """How many days later it comes if the next departure takes it."""
        way = self.promise
        return (local_day(way.next_departs_at) - local_day(way.departs_at)).days


@dataclass(frozen=True, slots=True)
class Review:
    """The whole basket, worked out for one destination."""

    ref: str | None
    district_code: str
    parcels: tuple[BasketParcel, ...] = ()
    stuck: tuple[BasketItem, ...] = ()

    @property
    def items(self) -> list[BasketItem]:
        """Every line, the stuck ones last."""
        return [item for parcel in self.parcels for item in parcel.items] + list(self.stuck)

    @property
    def ordered(self) -> list[BasketItem]:
        """The lines that can be ordered."""
        return [item for parcel in self.parcels for item in parcel.items]

    @property
    def pieces(self) -> int:
        """All pieces."""
        return sum(item.pieces for item in self.items)

    @property
    def estimate_fen(self) -> int:
        """What the goods will about cost."""
        return sum(item.price.estimate_fen for item in self.ordered)

    @property
    def goods_fen(self) -> int:
        """The most the goods can cost."""
        return sum(item.price.ceiling_fen for item in self.ordered)

    @property
    def freight_fen(self) -> int:
        """Freight of all parcels."""
        return sum(parcel.freight_fen for parcel in self.parcels)

    @property
    def due_fen(self) -> int:
        """What would be paid now."""
        return self.goods_fen + self.freight_fen

    @property
    def is_orderable(self) -> bool:
        """Whether nothing stands against this basket."""
        return bool(self.parcels) and not self.stuck

    @property
    def has_catch_weight(self) -> bool:
        """Whether the scale decides what something costs."""
        return any(item.terms.is_catch_weight for item in self.ordered)

    @property
    def has_alcohol(self) -> bool:
        """Whether only adults may buy it."""
        return any(item.terms.is_alcohol for item in self.ordered)

    @property
    def has_no_return(self) -> bool:
        """Whether something cannot come back without a reason."""
        return any(item.terms.return_rule == ReturnRule.NONE for item in self.ordered)

    @property
    def first_parcel(self) -> BasketParcel | None:
        """The parcel that has to be ordered first."""
        return min(self.parcels, key=lambda parcel: parcel.promise.cutoff_at, default=None)
