"""Parcels at outlets, for the clerk and for the buyer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, select

from core.db import session
from core.errors import NotFound
from shop.models.orders import OrderGroup
from shop.models.pickups import PickupParcel
from shop.rules.pickup import ParcelState


@dataclass(frozen=True, slots=True)
class ParcelCard:
    """A parcel at an outlet; the code is for its buyer only."""

    ref: str
    order_number: str
    outlet_ref: str
    receiver: str
    phone: str
    code: str
    state: str
    arrived_at: datetime
    keep_until: datetime

    @property
    def phone_tail(self) -> str:
        """The last four digits: enough to find a parcel on the rack."""
        return self.phone[-4:]


def list_waiting(outlet_ref: str) -> list[ParcelCard]:
    """What waits at an outlet, the one to go back first on top."""
    waiting = PickupParcel.state == ParcelState.WAITING
    return _cards((PickupParcel.outlet_ref == outlet_ref) & waiting)


def parcels_of_order(group_ref: str) -> list[ParcelCard]:
    """The parcels of an order that came to an outlet."""
    return _cards(OrderGroup.ref == group_ref)


def get_parcel(ref: str) -> ParcelCard:
    """One parcel.

    Raises:
        NotFound: there is none.
    """
    found = _cards(PickupParcel.ref == ref)
    if not found:
        raise NotFound("parcel_not_found")
    return found[0]


def _cards(condition: ColumnElement[bool]) -> list[ParcelCard]:
    statement = (
        select(PickupParcel, OrderGroup)
        .join(OrderGroup, OrderGroup.id == PickupParcel.group_id)
        .where(condition)
        .order_by(PickupParcel.keep_until, PickupParcel.id)
    )
    return [
        ParcelCard(
            row.ref,
            group.number,
            row.outlet_ref,
            group.receiver,
            group.phone,
            row.code,
            row.state,
            row.created_at,
            row.keep_until,
        )
        for row, group in session().execute(statement).tuples()
    ]
