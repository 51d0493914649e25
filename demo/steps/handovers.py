"""The last days' hand-overs: boxes counted, probed, sealed, with the crates that went along."""

from __future__ import annotations

from datetime import timedelta

from accounts.queries import list_orgs
from accounts.rules.permissions import Capacity
from core.clock import at as pinned
from core.clock import local_day
from core.unit_of_work import unit_of_work
from demo.steps.supply import offers
from demo.valley import Valley
from logistics.rules.returnables import ReturnableKind
from shop.queries.handovers import TruckLoad, list_loads
from shop.services.handovers import Loading, hand_over_boxes

DAYS = range(-5, 0)
SELLING = tuple(sorted({seller for _, seller in offers()}))
CORE_C10 = {"cool": 118, "chilled": 18, "frozen": -194}
BOXES_PER_CRATE = 2
DRIVERS = ("马师傅（示例）", "杨师傅（示例）", "苏师傅（示例）")


def hand_over_all(valley: Valley, offset: int) -> None:
    """Every seller hands over what leaves today; older days are shipped by their trucks alone."""
    if offset not in DAYS:
        return
    at = valley.instant(offset, "15:50")
    day = valley.day + timedelta(days=offset)
    with pinned(at), unit_of_work():
        carrier = list_orgs(Capacity.CARRIES)[0].ref
        for seller in SELLING:
            for load in list_loads(org_id=valley.orgs[seller].id):
                if load.departures and local_day(load.departures[-1].departs_at) == day:
                    loading = _loading(load, carrier, f"demo-{seller}-{offset}-{load.key}")
                    hand_over_boxes(valley.actor(seller), load.orders, loading, at=at)


def _loading(load: TruckLoad, carrier_ref: str, action_id: str) -> Loading:
    boxes = len(load.boxes)
    crates = -(-boxes // BOXES_PER_CRATE)
    return Loading(
        action_id=action_id,
        load_key=load.key,
        carrier_ref=carrier_ref,
        boxes=boxes,
        cores_c10={one: CORE_C10[one] for one in load.probed},
        seal_no=f"示例{load.key[-4:]}",
        driver=DRIVERS[boxes % len(DRIVERS)],
        given={ReturnableKind.CRATE: crates},
        back={ReturnableKind.CRATE: max(0, crates - 1)},
    )
