"""Works out a requested order without changing anything: terms, prices, parcels, freight."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from accounts.queries import OrgCard, get_org, get_orgs
from catalog.queries.rounds import rounds_on_sale
from catalog.queries.terms import get_terms
from catalog.rules.booking import ready_at
from catalog.rules.cards import Terms
from catalog.rules.listing import ReturnRule
from catalog.rules.rounds import RoundCard, RoundState
from core.errors import InvalidInput
from core.refs import new_ref
from core.types.money import split_fen
from logistics.services.promise import Item, ParcelQuote, quote
from shop.errors import BasketEmpty, CannotOrder
from shop.rules.holds import hold_expires_at, promise_instant
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod
from shop.rules.pricing import LinePrice, price_line, spread_freight
from shop.rules.quantities import may_order
from shop.rules.remaining import days_of_share
from shop.services.counter_terms import at_counter, over_the_counter


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line, priced and put into its parcel."""

    ref: str
    request: OrderLineRequest
    terms: Terms
    price: LinePrice
    parcel: ParcelQuote
    freight_fen: int
    freight_tax_fen: int
    delay: timedelta
    round_id: int = 0
    buyer_pct: int = 0

    @property
    def stock_pieces(self) -> int:
        """The pieces of the stock that the line takes: a pack holds several."""
        return self.request.pieces * self.terms.unit_pieces

    @property
    def arrives_on(self) -> date:
        """The day at the door: that of the parcel, or the later day the buyer wants."""
        return self.parcel.promise.arrives_on + self.delay

    @property
    def ship_by(self) -> datetime:
        """The cut-off of the departure."""
        return self.parcel.promise.cutoff_at + self.delay

    @property
    def min_remaining_days(self) -> int:
        """The strictest of what the listing, the request and the buyer's house ask for."""
        own = days_of_share(self.terms.shelf_life_days, self.buyer_pct)
        return max(self.terms.min_remaining_days, self.request.min_remaining_days or 0, own)


@dataclass(frozen=True, slots=True)
class OrderDraft:
    """A whole order, worked out; sums are those of its lines."""

    lines: tuple[DraftLine, ...]
    parcels: tuple[ParcelQuote, ...]
    sellers: dict[int, OrgCard]
    expires_at: datetime | None
    promised_on: date
    place: str = ""

    @property
    def estimate_fen(self) -> int:
        """What the goods will about cost."""
        return sum(line.price.estimate_fen for line in self.lines)

    @property
    def goods_fen(self) -> int:
        """The most the goods can cost; this is prepaid."""
        return sum(line.price.ceiling_fen for line in self.lines)

    @property
    def freight_fen(self) -> int:
        """Freight of all parcels."""
        return sum(parcel.freight_fen for parcel in self.parcels)

    @property
    def due_fen(self) -> int:
        """What is to be paid now."""
        return self.goods_fen + self.freight_fen

    @property
    def parts(self) -> list[list[DraftLine]]:
        """The lines by seller, and what is sold in a round by itself: it may fail by itself."""
        keys = sorted({(line.terms.seller_id, line.round_id) for line in self.lines})
        return [
            [line for line in self.lines if (line.terms.seller_id, line.round_id) == key]
            for key in keys
        ]


def draft_order(request: OrderRequest, *, at: datetime) -> OrderDraft:
    """Work out what an order contains and costs.

    Raises:
        BasketEmpty: no lines.
        CannotOrder: a line is not on sale, not in this quantity, or not confirmed.
        NoRoute: nothing travels from the goods to this address.
    """
    if not request.lines:
        raise BasketEmpty
    is_call_off = request.channel == Channel.CONTRACT
    if not is_call_off and len({line.harvest_on for line in request.lines}) > 1:
        raise CannotOrder("one_harvest_an_order")
    terms = _terms_of_lines(request)
    refs = [new_ref() for _ in request.lines]
    prices = [
        price_line(one, line.pieces, line.agreed_price_e4)
        for one, line in zip(terms, request.lines, strict=True)
    ]
    rounds = _rounds(request, at)
    items = [
        _item(ref, one, price, rounds.get(one.listing_id))
        for ref, one, price in zip(refs, terms, prices, strict=True)
    ]
    parcels = _quote(request, items, at)
    lines = _in_rounds(_put_into_parcels(request, refs, terms, prices, parcels), rounds)
    cutoffs = [x.promise.cutoff_at for x in parcels] + [x.cutoff_at for x in rounds.values()]
    return OrderDraft(
        lines=tuple(lines),
        parcels=tuple(parcels),
        sellers=get_orgs({line.terms.seller_id for line in lines}),
        expires_at=hold_expires_at(
            request.payment_method,
            [line.terms.temperature for line in lines],
            cutoffs=cutoffs,
            at=at,
        ),
        promised_on=max(line.arrives_on for line in lines),
        place=request.outlet_ref or "",
    )


