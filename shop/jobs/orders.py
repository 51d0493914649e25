"""Reactions of orders: parcels that travel, silence that accepts."""

from __future__ import annotations

from datetime import datetime

from accounts.rules.actor import SYSTEM
from catalog.events import HarvestShort, LotBlocked, LotReleased, RoundFailed
from core import clock
from core.outbox import publish
from core.unit_of_work import unit_of_work
from logistics.events import ConsignmentDelivered, ConsignmentDispatched, ConsignmentScheduled
from shop.events import AcceptanceDue, HarvestAnswerDue, LightPieceAnswerDue, OrderHoldEnded
from shop.queries.orders import list_due_holds
from shop.services.arrivals import accept_by_silence, note_arrival, note_departure, note_schedule
from shop.services.failed_rounds import end_orders_of_round
from shop.services.held_orders import hold_lines, lift_holds_of
from shop.services.order_harvests import note_short_harvest, take_by_silence
from shop.services.weighing import decide_by_silence


def decide_light_piece(event: LightPieceAnswerDue) -> None:
    """Nobody answered: the buyer's preference decides about a light piece."""
    decide_by_silence(SYSTEM, light_piece_ref=event.light_piece_ref, at=clock.now())


def note_harvest(event: HarvestShort) -> None:
    """A harvest brought less than an order booked."""
    note_short_harvest(
        SYSTEM,
        line_ref=event.line_ref,
        given=event.given_pieces,
        missing=event.missing_pieces,
        at=clock.now(),
    )


def decide_harvest(event: HarvestAnswerDue) -> None:
    """Nobody answered about a short harvest: the part that came is taken."""
    take_by_silence(choice_ref=event.choice_ref, at=clock.now())


def accept_silently(event: AcceptanceDue) -> None:
    """The time to object to delivered goods is over."""
    accept_by_silence(SYSTEM, seller_order_ref=event.seller_order_ref, at=clock.now())


def note_scheduled(event: ConsignmentScheduled) -> None:
    """The night's plan moved a parcel: the promise of its order follows."""
    note_schedule(SYSTEM, consignment_ref=event.consignment_ref, at=clock.now())


def note_dispatched(event: ConsignmentDispatched) -> None:
    """A parcel has left: its packed orders are shipped."""
    note_departure(SYSTEM, consignment_ref=event.consignment_ref, at=clock.now())


def note_delivered(event: ConsignmentDelivered) -> None:
    """A parcel has arrived: its orders are delivered."""
    note_arrival(SYSTEM, consignment_ref=event.consignment_ref, at=clock.now())


def hold_orders(event: LotBlocked) -> None:
    """A lot was blocked: orders that found no other lot are not sent for now."""
    hold_lines(SYSTEM, line_refs=event.line_refs, at=clock.now())


def lift_holds(event: LotReleased) -> None:
    """A lot was released: orders on hold that it can serve go on."""
    lift_holds_of(event.lot_ref, at=clock.now())


def end_round(event: RoundFailed) -> None:
    """A round does not take place: its orders end and the money goes back."""
    end_orders_of_round(SYSTEM, round_ref=event.round_ref, at=clock.now())


def sweep_unpaid_orders(slot: datetime) -> None:
    """Say again that a hold has ended, for unpaid orders whose own message was missed."""
    with unit_of_work():
        for group_ref in list_due_holds(at=clock.now()):
            publish(OrderHoldEnded(group_ref), dedupe_key=f"{group_ref}@{slot:%Y%m%d%H%M}")
