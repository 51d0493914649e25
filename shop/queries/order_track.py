"""Which parcel of an order speaks, and where it is on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from accounts.rules.places import find_place
from core.types.dates import SHANGHAI
from logistics.queries.consignments import ConsignmentCard
from logistics.rules.states import ConsignmentState, DepartureState
from shop.queries.order_views import OrderPage
from shop.rules.lifecycle import GroupState
from shop.rules.route_section import NARROW, WIDE, Drawing, draw, progress

HUB_HOUR = time(14)
OVER = (ConsignmentState.CANCELLED, ConsignmentState.REJECTED)


@dataclass(frozen=True, slots=True)
class Track:
    """A parcel on the section of the land."""

    parcel: ConsignmentCard
    number: int
    count: int
    has_left: bool
    has_arrived: bool
    is_delivered: bool
    wide: Drawing
    narrow: Drawing


def find_track(page: OrderPage, *, at: datetime) -> Track | None:
    """The parcel that is to arrive next, else the last one; None before anything is booked.

    Args:
        page: the order.
        at: now.
    """
    living = [c for c in page.consignments if c.departure and c.state not in OVER]
    if page.group.state not in (GroupState.PLACED, GroupState.CLOSED) or not living:
        return None
    coming = [c for c in living if c.delivered_at is None]
    parcel = min(coming or living, key=lambda c: (c.arrives_on, c.number))
    return _track(parcel, living.index(parcel) + 1, len(living), at)


def _track(parcel: ConsignmentCard, number: int, count: int, at: datetime) -> Track | None:
    departure = parcel.departure
    if departure is None:
        return None
    is_delivered = parcel.delivered_at is not None
    has_arrived = is_delivered or departure.state == DepartureState.ARRIVED
    has_left = has_arrived or departure.state == DepartureState.DEPARTED
    share = progress(
        departs_at=departure.departs_at,
        arrives_at=datetime.combine(departure.arrives_on, HUB_HOUR, SHANGHAI),
        has_left=has_left,
        has_arrived=has_arrived,
        at=at,
    )
    place = find_place(parcel.origin_hub)
    is_northbound = place is not None and place.code.startswith("35")
    return Track(
        parcel=parcel,
        number=number,
        count=count,
        has_left=has_left,
        has_arrived=has_arrived,
        is_delivered=is_delivered,
        wide=draw(WIDE, share, is_northbound=is_northbound),
        narrow=draw(NARROW, share, is_northbound=is_northbound),
    )
