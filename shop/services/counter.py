"""Sell over the counter of an outlet: an order like any other, paid and handed over at once.

The goods come from the pool of that shelf by the same conditional update as everywhere. One
transaction: order, money in the till, settlement, movement of the lots, hand-over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Permission
from catalog.queries.outlets import get_outlet
from catalog.queries.terms import get_terms_by_ref
from catalog.rules.outlet_cards import OutletCard
from core.db import session
from core.errors import InvalidInput, NotFound
from logistics.rules.address import AddressSnapshot
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.counter import sale_faults
from shop.rules.ledger import counter_entries
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod, PlacedOrder
from shop.services import fulfilment, payments, taking
from shop.services.orders import place_order


@dataclass(frozen=True, slots=True)
class CounterLine:
    """Pieces of one listing; the grams of each piece where the scale decides."""

    listing_ref: str
    pieces: int
    weights_g: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CounterSale:
    """What a customer takes along; ``form_key`` makes a second press harmless."""

    outlet_ref: str
    form_key: str
    lines: Sequence[CounterLine]
    is_age_confirmed: bool = False


def sell(actor: Actor, sale: CounterSale, *, at: datetime) -> PlacedOrder:
    """Sell goods of the shelf to somebody who stands there and has paid.

    Args:
        actor: the clerk.
        sale: what is taken along.
        at: now.

    Returns:
        The order: number and sum.

    Raises:
        NotFound: not an outlet of the clerk's organisation.
        InvalidInput: nothing chosen, a weight is missing or absurd, age not confirmed.
        OutOfStock: there are fewer on this shelf.
    """
    outlet = _own_outlet(actor, sale.outlet_ref)
    request = _request(outlet, sale)
    known = session().scalar(
        select(OrderGroup.id).where(OrderGroup.source_key == request.source_key)
    )
    placed = place_order(actor, request, at=at)
    if known is None:
        _take_money(actor, placed, at=at)
        _hand_over(actor, placed, at=at)
    return placed


def _own_outlet(actor: Actor, outlet_ref: str) -> OutletCard:
    actor.require(Permission.OUTLET)
    outlet = get_outlet(outlet_ref)
    if not actor.acts_for(outlet.org_id) or not outlet.is_open:
        raise NotFound("outlet_not_found")
    return outlet


def _request(outlet: OutletCard, sale: CounterSale) -> OrderRequest:
    lines: list[OrderLineRequest] = []
    for line in sale.lines:
        terms = get_terms_by_ref(line.listing_ref)
        weighed = line.weights_g if terms.is_catch_weight else ()
        faults = sale_faults(terms, line.pieces, weighed)
        if faults:
            raise InvalidInput("counter_invalid", fields=faults)
        if terms.is_catch_weight:
            lines += [OrderLineRequest(terms.listing_id, 1, weighed_g=grams) for grams in weighed]
        else:
            lines.append(OrderLineRequest(terms.listing_id, line.pieces))
    if not lines:
        raise InvalidInput("counter_invalid", fields={"lines": "nothing_chosen"})
    return OrderRequest(
        channel=Channel.OUTLET,
        buyer_user_id=None,
        buyer_org_id=None,
        address=AddressSnapshot(
            outlet.name_zh, outlet.phone, outlet.city_code, outlet.district_code, outlet.address
        ),
        lines=lines,
        payment_method=PaymentMethod.COUNTER,
        source_key=f"counter-{outlet.ref}-{sale.form_key}",
        is_age_confirmed=sale.is_age_confirmed,
        is_no_return_confirmed=True,
        outlet_ref=outlet.ref,
    )


def _take_money(actor: Actor, placed: PlacedOrder, *, at: datetime) -> None:
    payment = payments.load_payment(placed.group_ref)
    payments.capture(
        actor,
        payment,
        entries=counter_entries(placed.due_fen),
        cause_ref=f"counter-{placed.group_ref}",
        at=at,
    )


def _hand_over(actor: Actor, placed: PlacedOrder, *, at: datetime) -> None:
    """The clerk does at once what a seller does in the cold store: the shelf is the seller's."""
    for_seller = replace(SYSTEM, user_id=actor.user_id, name=actor.name)
    for ref in placed.seller_order_refs:
        fulfilment.accept(for_seller, seller_order_ref=ref, at=at)
        fulfilment.start_picking(for_seller, seller_order_ref=ref, at=at)
        fulfilment.finish_weighing(for_seller, seller_order_ref=ref, at=at)
        fulfilment.pack(for_seller, seller_order_ref=ref, at=at)
        fulfilment.hand_over(for_seller, seller_order_ref=ref, at=at)
        taking.hand_to_buyer(for_seller, order=_load(ref), cause="at_counter", at=at)


def _load(ref: str) -> SellerOrder:
    statement = (
        select(SellerOrder)
        .where(SellerOrder.ref == ref)
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .execution_options(populate_existing=True)
    )
    return session().scalars(statement).one()