def _terms_of_lines(request: OrderRequest) -> list[Terms]:
    """The terms of each line, after it has been found orderable."""
    is_counter = request.payment_method == PaymentMethod.COUNTER
    if is_counter != (request.channel == Channel.OUTLET) or is_counter != bool(request.outlet_ref):
        raise InvalidInput(fields={"payment_method": "unknown_choice"})
    known = get_terms([line.listing_id for line in request.lines])
    refuses_alcohol = _refuses_alcohol(request)
    found = []
    for line in request.lines:
        terms = known.get(line.listing_id)
        if terms is not None and is_counter:
            terms = at_counter(terms, line.weighed_g)
        found.append(_check_line(request, line, terms, refuses_alcohol=refuses_alcohol))
    return found


def _buyer_pct(request: OrderRequest) -> int:
    return 0 if request.buyer_org_id is None else get_org(request.buyer_org_id).min_remaining_pct


def _refuses_alcohol(request: OrderRequest) -> bool:
    return request.buyer_org_id is not None and get_org(request.buyer_org_id).refuses_alcohol


def _check_line(
    request: OrderRequest,
    line: OrderLineRequest,
    terms: Terms | None,
    *,
    refuses_alcohol: bool,
) -> Terms:
    if terms is None:
        raise CannotOrder("not_on_sale")
    verdict = may_order(terms, line.pieces, available=None, refuses_alcohol=refuses_alcohol)
    is_call_off = request.channel == Channel.CONTRACT
    for reason in verdict.reasons:
        if not is_call_off:  # a contract sets its own quantities and outlives a paused listing
            raise CannotOrder(reason.code, listing_ref=terms.listing_ref, **reason.context)
    missing = {}
    is_private = request.channel in (Channel.RETAIL, Channel.OUTLET)
    if is_private and terms.is_alcohol and not request.is_age_confirmed:
        missing["is_age_confirmed"] = "age_not_confirmed"
    is_unseen = request.channel == Channel.RETAIL and terms.return_rule == ReturnRule.NONE
    if is_unseen and not request.is_no_return_confirmed:
        missing["is_no_return_confirmed"] = "no_return_not_confirmed"
    if missing:
        raise InvalidInput(fields=missing)
    return terms


def _rounds(request: OrderRequest, at: datetime) -> dict[int, RoundCard]:
    """The open round of each listing; call-offs, harvest bookings and counters enter none."""
    is_own = request.channel in (Channel.CONTRACT, Channel.OUTLET)
    own_way = is_own or request.lines[0].harvest_on is not None
    found = {} if own_way else rounds_on_sale((x.listing_id for x in request.lines), at=at)
    return {key: card for key, card in found.items() if card.state is RoundState.OPEN}


def _in_rounds(lines: Sequence[DraftLine], rounds: dict[int, RoundCard]) -> list[DraftLine]:
    return [
        replace(line, round_id=sold_in.id)
        if (sold_in := rounds.get(line.terms.listing_id))
        else line
        for line in lines
    ]


def _item(ref: str, terms: Terms, price: LinePrice, sold_in: RoundCard | None) -> Item:
    return Item(
        key=ref,
        listing_id=terms.listing_id,
        county_code=terms.county_code,
        temperature=terms.temperature,
        grams=price.grams,
        not_before=sold_in.ready_at if sold_in else None,
    )


def _quote(request: OrderRequest, items: Sequence[Item], at: datetime) -> list[ParcelQuote]:
    if request.channel == Channel.OUTLET:
        return [over_the_counter(items, at)]
    return quote(
        items,
        to_city=request.address.city_code,
        to_district=request.address.district_code,
        at=_sets_out(request, at),
    )


def _sets_out(request: OrderRequest, at: datetime) -> datetime:
    """The moment the promise is counted from; goods of a harvest first have to come in."""
    paid_at = promise_instant(request.payment_method, at)
    harvest_on = request.lines[0].harvest_on
    if harvest_on is None or request.channel == Channel.CONTRACT:
        return paid_at  # a call-off names its day; the seller owes it
    return max(paid_at, ready_at(harvest_on))


def _put_into_parcels(
    request: OrderRequest,
    refs: Sequence[str],
    terms: Sequence[Terms],
    prices: Sequence[LinePrice],
    parcels: Sequence[ParcelQuote],
) -> list[DraftLine]:
    earliest = max(parcel.promise.arrives_on for parcel in parcels)
    delay = max((request.deliver_on or earliest) - earliest, timedelta(0))
    grams = {ref: price.grams for ref, price in zip(refs, prices, strict=True)}
    freight: dict[str, tuple[ParcelQuote, int, int]] = {}
    for parcel in parcels:
        weights = [grams[key] for key in parcel.item_keys]
        shares = spread_freight(parcel.freight_fen, weights)
        taxes = split_fen(parcel.freight_tax_fen, shares if sum(shares) else [1] * len(shares))
        for key, share, tax in zip(parcel.item_keys, shares, taxes, strict=True):
            freight[key] = (parcel, share, tax)
    pct = _buyer_pct(request)
    return [
        DraftLine(ref, line, one, price, *freight[ref], delay, pct)
        for ref, line, one, price in zip(refs, request.lines, terms, prices, strict=True)
    ]
