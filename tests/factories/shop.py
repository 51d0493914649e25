"""Baskets and orders for tests: plain functions with defaults, never random."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import count

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.queries import get_org
from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.cards import OrgCard
from catalog.rules.cards import Terms
from core.db import session
from logistics.rules.address import AddressSnapshot
from shop.models.orders import OrderGroup, SellerOrder
from shop.rules.ledger import capture_entries
from shop.rules.orders import Channel, OrderLineRequest, OrderRequest, PaymentMethod, PlacedOrder
from shop.services import fulfilment, orders
from shop.services.payments import capture, load_payment
from shop.services.weighing import Reading, Weighed, weigh_piece
from tests.factories.accounts import actor_for, make_person, personal_actor
from tests.factories.catalog import make_listing, make_lot
from tests.factories.logistics import make_address, make_network

AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
_number = count(1)


def make_leg(
    *,
    pieces: int = 10,
    seller: OrgCard | None = None,
    best_before: date | None = None,
    **facts: object,
) -> Terms:
    """Frozen Tan-sheep leg by weight: 2.0 to 2.6 kg, about 2.3 kg, 98.00 yuan per kg."""
    defaults: dict[str, object] = {
        "priced_by": "kg",
        "nominal_g": 2300,
        "min_g": 2000,
        "max_g": 2600,
        "price_e4": 980_000,
    }
    listing = make_listing(seller=seller, **(defaults | facts))
    make_lot(listing, pieces=pieces, best_before=best_before)
    return listing


def make_box(*, pieces: int = 10, seller: OrgCard | None = None, **facts: object) -> Terms:
    """Something counted: 98.00 yuan a piece."""
    listing = make_listing(seller=seller, **facts)
    make_lot(listing, pieces=pieces)
    return listing


def make_shopper() -> Actor:
    """A signed-in person."""
    return personal_actor(make_person())


def make_request(
    buyer: Actor,
    *lines: tuple[Terms, int],
    method: PaymentMethod = PaymentMethod.ONLINE,
    address: AddressSnapshot | None = None,
    **changes: object,
) -> OrderRequest:
    """What a shopper submits: every tick made."""
    values: dict[str, object] = {
        "channel": Channel.RETAIL if buyer.org_id is None else Channel.B2B,
        "buyer_user_id": buyer.user_id,
        "buyer_org_id": buyer.org_id,
        "address": address or make_address(),
        "lines": [OrderLineRequest(terms.listing_id, pieces) for terms, pieces in lines],
        "payment_method": method,
        "source_key": f"test-{next(_number)}",
        "is_age_confirmed": True,
        "is_no_return_confirmed": True,
    }
    return OrderRequest(**(values | changes))  # type: ignore[arg-type]


def make_order(
    *lines: tuple[Terms, int], buyer: Actor | None = None, at: datetime = AT, **changes: object
) -> PlacedOrder:
    """A submitted order of a shopper; the network is there."""
    make_network()
    buyer = buyer or make_shopper()
    return orders.place_order(buyer, make_request(buyer, *lines, **changes), at=at)  # type: ignore[arg-type]


def pay_order(placed: PlacedOrder, *, at: datetime = AT) -> None:
    """The money of an order is there, and the order knows."""
    payment = load_payment(placed.group_ref)
    cause = f"test-capture-{placed.group_ref}"
    capture(SYSTEM, payment, entries=capture_entries(payment.due_fen), cause_ref=cause, at=at)
    orders.confirm_paid(SYSTEM, group_ref=placed.group_ref, at=at)


def make_paid_order(*lines: tuple[Terms, int], **changes: object) -> PlacedOrder:
    """An order whose money is there."""
    placed = make_order(*lines, **changes)  # type: ignore[arg-type]
    pay_order(placed)
    return placed


def take_to_scale(placed: PlacedOrder, position: int = 0, *, at: datetime = AT) -> Actor:
    """Accept a seller order and begin to pick; returns who does it."""
    packer, ref = seller_actor(placed, position), placed.seller_order_refs[position]
    fulfilment.accept(packer, seller_order_ref=ref, at=at)
    fulfilment.start_picking(packer, seller_order_ref=ref, at=at)
    return packer


def weigh(
    packer: Actor, line_ref: str, piece_no: int, net_g: int, *, seq: int | None = None
) -> Weighed:
    """Put a piece in a bag of 26 g on the scale."""
    reading = Reading(line_ref, piece_no, net_g + 26, 26, "scale-1", seq or next(_number))
    return weigh_piece(packer, reading, at=AT)


def seller_actor(placed: PlacedOrder, position: int = 0) -> Actor:
    """Somebody of the selling cooperative with all its roles."""
    order = get_seller_order(placed.seller_order_refs[position])
    return actor_for(get_org(order.seller_org_id))


def get_group(placed: PlacedOrder) -> OrderGroup:
    """The group as it is in the database now."""
    statement = select(OrderGroup).where(OrderGroup.ref == placed.group_ref)
    parts = selectinload(OrderGroup.seller_orders).selectinload(SellerOrder.lines)
    return (
        session().scalars(statement.options(parts).execution_options(populate_existing=True)).one()
    )


def get_seller_order(ref: str) -> SellerOrder:
    """The seller order as it is in the database now."""
    statement = select(SellerOrder).where(SellerOrder.ref == ref)
    parts = selectinload(SellerOrder.lines)
    return (
        session().scalars(statement.options(parts).execution_options(populate_existing=True)).one()
    )
