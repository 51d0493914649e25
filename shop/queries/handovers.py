"""Packed boxes by the departure they go with, and what was handed over before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.db import session
from logistics.queries.consignments import DepartureFacts, departures_of_lines
from shop.models.handovers import HandOver
from shop.queries.packing import PackLine, PackOrder, list_seller_orders
from shop.rules.handover import probed
from shop.rules.lifecycle import SellerOrderState

NO_DEPARTURE = "-"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class TruckLoad:
    """The packed orders that go with one departure."""

    departure: DepartureFacts | None
    orders: tuple[PackOrder, ...]

    @property
    def number(self) -> str:
        """The departure's number; a dash where none is planned yet."""
        return self.departure.number if self.departure else NO_DEPARTURE

    @property
    def boxes(self) -> list[PackLine]:
        """One box per line of which something is sent."""
        return [line for order in self.orders for line in order.lines if line.sent]

    @property
    def grams(self) -> int:
        """Net weight of all boxes."""
        return sum(line.row.settled_g or 0 for line in self.boxes)

    @property
    def probed(self) -> list[str]:
        """The temperature classes whose core is measured before loading."""
        return probed(line.row.temperature for line in self.boxes)

    def count(self, temperature: str) -> int:
        """Boxes of one class."""
        return sum(line.row.temperature == temperature for line in self.boxes)


@dataclass(frozen=True, slots=True)
class PastHandOver:
    """A hand-over that happened."""

    ref: str
    departure_no: str
    carrier: OrgCard
    boxes: int
    cores_c10: Mapping[str, Any]
    seal_no: str
    driver: str
    by_name: str
    at: datetime


def list_loads(*, org_id: int) -> list[TruckLoad]:
    """Packed boxes of a seller by departure, the earliest first."""
    orders = list_seller_orders(org_id=org_id, states=(SellerOrderState.READY,), limit=500)
    refs = [line.row.ref for order in orders for line in order.lines]
    departures = departures_of_lines(refs)
    found: dict[str, tuple[DepartureFacts | None, list[PackOrder]]] = {}
    for order in orders:
        mine = [d for line in order.lines if (d := departures.get(line.row.ref))]
        first = min(mine, key=lambda one: one.departs_at, default=None)
        key = first.number if first else NO_DEPARTURE
        found.setdefault(key, (first, []))[1].append(order)
    loads = [TruckLoad(departure, tuple(mine)) for departure, mine in found.values()]
    return sorted(loads, key=lambda load: (load.departure is None, load.number))


def list_past(*, org_id: int) -> list[PastHandOver]:
    """The last hand-overs of a seller, newest first."""
    own = select(HandOver).where(HandOver.seller_org_id == org_id)
    rows = list(session().scalars(own.order_by(HandOver.id.desc()).limit(SHOWN)))
    carriers = get_orgs({row.carrier_org_id for row in rows})
    return [
        PastHandOver(
            row.ref,
            row.departure_no,
            carriers[row.carrier_org_id],
            row.boxes,
            row.cores_c10,
            row.seal_no,
            row.driver,
            row.by_name,
            row.created_at,
        )
        for row in rows
    ]
