"""Tell the buyers of recalled goods, by SMS, with the link to what to do."""

from __future__ import annotations

from flask import current_app, url_for

from accounts.gateways import SmsGateway, SmsRefused
from catalog.queries.recalls import get_recall
from core import clock
from core.installation import Installation
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.language import _
from shop.events import RecallNoticeDue
from shop.services.orders import load_group
from shop.services.recalls import note_told


def tell_buyer(event: RecallNoticeDue, message: Message) -> None:
    """One message per order; the number is asked for at the last moment."""
    with unit_of_work():
        recall = get_recall(event.recall_ref)
        group = load_group(event.group_ref)
        phone, number = group.phone, group.number
    with current_app.test_request_context(base_url=port(Installation).public_url):
        link = url_for("shop_recalls.show", recall_ref=event.recall_ref, _external=True)
    text = _(
        "【闽宁优选】订单 %(number)s 里有召回的货：%(advice)s 原因和退款：%(link)s",
        number=number,
        advice=recall.advice,
        link=link,
    )
    try:
        port(SmsGateway).send(phone, text, f"{event.recall_ref}:{event.group_ref}")
    except SmsRefused:  # the number takes no messages: the desk calls
        with unit_of_work():
            message.finish()
        return
    with unit_of_work():
        note_told(recall_ref=event.recall_ref, group_ref=event.group_ref, at=clock.now())
        message.finish()
