"""Step 4: four weeks of days: what arrives, is ordered, paid, weighed, packed and sent off.

A day looks at where each order stands and takes it on from there, so a day that was interrupted
is simply lived again.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from accounts.rules.actor import Actor
from catalog.errors import HarvestNotIn
from catalog.jobs import end_past_days, shield_contracts
from contracts.jobs import turn_the_day
from core import outbox
from core.clock import at as pinned
from core.clock import local_day
from core.unit_of_work import unit_of_work
from demo.data.accounts import PLATFORM
from demo.data.agreements import AGREEMENTS
from demo.steps import harvests
from demo.steps.agreements import call_off_week, orders_called
from demo.steps.handovers import hand_over_all
from demo.steps.orders import WAITING, OrderPlan, find, pay, place, plans_of_day
from demo.steps.road import drive, read_temperatures
from demo.steps.supply import offers
from demo.valley import Valley
from logistics.jobs import plan_night
from logistics.queries.consignments import ConsignmentCard, consignments_of
from logistics.services.departures import arrive, depart
from logistics.services.reports import record_event
from shop.queries.packing import PackLine, PackOrder, get_seller_order, list_seller_orders
from shop.rules.lifecycle import GroupState
from shop.rules.orders import PlacedOrder
from shop.rules.pieces import PieceState
from shop.services import fulfilment
from shop.services.orders import cancel_order, load_group
from shop.services.weighing import Reading, weigh_piece

HISTORY_DAYS = 28
PLANNED_NIGHTS = (-3, -2, -1)
ON_THE_WAY_DAYS = 12
DISPATCHER = "dispatch"
SCALE = "demo-scale"
BAG_G = 60
SELLING = tuple(sorted({seller for _, seller in offers()}))
STAGES = ("placed", "accepted", "picking", "weighed", "ready")


def live(valley: Valley, offset: int) -> None:
    """Live one day, so many days from the day of the load (0 or before)."""
    night = valley.instant(offset, "00:15")
    with pinned(night):
        for job in (end_past_days, turn_the_day, shield_contracts):
            job(night)
    if offset == 0:
        drive(valley)
    deliver(valley, offset)
    for plan in plans_of_day(valley, offset):
        if plan.at <= valley.now:
            open_order(valley, plan)
    for agreement in AGREEMENTS:
        call_off_week(valley, agreement, offset)
    harvests.live(valley, offset)
    receive_trucks(valley, offset)
    fulfil_all(valley, offset)
    hand_over_all(valley, offset)
    if offset in PLANNED_NIGHTS:
        plan_routes(valley, offset)
    send_trucks(valley, offset)
    read_temperatures(valley, offset)
    follow_up(valley.instant(offset, "23:50"))


def plan_routes(valley: Valley, offset: int) -> None:
    """The routing run of a night, adopted, for the dispatcher to open."""
    at = valley.instant(offset, "20:30")
    with pinned(at):
        plan_night(local_day(at))
    follow_up(at)


def act(at: datetime, *deeds: Callable[[datetime], object]) -> None:
    """Do some things at an instant in one transaction."""
    with pinned(at), unit_of_work():
        for do in deeds:
            do(at)


def follow_up(at: datetime) -> None:
    """Let what has been done have its consequences."""
    with pinned(at):
        outbox.run_due()


def open_order(valley: Valley, plan: OrderPlan) -> None:
    """Place and pay a planned order, as far as it is to come on its day."""
    placed = find(valley, plan) or place(valley, plan)
    if placed is None or plan.stops_at == WAITING:
        return
    if state_of(placed) == GroupState.AWAITING_PAYMENT:
        pay(valley, plan, placed)
    if plan.stops_at == "cancelled" and state_of(placed) == GroupState.PLACED:
        buyer = valley.shopper(plan.mail)
        at = plan.at + timedelta(minutes=20)
        act(at, lambda at: cancel_order(buyer, group_ref=placed.group_ref, at=at))
        follow_up(at)


def state_of(placed: PlacedOrder) -> str:
    """Where an order group stands."""
    with unit_of_work():
        return load_group(placed.group_ref).state


def recent(valley: Valley, offset: int) -> list[ConsignmentCard]:
    """The parcels of the orders of the last days."""
    days = range(offset - ON_THE_WAY_DAYS, offset + 1)
    plans = [plan for day in days for plan in plans_of_day(valley, day)]
    with unit_of_work():
        orders = [placed for plan in plans if (placed := find(valley, plan))]
        orders += orders_called(valley, days)
        parcels: dict[str, list[ConsignmentCard]] = {}
        for parcel in consignments_of(*(placed.group_ref for placed in orders)):
            parcels.setdefault(parcel.order_ref, []).append(parcel)
    return [parcel for placed in orders for parcel in parcels.get(placed.group_ref, ())]


def deliver(valley: Valley, offset: int) -> None:
    """Bring to the door what is due today or earlier and lies at a hub."""
    worker = valley.actor(PLATFORM, DISPATCHER)
    out, door = valley.instant(offset, "07:10"), valley.instant(offset, "08:30")
    due = [
        parcel.ref
        for parcel in recent(valley, offset)
        if parcel.state == "at_hub" and parcel.arrives_on <= local_day(door)
    ]
    for at, kind in ((out, "out_for_delivery"), (door, "delivered")):
        act(at, *(partial(_report, worker, ref, kind) for ref in due))
    follow_up(door)


def _report(worker: Actor, ref: str, kind: str, at: datetime) -> None:
    record_event(worker, consignment_ref=ref, kind=kind, at=at)


def receive_trucks(valley: Valley, offset: int) -> None:
    """Trucks that are due today reach their hub in the afternoon."""
    worker = valley.actor(PLATFORM, DISPATCHER)
    at = valley.instant(offset, "13:40")
    due = [
        parcel.departure.ref
        for parcel in recent(valley, offset)
        if parcel.departure
        and parcel.departure.state == "departed"
        and parcel.departure.arrives_on <= local_day(at)
    ]
    act(at, *(partial(_receive, worker, ref) for ref in dict.fromkeys(due)))
    follow_up(at)


def _receive(worker: Actor, ref: str, at: datetime) -> None:
    arrive(worker, departure_ref=ref, at=at)


def send_trucks(valley: Valley, offset: int) -> None:
    """Trucks of today leave in the evening with what is packed."""
    worker = valley.actor(PLATFORM, DISPATCHER)
    today = valley.day + timedelta(days=offset)
    due: dict[str, datetime] = {}
    for parcel in recent(valley, offset):
        truck = parcel.departure
        if truck and truck.state == "planned" and local_day(truck.departs_at) <= today:
            due[truck.ref] = truck.departs_at
    for leaves in sorted({at for at in due.values() if at <= valley.now}):
        act(leaves, *(partial(_send, worker, ref) for ref, at in due.items() if at == leaves))
        follow_up(leaves)


def _send(worker: Actor, ref: str, at: datetime) -> None:
    depart(worker, departure_ref=ref, seal=f"示例{ref[:6]}", at=at)


def fulfil_all(valley: Valley, offset: int) -> None:
    """Every seller takes on, weighs and packs what leaves today or tomorrow."""
    at = valley.instant(offset, "15:00")
    keys = {plan.key: plan.stops_at for plan in plans_of_day(valley, offset)}
    for seller in SELLING:
        for order in list_orders(valley, seller):
            stop = keys.get(order.group.source_key, "")
            if not stop and not leaves_by(order, local_day(at)):
                continue  # what leaves later is still to be planned and packed
            fulfil(valley, seller, order, at=at, stops_at=stop)
    follow_up(valley.instant(offset, "15:40"))


def leaves_by(order: PackOrder, day: date) -> bool:
    """Whether an order has to be packed by a day."""
    return order.row.ship_by is not None and local_day(order.row.ship_by) <= day


def list_orders(valley: Valley, seller: str) -> list[PackOrder]:
    """What a seller has to do."""
    with unit_of_work():
        return list_seller_orders(org_id=valley.orgs[seller].id, states=STAGES[:-1])


def fulfil(
    valley: Valley, seller: str, order: PackOrder, *, at: datetime, stops_at: str = ""
) -> None:
    """Take one order on from where it stands, up to packed or to the stage it stops at."""
    actor = valley.actor(seller)
    ref = order.row.ref
    steps: dict[str, Callable[[datetime], object]] = {
        "placed": lambda at: fulfilment.accept(actor, seller_order_ref=ref, at=at),
        "accepted": lambda at: fulfilment.start_picking(actor, seller_order_ref=ref, at=at),
        "picking": lambda at: weigh_all(valley, seller, ref, at=at),
        "weighed": lambda at: fulfilment.pack(actor, seller_order_ref=ref, at=at),
    }
    start = STAGES.index(order.row.state)
    end = STAGES.index(stops_at) if stops_at in STAGES else len(steps)
    try:
        with unit_of_work():
            for number, stage in enumerate(STAGES[start:end]):
                moment = min(at + timedelta(minutes=4 * number), valley.now)
                with pinned(moment):
                    steps[stage](moment)
    except HarvestNotIn:
        return  # booked of a harvest: it is packed once that has come in


def weigh_all(valley: Valley, seller: str, ref: str, *, at: datetime) -> None:
    """Put every piece on the scale, then settle."""
    actor = valley.actor(seller)
    order = get_seller_order(ref, org_id=valley.orgs[seller].id)
    for line in order.lines:
        for number, piece in enumerate(line.pieces, start=1):
            if piece.state is PieceState.KEPT:
                continue
            reading = Reading(
                line_ref=line.row.ref,
                piece_no=piece.piece_no,
                gross_g=net_of(valley, line, number) + BAG_G,
                tare_g=BAG_G,
                device=SCALE,
                seq=number,
            )
            weigh_piece(actor, reading, at=at)
    fulfilment.finish_weighing(actor, seller_order_ref=ref, at=at)


def net_of(valley: Valley, line: PackLine, number: int) -> int:
    """What a piece weighs: around the middle of its range, the same every time."""
    row = line.row
    low, high = (row.min_g + row.piece_g) // 2, (row.max_g + row.piece_g) // 2
    return valley.random("scale", row.id, number).randint(low, high)
