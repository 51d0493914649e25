"""The legs of a consignment: to the hub, over the road, to the door."""

from __future__ import annotations

from datetime import timedelta

from core.db import session
from logistics.models.consignments import Consignment, Leg
from logistics.models.network import Departure
from logistics.rules.network_rows import READY_MINUTE
from logistics.rules.promise import local_instant

HUB_ARRIVAL_MINUTE = 14 * 60
DOOR_FROM_MINUTE = 9 * 60
DOOR_UNTIL_MINUTE = 21 * 60


def plan_legs(consignment: Consignment, departure: Departure) -> None:
    """Write the three legs of a consignment over a departure."""
    hub_at = local_instant(departure.arrives_on, HUB_ARRIVAL_MINUTE)
    ready_at = local_instant(departure.departs_on, READY_MINUTE)
    door_at = local_instant(consignment.arrives_on, DOOR_FROM_MINUTE)
    door_until = local_instant(consignment.arrives_on, DOOR_UNTIL_MINUTE)
    origin, destination = departure.origin_hub, departure.destination_hub
    rows = (
        ("feeder", origin, origin, ready_at, departure.departs_at),
        ("line_haul", origin, destination, departure.departs_at, hub_at),
        ("last_mile", destination, consignment.district_code, door_at, door_until),
    )
    for sequence, (mode, start, end, planned_from, planned_to) in enumerate(rows, start=1):
        session().add(
            Leg(
                consignment_id=consignment.id,
                sequence=sequence,
                mode=mode,
                from_code=start,
                to_code=end,
                departure_id=departure.id if mode == "line_haul" else None,
                planned_from=planned_from,
                planned_to=max(planned_to, planned_from + timedelta(minutes=1)),
            )
        )
