"""Tell buyers that a parcel waits, remind them, send unclaimed parcels back."""

from __future__ import annotations

from datetime import datetime

from accounts.gateways import SmsGateway, SmsRefused
from accounts.rules.actor import SYSTEM
from catalog.queries.outlets import get_outlet
from core import clock
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.format import instant
from core.web.language import _
from shop.events import PickupReminderDue, PickupWaiting
from shop.queries.pickups import ParcelCard, get_parcel
from shop.rules.pickup import ParcelState
from shop.services import pickups


def tell_waiting(event: PickupWaiting, message: Message) -> None:
    """One message with the code, as soon as the parcel lies at the outlet."""
    with unit_of_work():
        parcel = get_parcel(event.parcel_ref)
        words = _words(parcel)
    _send(parcel, words, f"pickup:{parcel.ref}")
    with unit_of_work():
        message.finish()


def remind(event: PickupReminderDue, message: Message) -> None:
    """The day after: a reminder, unless it has been collected."""
    with unit_of_work():
        parcel = get_parcel(event.parcel_ref)
        words = _words(parcel)
    if parcel.state == ParcelState.WAITING:
        _send(parcel, words, f"pickup-reminder:{parcel.ref}")
    with unit_of_work():
        pickups.mark_reminded(parcel.ref, at=clock.now())
        message.finish()


def return_parcels(_slot: datetime) -> None:
    """Give back what nobody came for; each parcel in a transaction of its own."""
    at = clock.now()
    with unit_of_work():
        due = pickups.list_due_back(at=at)
    for ref in due:
        with unit_of_work():
            pickups.return_unclaimed(SYSTEM, parcel_ref=ref, at=at)


def _words(parcel: ParcelCard) -> str:
    outlet = get_outlet(parcel.outlet_ref)
    return _(
        "【闽宁优选】订单 %(number)s 到店了：%(outlet)s（%(address)s）。"
        "取货码 %(code)s，请在 %(until)s 前来取。",
        number=parcel.order_number,
        outlet=outlet.name_zh,
        address=outlet.address,
        code=parcel.code,
        until=instant(parcel.keep_until),
    )


def _send(parcel: ParcelCard, words: str, key: str) -> None:
    try:
        port(SmsGateway).send(parcel.phone, words, key)
    except SmsRefused:
        return  # the number takes no messages: the order page shows the code
