"""Turns a basket into an order: what the page said, checked, and handed to `place_order`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import get_org, get_site
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.queries.outlets import get_outlet
from core.db import session
from core.errors import InvalidInput
from logistics.rules.address import AddressSnapshot
from shop.errors import BasketEmpty, OfferMoved
from shop.models.basket import Basket, BasketLine
from shop.queries.addresses import get_address
from shop.rules.orders import (
    Channel,
    OrderLineRequest,
    OrderRequest,
    PaymentMethod,
    PlacedOrder,
)
from shop.services.addresses import save_address
from shop.services.basket import close_basket, own_basket
from shop.services.order_draft import draft_order
from shop.services.orders import find_placed, place_order


@dataclass(frozen=True, slots=True)
class Pickup:
    """An outlet that the buyer collects at, and who comes."""

    outlet_ref: str
    receiver: str
    phone: str


@dataclass(frozen=True, slots=True)
class CheckoutChoices:
    """What a buyer chose on the checkout page.

    ``seen_due_fen`` and ``seen_on`` are the sum and the day that the page showed: if the order
    would cost more or come later, it is not placed but shown again.
    """

    form_key: str
    payment_method: PaymentMethod
    address_ref: str | None = None
    new_address: AddressSnapshot | None = None
    site_ref: str | None = None
    note: str = ""
    is_age_confirmed: bool = False
    is_no_return_confirmed: bool = False
    is_address_kept: bool = True
    pickup: Pickup | None = None
    seen_due_fen: int | None = None
    seen_on: date | None = None


def check_out(
    actor: Actor, choices: CheckoutChoices, *, basket_ref: str | None, at: datetime
) -> PlacedOrder:
    """Order what lies in the basket. The same form sent twice gives the same order.

    Raises:
        BasketEmpty: there is nothing in it.
        InvalidInput: no address, a payment kind that this buyer does not have, a tick missing.
        OfferMoved: it would cost more or come later than the page said.
        OutOfStock: somebody was faster.
    """
    source_key = f"checkout-{actor.user_ref}-{choices.form_key}"
    known = find_placed(actor, source_key)
    if known is not None:
        return known
    if actor.org_id is not None:
        actor.require(Permission.BUY)
    if basket_ref is None:
        raise BasketEmpty
    basket = own_basket(actor, basket_ref)
    request = _request(actor, choices, basket, source_key)
    _check_offer(choices, request, at)
    placed = place_order(actor, request, at=at)
    close_basket(actor, basket_ref=basket.ref, at=at)
    if choices.new_address is not None and choices.is_address_kept and actor.org_id is None:
        save_address(actor, choices.new_address, at=at)
    return placed


def book_ahead(
    actor: Actor, choices: CheckoutChoices, line: OrderLineRequest, *, at: datetime
) -> PlacedOrder:
    """Order goods of a harvest that is still to come. The same form twice is one order.

    Raises:
        InvalidInput: no address, a payment kind that this buyer does not have, a tick missing.
        CannotOrder: the listing is not on sale, or not in this quantity.
        OfferMoved: it would cost more than the page said.
        HarvestFull: the week takes no more.
    """
    source_key = f"booking-{actor.user_ref}-{choices.form_key}"
    known = find_placed(actor, source_key)
    if known is not None:
        return known
    if actor.org_id is not None:
        actor.require(Permission.BUY)
    request = _order_of(actor, choices, [line], source_key)
    _check_offer(choices, request, at)
    placed = place_order(actor, request, at=at)
    if choices.new_address is not None and choices.is_address_kept and actor.org_id is None:
        save_address(actor, choices.new_address, at=at)
    return placed


def _request(
    actor: Actor, choices: CheckoutChoices, basket: Basket, source_key: str
) -> OrderRequest:
    rows = select(BasketLine).where(BasketLine.basket_id == basket.id).order_by(BasketLine.id)
    lines = [
        OrderLineRequest(row.listing_id, row.pieces, row.substitution)
        for row in session().scalars(rows)
    ]
    if not lines:
        raise BasketEmpty
    return _order_of(actor, choices, lines, source_key)


def _order_of(
    actor: Actor, choices: CheckoutChoices, lines: list[OrderLineRequest], source_key: str
) -> OrderRequest:
    return OrderRequest(
        channel=Channel.RETAIL if actor.org_id is None else Channel.B2B,
        buyer_user_id=actor.user_id,
        buyer_org_id=actor.org_id,
        address=_address(actor, choices),
        lines=lines,
        payment_method=_method(actor, choices),
        source_key=source_key,
        site_ref=choices.site_ref if actor.org_id is not None else None,
        note=choices.note,
        is_age_confirmed=choices.is_age_confirmed,
        is_no_return_confirmed=choices.is_no_return_confirmed,
        pickup_outlet_ref=_pickup_ref(actor, choices),
    )


def _pickup_ref(actor: Actor, choices: CheckoutChoices) -> str | None:
    is_private = actor.org_id is None and choices.pickup is not None
    return choices.pickup.outlet_ref if is_private and choices.pickup else None


def _address(actor: Actor, choices: CheckoutChoices) -> AddressSnapshot:
    if actor.org_id is not None:
        if not choices.site_ref:
            raise InvalidInput(fields={"site": "required"})
        site = get_site(choices.site_ref, org_id=actor.org_id)
        return AddressSnapshot(
            site.receiver, site.phone, site.city_code, site.district_code, site.address
        )
    if choices.pickup is not None:
        return _outlet_address(choices.pickup)
    if choices.new_address is not None:
        return choices.new_address
    if not choices.address_ref or actor.user_id is None:
        raise InvalidInput(fields={"address": "required"})
    return get_address(choices.address_ref, user_id=actor.user_id).snapshot


def _outlet_address(pickup: Pickup) -> AddressSnapshot:
    outlet = get_outlet(pickup.outlet_ref)
    if not outlet.is_open:
        raise InvalidInput(fields={"address": "outlet_closed"})
    door = f"{outlet.address} {outlet.name_zh}"
    return AddressSnapshot(
        pickup.receiver, pickup.phone, outlet.city_code, outlet.district_code, door
    )


def _method(actor: Actor, choices: CheckoutChoices) -> PaymentMethod:
    wants_terms = choices.payment_method == PaymentMethod.TERMS
    if wants_terms and (actor.org_id is None or not get_org(actor.org_id).payment_days):
        raise InvalidInput(fields={"payment_method": "no_terms"})
    return choices.payment_method


def _check_offer(choices: CheckoutChoices, request: OrderRequest, at: datetime) -> None:
    if choices.seen_due_fen is None and choices.seen_on is None:
        return
    draft = draft_order(request, at=at)
    if choices.seen_due_fen is not None and draft.due_fen > choices.seen_due_fen:
        raise OfferMoved("price_moved", due_fen=draft.due_fen)
    if choices.seen_on is not None and draft.promised_on > choices.seen_on:
        raise OfferMoved("promise_moved", promised_on=draft.promised_on.isoformat())
