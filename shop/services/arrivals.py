"""What happens at and after the door: shipped, delivered, accepted, closed.

Logistics says which parcel left and arrived; a seller order is delivered when all its parcels
are. The buyer accepts, or silence accepts for them when the time of the goods is over.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import Actor
from catalog.services.rerunning import move_arrival
from core.db import session
from logistics.queries.consignments import get_consignment
from shop.errors import OrderNotFound
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.services.fulfilment import hand_over
from shop.services.locks import lock_group
from shop.services.orders import require_buyer
from shop.services.pickups import take_in
from shop.services.taking import accept, deliver_lines


def note_schedule(actor: Actor, *, consignment_ref: str, at: datetime) -> None:
    """The night's plan gave a parcel its departure and day: the promise of its order follows.

    Lots nobody has picked are chosen again for the new day.
    """
    card = get_consignment(consignment_ref)
    refs = [line.line_ref for line in card.lines if not line.is_cancelled]
    lines = list(session().scalars(select(OrderLine).where(OrderLine.ref.in_(refs))))
    for line in lines:
        line.consignment_ref, line.arrives_on = card.ref, card.arrives_on
        move_arrival(actor, line_ref=line.ref, arrives_on=card.arrives_on, at=at)
    session().flush()  # the days below are read from the lines
    own = SellerOrder.id.in_({line.seller_order_id for line in lines})
    for order in session().scalars(select(SellerOrder).where(own)):
        last = select(func.max(OrderLine.arrives_on)).where(OrderLine.seller_order_id == order.id)
        order.arrives_on = session().scalar(last) or order.arrives_on
    session().flush()  # the day of the whole order is the last of its parts
    for group in session().scalars(select(OrderGroup).where(OrderGroup.ref == card.order_ref)):
        last = select(func.max(SellerOrder.arrives_on)).where(SellerOrder.group_id == group.id)
        group.promised_on = session().scalar(last) or group.promised_on


def note_departure(actor: Actor, *, consignment_ref: str, at: datetime) -> None:
    """A parcel is on the road: packed orders in it that nobody handed over are shipped now."""
    for order in _orders_in(consignment_ref):
        if order.state == SellerOrderState.READY:
            hand_over(actor, seller_order_ref=order.ref, at=at)


def note_arrival(actor: Actor, *, consignment_ref: str, at: datetime) -> None:
    """A parcel is at the door: its lines are delivered, and every order that is complete.

    At an outlet it waits for its buyer instead.
    """
    for group_id in sorted({order.group_id for order in _orders_in(consignment_ref)}):
        lock_group(group_id)  # two parcels of one order may arrive at the same moment
    note_departure(actor, consignment_ref=consignment_ref, at=at)
    orders = _orders_in(consignment_ref)
    for group in {order.group.id: order.group for order in orders}.values():
        if group.pickup_outlet_ref is not None:
            take_in(actor, group, consignment_ref=consignment_ref, at=at)
    at_doors = [order for order in orders if order.group.pickup_outlet_ref is None]
    deliver_lines(actor, at_doors, consignment_ref, at=at)


def accept_delivery(
    actor: Actor, *, seller_order_ref: str, at: datetime, group_ref: str | None = None
) -> None:
    """The buyer says the goods are right.

    Args:
        actor: the buyer.
        seller_order_ref: whose goods.
        at: now.
        group_ref: the order that an address names; another one's part is not found in it.

    Raises:
        OrderNotFound: not this buyer's, or not in this order.
        IllegalMove: not delivered yet, or accepted already.
    """
    order = _get_order(seller_order_ref)
    require_buyer(actor, order.group)
    if group_ref not in (None, order.group.ref):
        raise OrderNotFound
    accept(actor, order, "accepted_by_buyer", at=at)


def accept_by_silence(actor: Actor, *, seller_order_ref: str, at: datetime) -> None:
    """The time to object is over; says nothing if the buyer was faster."""
    order = _get_order(seller_order_ref)
    if order.state == SellerOrderState.DELIVERED:
        accept(actor, order, "accepted_by_silence", at=at)


def _orders_in(consignment_ref: str) -> list[SellerOrder]:
    statement = (
        select(SellerOrder)
        .where(
            SellerOrder.id.in_(
                select(OrderLine.seller_order_id).where(
                    OrderLine.consignment_ref == consignment_ref
                )
            )
        )
        .join(SellerOrder.group)
        .where(OrderGroup.state == GroupState.PLACED)
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .order_by(SellerOrder.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))


def _get_order(seller_order_ref: str) -> SellerOrder:
    statement = (
        select(SellerOrder)
        .where(SellerOrder.ref == seller_order_ref)
        .options(selectinload(SellerOrder.group), selectinload(SellerOrder.lines))
        .execution_options(populate_existing=True)
    )
    order = session().scalar(statement)
    if order is None:
        raise OrderNotFound
    return order
