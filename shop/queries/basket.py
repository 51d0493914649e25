"""A basket as its owner sees it: lines by parcel, promises, freight, what stands against it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import func, select

from accounts.rules.places import find_place
from catalog.queries.lots import lot_card, released_lots
from catalog.queries.rounds import ready_of_rounds
from catalog.queries.stock import available_pieces, pools_of_listings
from catalog.queries.terms import get_terms
from catalog.rules.cards import LotCard
from catalog.rules.lots import LotChoice, choose_lots
from core.db import session
from core.types.verdict import Reason
from logistics.errors import NoRoute
from logistics.services.promise import Item, ParcelQuote, quote
from shop.models.basket import Basket, BasketLine
from shop.rules.basket import BasketItem, BasketParcel, Review
from shop.rules.holds import order_by, promise_instant
from shop.rules.orders import PaymentMethod
from shop.rules.pricing import price_line
from shop.rules.quantities import may_order


@dataclass(frozen=True, slots=True)
class _Lots:
    """The released lots of each listing, first expiring first."""

    choices: dict[int, list[LotChoice]]
    cards: dict[int, LotCard]

    def suitable(self, item: BasketItem, arrives_on: date) -> LotCard | None:
        """The first lot the item would be taken from; None if the suitable ones do not suffice."""
        takes = choose_lots(
            self.choices.get(item.terms.listing_id, []),
            pieces=item.pieces * item.terms.unit_pieces,
            arrives_on=arrives_on,
            min_days=item.terms.min_remaining_days,
        )
        return self.cards[takes[0].lot_id] if takes else None


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
    lots = _read_lots(item.terms.listing_id for item in items)
    stuck = [item for item in items if item.reasons]
    good = [item for item in items if not item.reasons]
    parcels, lost = _parcels(good, lots, district_code, at)
    if lost:  # freight and days are those of what is left
        stuck += lost
        left_out = {item.ref for item in lost}
        good = [item for item in good if item.ref not in left_out]
        parcels, _ = _parcels(good, lots, district_code, at)
    return Review(basket_ref, district_code, tuple(parcels), tuple(stuck))


def _price(rows: Sequence[BasketLine], *, at: datetime, refuses_alcohol: bool) -> list[BasketItem]:
    ids = [row.listing_id for row in rows]
    terms, left = get_terms(ids), available_pieces(ids, at=at)
    items = []
    for row in rows:
        one, available = terms[row.listing_id], left.get(row.listing_id, 0)
        verdict = may_order(one, row.pieces, available=available, refuses_alcohol=refuses_alcohol)
        items.append(
            BasketItem(
                ref=row.ref,
                pieces=row.pieces,
                substitution=row.substitution,
                terms=one,
                price=price_line(one, row.pieces),
                available=available,
                lot=None,
                reasons=verdict.reasons,
            )
        )
    return items


def _read_lots(listing_ids: Iterable[int]) -> _Lots:
    pool_of = pools_of_listings(listing_ids)
    by_pool: dict[int, list[LotChoice]] = {}
    cards = {}
    for lot in released_lots(pool_of.values()):
        free = lot.pieces - lot.allocated_pieces
        choice = LotChoice(lot.id, lot.best_before, lot.received_at, free)
        by_pool.setdefault(lot.pool_id, []).append(choice)
        cards[lot.id] = lot_card(lot)
    choices = {listing: by_pool.get(pool, []) for listing, pool in pool_of.items()}
    return _Lots(choices, cards)


def _parcels(
    items: Sequence[BasketItem], lots: _Lots, district_code: str, at: datetime
) -> tuple[list[BasketParcel], list[BasketItem]]:
    """The parcels of items, and the items that cannot travel or would arrive too old."""
    by_ref = {item.ref: item for item in items}
    quotes, lost = [], []
    try:
        quotes = _quote(items, district_code, at)
    except NoRoute:
        lost = [item for item in items if not _is_reachable(item, district_code, at)]
    parcels = []
    for one in quotes:
        packed = [_pack(by_ref[key], lots, one.promise.arrives_on) for key in one.item_keys]
        lost += [item for item in packed if item.reasons]
        way = replace(one.promise, cutoff_at=order_by(one.promise.cutoff_at))
        parcels.append(
            BasketParcel(one.key, str(one.temperature), way, one.freight_fen, tuple(packed))
        )
    no_route = (Reason("no_route"),)
    return parcels, [x if x.reasons else replace(x, reasons=no_route) for x in lost]


def _pack(item: BasketItem, lots: _Lots, arrives_on: date) -> BasketItem:
    lot = lots.suitable(item, arrives_on)
    if lot is None:
        return replace(item, reasons=(Reason("no_suitable_lot"),))
    left = (lot.best_before - arrives_on).days if lot.best_before else None
    return replace(item, lot=lot, days_left=left)


def _is_reachable(item: BasketItem, district_code: str, at: datetime) -> bool:
    try:
        return bool(_quote([item], district_code, at))
    except NoRoute:
        return False


def _quote(items: Sequence[BasketItem], district_code: str, at: datetime) -> list[ParcelQuote]:
    if not items:
        return []
    district = find_place(district_code)
    ready = ready_of_rounds((item.terms.listing_id for item in items), at=at)
    wanted = [
        Item(
            key=item.ref,
            listing_id=item.terms.listing_id,
            county_code=item.terms.county_code,
            temperature=item.terms.temperature,
            grams=item.price.grams,
            not_before=ready.get(item.terms.listing_id),
        )
        for item in items
    ]
    return quote(
        wanted,
        to_city=district.parent if district else "",
        to_district=district_code,
        at=promise_instant(PaymentMethod.ONLINE, at),
    )
