"""Reactions of orders: holds that end, parcels that travel, silence that accepts."""

from __future__ import annotations

from datetime import datetime

from logistics.events import ConsignmentDelivered, ConsignmentDispatched

from accounts.rules.actor import SYSTEM
from core import clock
from core.unit_of_work import unit_of_work
from shop.events import AcceptanceDue, LightPieceAnswerDue, OrderHoldEnded
from shop.queries.orders import list_due_holds
from shop.services.arrivals import accept_by_silence, note_arrival, note_departure
from shop.services.revival import end_hold
from shop.services.weighing import decide_by_silence


def end_order_hold(event: OrderHoldEnded) -> None:
    """Give an order up that was not paid in time."""
    end_hold(SYSTEM, group_ref=event.group_ref, at=clock.now())


def decide_light_piece(event: LightPieceAnswerDue) -> None:
    """Nobody answered: the buyer's preference decides about a light piece."""
    decide_by_silence(SYSTEM, light_piece_ref=event.light_piece_ref, at=clock.now())


def accept_silently(event: AcceptanceDue) -> None:
    """The time to object to delivered goods is over."""
    accept_by_silence(SYSTEM, seller_order_ref=event.seller_order_ref, at=clock.now())


def note_dispatched(event: ConsignmentDispatched) -> None:
    """A parcel has left: its packed orders are shipped."""
    note_departure(SYSTEM, consignment_ref=event.consignment_ref, at=clock.now())


def note_delivered(event: ConsignmentDelivered) -> None:
    """A parcel has arrived: its orders are delivered."""
    note_arrival(SYSTEM, consignment_ref=event.consignment_ref, at=clock.now())


def sweep_holds(slot: datetime) -> None:
    """Catch unpaid orders whose own message was missed. Runs every few minutes."""
    del slot
    for group_ref in list_due_holds(at=clock.now()):
        with unit_of_work():
            end_hold(SYSTEM, group_ref=group_ref, at=clock.now())
