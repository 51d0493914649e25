"""Which departure takes a parcel: the one it was quoted on, or the next if that one is closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.types.dates import SHANGHAI
from logistics.errors import NoRoute
from logistics.models.network import Departure
from logistics.queries.network import load_open_network
from logistics.rules.network import SEARCH_DAYS
from logistics.rules.promise import Promise
from logistics.rules.states import TAKES_GOODS, DepartureState
from logistics.services.departures import open_departure
from logistics.services.locks import hold_departures


@dataclass(frozen=True, slots=True)
class Ride:
    """A departure that is held open for a parcel, and how much later it is than was promised."""

    departure: Departure
    slip: timedelta


def board(promises: Sequence[Promise], *, delay: timedelta, at: datetime) -> list[Ride]:
    """Find a departure for each promise and keep it from leaving before this transaction ends.

    One that has left, or whose cut-off is over, takes nothing more: the next of its lane does.

    Args:
        promises: the ways as quoted.
        delay: how much later than quoted all of them shall travel.
        at: the present instant.

    Returns:
        One ride for each promise, in their order.

    Raises:
        NoRoute: no departure of a lane takes goods within two weeks.
    """
    return [_ride(promise, delay, at) for promise in promises]


def takes_goods(departure: Departure) -> bool:
    """Whether anything may still be booked on a departure that is held or locked."""
    return DepartureState(departure.state) in TAKES_GOODS


def _ride(promise: Promise, delay: timedelta, at: datetime) -> Ride:
    first = promise.departs_at.astimezone(SHANGHAI).date() + delay
    day, cutoff_at = first, promise.cutoff_at + delay
    for _ in range(SEARCH_DAYS):
        slip = day - first
        if at < cutoff_at + slip:
            departure = open_departure(promise.service_ref, day, at=at)
            hold_departures([departure.id])
            if takes_goods(departure):
                return Ride(departure, slip)
        day = _next_day(promise, day, at)
    raise NoRoute(service=promise.service_ref)


def _next_day(promise: Promise, day: date, at: datetime) -> date:
    network = load_open_network(at=at)
    lane = network.lanes.get((promise.origin_hub, promise.destination_hub))
    following = network.next_run(lane, day + timedelta(days=1)) if lane else None
    if following is None:
        raise NoRoute(service=promise.service_ref)
    return following
