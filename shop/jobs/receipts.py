"""The receipt: what was bought and paid, to the buyer, in the buyer's language."""

from __future__ import annotations

from flask import current_app, url_for

from accounts.gateways import MailGateway, SmsGateway, SmsRefused
from core.installation import Installation
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.format import fen, local
from core.web.language import ENVIRON_KEY, PREFIX, _
from shop.events import OrderPaid
from shop.queries.receipts import Receipt, find_receipt


def send_receipt(event: OrderPaid, message: Message) -> None:
    """One receipt per order, by mail, or by SMS to who has given no address."""
    with unit_of_work():
        receipt = find_receipt(event.group_ref)
    if receipt is not None:
        _send(receipt)
    with unit_of_work():
        message.finish()


def _send(receipt: Receipt) -> None:
    key = f"receipt:{receipt.group_ref}"
    base = port(Installation).public_url.rstrip("/")
    prefix = PREFIX if receipt.language == "en" else ""
    spoken = {ENVIRON_KEY: receipt.language}
    with current_app.test_request_context(base_url=base + prefix, environ_overrides=spoken):
        subject, text, short = _subject(receipt), _text(receipt), _short(receipt)
    if receipt.email:
        port(MailGateway).send(receipt.email, subject, text, key)
    elif receipt.phone:
        try:
            port(SmsGateway).send(receipt.phone, short, key)
        except SmsRefused:
            return  # the number takes no messages: the order page says it all


def _subject(receipt: Receipt) -> str:
    return _(
        "闽宁优选：订单 %(number)s 已付款 %(sum)s", number=receipt.number, sum=fen(receipt.due_fen)
    )


def _text(receipt: Receipt) -> str:
    goods = [f"{local(line)} ×{line.pieces}  {fen(line.paid_fen)}" for line in receipt.lines]
    weighed = [_("按实重结算的货先按上限付，称重以后多付的退回。")] if receipt.is_weighed else []
    return "\n".join(
        [
            _("订单 %(number)s 的货款已收到，产地开始备货。", number=receipt.number),
            "",
            *goods,
            _("运费  %(sum)s", sum=fen(receipt.freight_fen)),
            _("合计  %(sum)s", sum=fen(receipt.due_fen)),
            "",
            *weighed,
            _("看订单：%(link)s", link=_link(receipt)),
        ]
    )


def _short(receipt: Receipt) -> str:
    goods = _("、").join(f"{local(line)} ×{line.pieces}" for line in receipt.lines[:2])
    return _(
        "【闽宁优选】订单 %(number)s 已付款 %(sum)s：%(goods)s%(more)s。看订单：%(link)s",
        number=receipt.number,
        sum=fen(receipt.due_fen),
        goods=goods,
        more="…" if len(receipt.lines) > 2 else "",
        link=_link(receipt),
    )


def _link(receipt: Receipt) -> str:
    ref = receipt.group_ref
    if receipt.org_ref:
        return url_for(
            "shop_purchases.show", org_ref=receipt.org_ref, group_ref=ref, _external=True
        )
    return url_for("shop_orders.show", group_ref=ref, _external=True)
