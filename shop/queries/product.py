"""The product page for one district: goods, price of some pieces, promise, what was missed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from catalog.queries.product import get_product_page
from catalog.rules.cards import LotCard, ProductPage
from catalog.rules.listing import ListingState
from core.clock import local_day
from core.types.money import each_total_fen
from logistics.rules.promise import Promise
from shop.queries.booking import has_weeks_to_book
from shop.queries.promises import Promises
from shop.rules.pricing import LinePrice, price_line
from shop.rules.quantities import fit_pieces
from shop.rules.shelf import days_left, lot_in_time


@dataclass(frozen=True)
class LotRow:
    """A lot on the product page with the days it has left at the door."""

    card: LotCard
    days_left: int | None


@dataclass(frozen=True)
class ProductView:
    """A product for one district and some pieces: goods, prices, promise, what was missed."""

    page: ProductPage
    pieces: int
    price: LinePrice
    one: LinePrice
    promise: Promise | None
    missed_at: datetime | None
    lots: list[LotRow]
    can_book: bool = False

    @property
    def unit_price_fen(self) -> int:
        """The price of a piece, or of a kilogram where the scale decides, in fen."""
        return each_total_fen(self.price.price_e4, 1)

    @property
    def due_fen(self) -> int:
        """The most that these pieces and their freight cost, when nothing else is bought."""
        return self.price.ceiling_fen + (self.promise.freight_fen if self.promise else 0)

    @property
    def days_left_next(self) -> int | None:
        """The days left at the door if the next departure takes the goods instead."""
        left = self.shortest_days_left
        if self.promise is None or left is None:
            return None
        gap = local_day(self.promise.next_departs_at) - local_day(self.promise.departs_at)
        return left - gap.days

    @property
    def is_too_late(self) -> bool:
        """Whether every lot on offer would arrive with fewer days than the listing promises."""
        least = self.page.terms.min_remaining_days
        return bool(self.lots) and all(
            lot.days_left is not None and lot.days_left < max(least, 1) for lot in self.lots
        )

    @property
    def can_order(self) -> bool:
        """Whether the buy button does something."""
        terms = self.page.terms
        is_open = terms.state is ListingState.LIVE and self.page.available >= terms.moq
        return is_open and self.promise is not None and not self.is_too_late

    @property
    def lot(self) -> LotCard | None:
        """The lot a buyer would get, else the first one there is."""
        arrives = self.promise.arrives_on if self.promise else None
        fresh = lot_in_time(self.page.lots, arrives, self.page.terms.min_remaining_days)
        return fresh or (self.page.lots[0] if self.page.lots else None)

    @property
    def lots_in_turn(self) -> list[LotRow]:
        """The lot a buyer would get first, then the others in the order of their last day."""
        mine = self.lot
        return sorted(self.lots, key=lambda row: mine is None or row.card.ref != mine.ref)

    @property
    def shortest_days_left(self) -> int | None:
        """The fewest days left among the lots that may be sent, else among all."""
        least = max(self.page.terms.min_remaining_days, 1)
        days = [lot.days_left for lot in self.lots if lot.days_left is not None]
        return min([left for left in days if left >= least] or days, default=None)


def get_product(ref: str, *, pieces: int, district: str, at: datetime) -> ProductView:
    """A product with its price and promise for some pieces in one district.

    Args:
        ref: Public reference of the listing.
        pieces: How many the buyer looks at; brought to what can be ordered.
        district: The buyer's district code.
        at: Now.

    Raises:
        NotFound: there is none, or it is not for sale.
    """
    page = get_product_page(ref, at=at)
    terms = page.terms
    pieces = fit_pieces(pieces, moq=terms.moq, step=terms.step, available=page.available)
    promises = Promises(district, at)
    promised = promises.of(terms, pieces)
    arrives = promised.arrives_on if promised else None
    lots = [LotRow(lot, days_left(lot.best_before, arrives)) for lot in page.lots]
    return ProductView(
        page=page,
        pieces=pieces,
        price=price_line(terms, pieces),
        one=price_line(terms, 1),
        promise=promised,
        missed_at=promises.missed(terms),
        lots=lots,
        can_book=terms.state == ListingState.LIVE and has_weeks_to_book(terms.listing_id, at=at),
    )
