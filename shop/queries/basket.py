"""A basket as its owner sees it: lines by parcel, promises, freight, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import func, select

from accounts.rules.places import find_place
from catalog.queries.lots import lot_card, released_lots
from catalog.queries.stock import available_pieces, pools_of_listings
from catalog.queries.terms import get_terms
from catalog.rules.cards import LotCard, Terms
from core.db import session
from core.types.verdict import Reason
from logistics.errors import NoRoute
from logistics.services.promise import Item, ParcelQuote, Promise, quote
from shop.models.basket import Basket, BasketLine
from shop.rules.holds import promise_instant
from shop.rules.orders import PaymentMethod
from shop.rules.pricing import LinePrice, price_line
from shop.rules.quantities import may_order

NO_RETURN = "none"


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
        return any(item.terms.return_rule == NO_RETURN for item in self.ordered)

    @property
    def first_cutoff(self) -> datetime | None:
        """The earliest cut-off of all parcels."""
        return min((parcel.promise.cutoff_at for parcel in self.parcels), default=None)


def find_basket_ref(*, basket_ref: str | None, user_id: int | None) -> str | None:
    """The open basket of a person, else the guest's of this browser; None if there is none."""
    statement = select(Basket.ref).where(Basket.state == "open").order_by(Basket.id)
    if user_id is not None:
        mine = (Basket.user_id == user_id, Basket.buyer_org_id.is_(None))
        own = session().scalar(statement.where(*mine).limit(1))
        if own is not None:
            return own
    if not basket_ref:
        return None
    return session().scalar(statement.where(Basket.ref == basket_ref, Basket.user_id.is_(None)))


def count_lines(*, basket_ref: str | None, user_id: int | None) -> int:
    """How many different goods lie in the basket."""
    ref = find_basket_ref(basket_ref=basket_ref, user_id=user_id)
    if ref is None:
        return 0
    statement = select(func.count(BasketLine.id)).join(Basket, Basket.id == BasketLine.basket_id)
    return session().scalar(statement.where(Basket.ref == ref)) or 0


def review_basket(
    *, basket_ref: str | None, district_code: str, refuses_alcohol: bool = False, at: datetime
) -> Review:
    """Work a basket out for one destination.

    Args:
        basket_ref: an open basket; None or unknown gives an empty review.
        district_code: where the goods would go.
        refuses_alcohol: whether the buyer takes none (schools, canteens).
        at: now.
    """
    statement = (
        select(BasketLine)
        .join(Basket, Basket.id == BasketLine.basket_id)
        .where(Basket.ref == (basket_ref or ""), Basket.state == "open")
        .order_by(BasketLine.id)
    )
    rows = list(session().scalars(statement))
    items = _price(rows, at=at, refuses_alcohol=refuses_alcohol)
    good = [item for item in items if not item.reasons]
    parcels, unreachable = _parcels(good, district_code, at)
    stuck = [item for item in items if item.reasons]
    return Review(basket_ref, district_code, tuple(parcels), (*stuck, *unreachable))


def _price(rows: Sequence[BasketLine], *, at: datetime, refuses_alcohol: bool) -> list[BasketItem]:
    ids = [row.listing_id for row in rows]
    terms, left, lots = get_terms(ids), available_pieces(ids, at=at), _next_lots(ids)
    items = []
    for row in rows:
        one = terms[row.listing_id]
        available = left.get(row.listing_id, 0)
        verdict = may_order(one, row.pieces, available=available, refuses_alcohol=refuses_alcohol)
        items.append(
            BasketItem(
                ref=row.ref,
                pieces=row.pieces,
                substitution=row.substitution,
                terms=one,
                price=price_line(one, row.pieces),
                available=available,
                lot=lots.get(row.listing_id),
                reasons=verdict.reasons,
            )
        )
    return items


def _next_lots(listing_ids: Iterable[int]) -> dict[int, LotCard]:
    pool_of = pools_of_listings(listing_ids)
    first: dict[int, LotCard] = {}
    for lot in released_lots(pool_of.values()):
        first.setdefault(lot.pool_id, lot_card(lot))
    return {listing: first[pool] for listing, pool in pool_of.items() if pool in first}


def _parcels(
    items: Sequence[BasketItem], district_code: str, at: datetime
) -> tuple[list[BasketParcel], list[BasketItem]]:
    district = find_place(district_code)
    city_code = district.parent if district else ""
    try:
        quotes = _quote(items, city_code, district_code, at)
    except NoRoute:
        return _reachable(items, district_code, at)
    by_ref = {item.ref: item for item in items}
    return [_parcel(one, by_ref) for one in quotes], []


def _reachable(
    items: Sequence[BasketItem], district_code: str, at: datetime
) -> tuple[list[BasketParcel], list[BasketItem]]:
    """Leave out what no truck reaches, then quote the rest."""
    if len(items) == 1:
        return [], [replace(items[0], reasons=(Reason("no_route"),))]
    found = [(item, _parcels([item], district_code, at)) for item in items]
    good = [item for item, (parcels, _) in found if parcels]
    lost = [lonely for _, (_, unreachable) in found for lonely in unreachable]
    return (_parcels(good, district_code, at)[0] if good else []), lost


def _quote(
    items: Sequence[BasketItem], city_code: str, district_code: str, at: datetime
) -> list[ParcelQuote]:
    if not items:
        return []
    wanted = [
        Item(
            key=item.ref,
            listing_id=item.terms.listing_id,
            county_code=item.terms.county_code,
            temperature=item.terms.temperature,
            grams=item.price.grams,
            best_before=item.lot.best_before if item.lot else None,
        )
        for item in items
    ]
    when = promise_instant(PaymentMethod.ONLINE, at)
    return quote(wanted, to_city=city_code, to_district=district_code, at=when)


def _parcel(one: ParcelQuote, by_ref: dict[str, BasketItem]) -> BasketParcel:
    items = []
    for key in one.item_keys:
        item = by_ref[key]
        best_before = item.lot.best_before if item.lot else None
        left = (best_before - one.promise.arrives_on).days if best_before else None
        items.append(replace(item, days_left=left))
    return BasketParcel(one.key, str(one.temperature), one.promise, one.freight_fen, tuple(items))
