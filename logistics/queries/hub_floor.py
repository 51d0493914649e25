"""A hub's day: what leaves, what comes, what waits for the last mile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from core.clock import local_day
from core.db import session
from logistics.errors import UnknownHub
from logistics.models.consignments import Consignment
from logistics.queries.consignments import ConsignmentCard, list_at_hub
from logistics.queries.departures import DepartureCard, list_departures
from logistics.queries.network import load_network


@dataclass(frozen=True, slots=True)
class HubPage:
    """One hub, today."""

    hub: str
    day: date
    leaving: tuple[DepartureCard, ...]
    coming: tuple[DepartureCard, ...]
    waiting: tuple[ConsignmentCard, ...]
    on_tour: tuple[ConsignmentCard, ...]


def get_hub_page(hub: str | None, *, at: datetime) -> HubPage:
    """A hub's day; without a hub the one with most to do.

    Raises:
        UnknownHub: there is none.
    """
    names = load_network().hub_names
    hub = hub or _busiest() or next(iter(names), "")
    if hub not in names:
        raise UnknownHub(hub=hub)
    today = local_day(at)
    cards = list_departures(first=today - timedelta(days=4), last=today, hub=hub)
    return HubPage(
        hub=hub,
        day=today,
        leaving=tuple(c for c in cards if c.origin_hub == hub and c.can_depart),
        coming=tuple(c for c in cards if c.destination_hub == hub and c.can_arrive),
        waiting=tuple(list_at_hub(hub, "at_hub")),
        on_tour=tuple(list_at_hub(hub, "out_for_delivery")),
    )


def _busiest() -> str | None:
    statement = (
        select(Consignment.destination_hub)
        .where(Consignment.state.in_(("at_hub", "out_for_delivery")))
        .group_by(Consignment.destination_hub)
        .order_by(func.count().desc(), Consignment.destination_hub)
        .limit(1)
    )
    return session().scalar(statement)
