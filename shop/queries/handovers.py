"""Packed boxes by the truck that takes them to a hub, and what was handed over before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.clock import local_day
from core.db import session
from logistics.queries.consignments import DepartureFacts, departures_of_lines
from shop.models.handovers import HandOver
from shop.queries.labels import BoxLabel, list_labels
from shop.queries.packing import PackOrder, list_seller_orders
from shop.rules.handover import probed
from shop.rules.lifecycle import SellerOrderState

NO_DEPARTURE = "-"
SHOWN = 12


@dataclass(frozen=True, slots=True)
class TruckLoad:
    """The packed boxes that one feeder truck takes to a hub on a day, for all departures there."""

    key: str
    departures: tuple[DepartureFacts, ...]
    orders: tuple[PackOrder, ...]
    boxes: tuple[BoxLabel, ...]
    """As they are labelled."""

    @property
    def hub(self) -> str:
        """The hub's code; empty where nothing is planned yet."""
        return self.departures[0].origin_hub if self.departures else ""

    @property
    def grams(self) -> int:
        """Net weight of all boxes."""
        return sum(box.grams for box in self.boxes)

    @property
    def probed(self) -> list[str]:
        """The temperature classes whose core is measured before loading."""
        return probed(box.temperature for box in self.boxes)

    def count(self, temperature: str) -> int:
        """Boxes of one class."""
        return sum(box.temperature == temperature for box in self.boxes)


@dataclass(frozen=True, slots=True)
class PastHandOver:
    """A hand-over that happened."""

    ref: str
    load_key: str
    carrier: OrgCard
    boxes: int
    cores_c10: Mapping[str, Any]
    seal_no: str
    driver: str
    by_name: str
    at: datetime


def list_loads(*, org_id: int) -> list[TruckLoad]:
    """Packed boxes of a seller by hub and day."""
    orders = list_seller_orders(org_id=org_id, states=(SellerOrderState.READY,), limit=500)
    refs = [line.row.ref for order in orders for line in order.lines]
    departures = departures_of_lines(refs)
    boxes: dict[str, list[BoxLabel]] = defaultdict(list)
    for box in list_labels(orders):
        boxes[box.order.row.ref].append(box)
    found: dict[str, tuple[dict[str, DepartureFacts], list[PackOrder]]] = {}
    for order in orders:
        mine = [d for line in order.lines if (d := departures.get(line.row.ref))]
        first = min(mine, key=lambda one: one.departs_at, default=None)
        planned, waiting = found.setdefault(_key(first), ({}, []))
        planned |= {one.number: one for one in mine}
        waiting.append(order)
    return [
        TruckLoad(
            key,
            departures=tuple(sorted(planned.values(), key=lambda d: d.departs_at)),
            orders=tuple(waiting),
            boxes=tuple(box for order in waiting for box in boxes[order.row.ref]),
        )
        for key, (planned, waiting) in sorted(found.items())
    ]


def _key(departure: DepartureFacts | None) -> str:
    """640300-1125: the hub, and the month and day on which the trucks leave it."""
    if departure is None:
        return NO_DEPARTURE
    return f"{departure.origin_hub}-{local_day(departure.departs_at):%m%d}"


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
