"""Give packed boxes to a truck: counted, measured, sealed; each action counts once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select

from accounts.queries import list_orgs
from accounts.rules.actor import Actor
from accounts.rules.permissions import Capacity, Permission
from catalog.services import allocation
from core.db import session
from core.errors import InvalidInput
from logistics.rules.returnables import ReturnableKind
from logistics.services.returnables import Counted, record_returnables
from shop.models.handovers import HandOver, HandOverOrder
from shop.queries.labels import list_labels
from shop.queries.packing import PackOrder
from shop.rules.handover import faults_of_loading
from shop.rules.lifecycle import SellerOrderState
from shop.services import fulfilment


@dataclass(frozen=True, slots=True)
class Loading:
    """What somebody says at the truck; temperatures in tenths of a degree Celsius."""

    action_id: str
    load_key: str
    carrier_ref: str
    boxes: int
    cores_c10: Mapping[str, int | None]
    seal_no: str
    driver: str
    given: Mapping[ReturnableKind, int] = field(default_factory=dict)
    back: Mapping[ReturnableKind, int] = field(default_factory=dict)


def hand_over_boxes(
    actor: Actor, orders: Sequence[PackOrder], loading: Loading, *, at: datetime
) -> str:
    """Hand all packed orders of a load to its truck. The same action again changes nothing.

    Args:
        actor: who hands over.
        orders: the packed orders of the actor's organisation that go with this truck.
        loading: counted boxes, core temperatures, seal, driver, crates and pallets.
        at: now.

    Returns:
        The reference of the hand-over.

    Raises:
        InvalidInput: names every thing that is not right; nothing is handed over.
    """
    actor.require(Permission.FULFIL)
    known = select(HandOver.ref).where(
        HandOver.action_id == loading.action_id, HandOver.seller_org_id == actor.org_id
    )
    if (ref := session().scalar(known)) is not None:
        return ref
    carrier_id = _check(orders, loading)
    allocation.lock_lines(
        actor, line_refs=[line.row.ref for order in orders for line in order.lines]
    )
    row = _write(actor, loading, carrier_id, at)
    for order in orders:
        fulfilment.hand_over(actor, seller_order_ref=order.row.ref, at=at)
        session().add(HandOverOrder(hand_over_id=row.id, seller_order_id=order.row.id))
    _count_returnables(actor, loading, row, at)
    return row.ref


def _check(orders: Sequence[PackOrder], loading: Loading) -> int:
    if any(order.row.state != SellerOrderState.READY for order in orders) or not orders:
        raise InvalidInput("nothing_to_hand_over")
    boxes = list_labels(orders)
    faults = faults_of_loading(
        packed=len(boxes),
        counted=loading.boxes,
        temperatures=[box.temperature for box in boxes],
        cores_c10=loading.cores_c10,
    )
    if not loading.seal_no.strip():
        faults["seal_no"] = "seal_missing"
    carriers = {org.ref: org.id for org in list_orgs(Capacity.CARRIES)}
    if loading.carrier_ref not in carriers:
        faults["carrier"] = "invalid_choice"
    if faults:
        raise InvalidInput("handover_blocked", fields=faults)
    return carriers[loading.carrier_ref]


def _write(actor: Actor, loading: Loading, carrier_id: int, at: datetime) -> HandOver:
    row = HandOver(
        action_id=loading.action_id,
        seller_org_id=actor.org_id,
        carrier_org_id=carrier_id,
        departure_no=loading.load_key,
        boxes=loading.boxes,
        cores_c10={name: value for name, value in loading.cores_c10.items() if value is not None},
        seal_no=loading.seal_no.strip(),
        driver=loading.driver.strip(),
        by_name=actor.name[:60],
        by_user_id=actor.user_id,
        created_at=at,
    )
    session().add(row)
    session().flush()  # its orders name it; of two same actions one wins here
    return row


def _count_returnables(actor: Actor, loading: Loading, row: HandOver, at: datetime) -> None:
    for kind in ReturnableKind:
        counted = Counted(
            org_id=row.seller_org_id,
            partner_id=row.carrier_org_id,
            kind=kind,
            given=loading.given.get(kind, 0),
            back=loading.back.get(kind, 0),
            cause_ref=row.ref,
            note=loading.load_key,
        )
        record_returnables(actor, counted, at=at)
