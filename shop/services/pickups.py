"""Parcels at an outlet: taken in, given out against the code, reminded, returned unclaimed."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Permission
from catalog.queries.outlets import get_outlet
from catalog.services.shelving import put_back_on_shelf
from core.db import require_one, session, update_where
from core.errors import Conflict, InvalidInput, NotFound
from core.outbox import publish
from shop.events import PickupReminderDue, PickupWaiting
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.models.pickups import PickupParcel
from shop.rules.lifecycle import SellerOrderState
from shop.rules.pickup import (
    CODE_DIGITS,
    REMIND_AFTER,
    ParcelState,
    keep_until,
    keeps,
    refund_of_unclaimed,
)
from shop.services import refunds
from shop.services.locks import lock_group
from shop.services.taking import accept_at_once, deliver_lines


def take_in(actor: Actor, group: OrderGroup, *, consignment_ref: str, at: datetime) -> None:
    """A parcel has come to its outlet: it waits there under a code; said once.

    Args:
        actor: who brought it.
        group: the order.
        consignment_ref: the parcel.
        at: when it came.
    """
    del actor
    known = select(PickupParcel.id).where(PickupParcel.consignment_ref == consignment_ref)
    if group.pickup_outlet_ref is None or session().scalar(known) is not None:
        return
    lines = _lines_in(consignment_ref)
    parcel = PickupParcel(
        group_id=group.id,
        consignment_ref=consignment_ref,
        outlet_ref=group.pickup_outlet_ref,
        code=_new_code(group.pickup_outlet_ref),
        state=ParcelState.WAITING.value,
        keep_until=keep_until([line.temperature for line in lines], at),
        created_at=at,
    )
    session().add(parcel)
    session().flush()  # the messages name it
    publish(PickupWaiting(parcel.ref), dedupe_key=parcel.ref)
    publish(PickupReminderDue(parcel.ref), dedupe_key=parcel.ref, run_at=at + REMIND_AFTER)


def _new_code(outlet_ref: str) -> str:
    """Six digits that no other parcel waiting there has."""
    waiting = select(PickupParcel.code).where(
        PickupParcel.outlet_ref == outlet_ref, PickupParcel.state == ParcelState.WAITING
    )
    taken = set(session().scalars(waiting))
    while (code := f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}") in taken:
        continue
    return code


def give_out(actor: Actor, *, outlet_ref: str, code: str, at: datetime) -> str:
    """Give a parcel to whoever names its code.

    Args:
        actor: the clerk.
        outlet_ref: the outlet.
        code: what the buyer says, six digits.
        at: now.

    Returns:
        The order's number.

    Raises:
        NotFound: not an outlet of the clerk's organisation.
        InvalidInput: no parcel waits under that code.
    """
    actor.require(Permission.OUTLET)
    if not actor.acts_for(get_outlet(outlet_ref).org_id):
        raise NotFound("outlet_not_found")
    statement = select(PickupParcel).where(
        PickupParcel.outlet_ref == outlet_ref,
        PickupParcel.code == code.strip(),
        PickupParcel.state == ParcelState.WAITING,
    )
    parcel = session().scalar(statement)
    if parcel is None:
        raise InvalidInput("pickup_invalid", fields={"code": "no_such_code"})
    group = _end(parcel, ParcelState.COLLECTED, actor, at)
    deliver_lines(actor, _orders_in(parcel), parcel.consignment_ref, at=at)
    return group.number


def _end(parcel: PickupParcel, state: ParcelState, actor: Actor, at: datetime) -> OrderGroup:
    lock_group(parcel.group_id)
    ended = update_where(
        PickupParcel,
        PickupParcel.id == parcel.id,
        PickupParcel.state == ParcelState.WAITING,
        state=state.value,
        ended_at=at,
        ended_by=actor.name[:60],
    )
    require_one(ended, Conflict("pickup_over"))
    return session().get_one(OrderGroup, parcel.group_id)


def list_due_back(*, at: datetime) -> list[str]:
    """Parcels whose time is over, oldest first. For the hourly job."""
    due = select(PickupParcel.ref).where(
        PickupParcel.state == ParcelState.WAITING, PickupParcel.keep_until <= at
    )
    return list(session().scalars(due.order_by(PickupParcel.id)))


def return_unclaimed(actor: Actor, *, parcel_ref: str, at: datetime) -> int:
    """Nobody came: what keeps goes on the outlet's shelf, its price goes back to the buyer.

    Returns:
        Fen that go back.
    """
    parcel = session().scalars(select(PickupParcel).where(PickupParcel.ref == parcel_ref)).one()
    if parcel.state != ParcelState.WAITING or parcel.keep_until > at:
        return 0
    group = _end(parcel, ParcelState.RETURNED, actor, at)
    back = 0
    for order in _orders_in(parcel):
        lines = [x for x in order.lines if x.consignment_ref == parcel.consignment_ref]
        kept = [line.ref for line in lines if keeps(line)]
        put_back_on_shelf(SYSTEM, line_refs=kept, outlet_ref=parcel.outlet_ref, at=at)
        back += _refund(actor, group, order, parcel, refund_of_unclaimed(lines), at=at)
        accept_at_once(actor, order, parcel.consignment_ref, cause="unclaimed", at=at)
    return back


def _refund(
    actor: Actor,
    group: OrderGroup,
    order: SellerOrder,
    parcel: PickupParcel,
    amount_fen: int,
    *,
    at: datetime,
) -> int:
    if amount_fen:
        refunds.request_refund(
            actor,
            group_ref=group.ref,
            seller_order_ref=order.ref,
            amount_fen=amount_fen,
            reason="unclaimed",
            cause_ref=f"unclaimed-{parcel.ref}-{order.id}",
            at=at,
        )
    return amount_fen


def mark_reminded(parcel_ref: str, *, at: datetime) -> None:
    """The buyer has been reminded."""
    update_where(PickupParcel, PickupParcel.ref == parcel_ref, reminded_at=at)


def _lines_in(consignment_ref: str) -> list[OrderLine]:
    statement = select(OrderLine).where(OrderLine.consignment_ref == consignment_ref)
    return list(session().scalars(statement))


def _orders_in(parcel: PickupParcel) -> list[SellerOrder]:
    ids = select(OrderLine.seller_order_id).where(
        OrderLine.consignment_ref == parcel.consignment_ref
    )
    statement = (
        select(SellerOrder)
        .where(SellerOrder.id.in_(ids), SellerOrder.state == SellerOrderState.SHIPPED)
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
        .order_by(SellerOrder.id)
        .execution_options(populate_existing=True)
    )
    return list(session().scalars(statement))
