"""What contracts does after the fact: PDFs, codes, first days, and the nightly proof."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

import segno
from flask import current_app, url_for
from markupsafe import Markup

from accounts.gateways import SmsGateway
from accounts.rules.actor import SYSTEM
from contracts.events import EnvelopePrepared, SigningCodeAsked
from contracts.gateways import DocumentSigner, FieldPlace
from contracts.queries.contracts import list_due_refs
from contracts.queries.progress import counters_that_differ
from contracts.rules.paper import make_paper
from contracts.rules.signing import FIELD_NAMES, Party
from contracts.services import activation, call_offs, codes, envelopes
from core import clock
from core.installation import Installation
from core.outbox import Message, publish
from core.pdf import PdfMaker, PdfOff
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.language import _
from shop.events import OrderCancelled

log = logging.getLogger(__name__)
PDF_AGAIN = timedelta(hours=1)

# The two boxes of the sign page, in points from the lower left corner of an A4 sheet.
PLACES = (
    FieldPlace(FIELD_NAMES[Party.SELLER], 66, 268, 246, 388),
    FieldPlace(FIELD_NAMES[Party.BUYER], 332, 268, 512, 388),
)


def render_contract(event: EnvelopePrepared, message: Message) -> None:
    """Make the PDF of a frozen text; the work is done between two transactions."""
    with unit_of_work():
        text = envelopes.read_frozen_text(event.envelope_ref)
        envelopes.note_progress(event.envelope_ref, percent=35)
    try:
        pdf = make_pdf(text) if text.is_open else b""
    except PdfOff:
        _try_again(event, message)
        return
    with unit_of_work():
        if pdf:
            envelopes.put_pdf(event.envelope_ref, pdf=pdf, at=clock.now())
        message.finish()


def _try_again(event: EnvelopePrepared, message: Message) -> None:
    """The libraries may be installed meanwhile: look again in an hour."""
    log.warning("the PDF of envelope %s waits: this machine cannot make any", event.envelope_ref)
    again = clock.now() + PDF_AGAIN
    with unit_of_work():
        publish(event, dedupe_key=f"{event.envelope_ref}@{again.isoformat()}", run_at=again)
        message.finish()


def make_pdf(text: envelopes.FrozenText) -> bytes:
    """Render the paper and add the two empty signature fields."""
    here = port(Installation)
    with current_app.test_request_context(base_url=here.public_url):
        address = url_for("contracts_verify.by_ref", contract_ref=text.contract_ref, _external=True)
    qr_svg = segno.make(address, error="m").svg_inline(border=0, scale=4)
    html = current_app.jinja_env.get_template("contracts/pdf/contract.html").render(
        paper=make_paper(text.content),
        content_sha256=text.content_sha256,
        verify_url=address,
        qr_svg=Markup(qr_svg),  # noqa: S704 -- made by segno from our own address
        is_demo=here.is_demo,
    )
    return port(DocumentSigner).prepare(port(PdfMaker).make(html), PLACES)


def send_signing_code(event: SigningCodeAsked, message: Message) -> None:
    """Send the one-time code; the provider is called between two transactions."""
    secret = port(Installation).server_secret
    with unit_of_work():
        wanted = codes.read_code_message(event.code_ref, secret=secret)
    if wanted.phone:
        text = _(
            "【闽宁优选】合同签署验证码 %(code)s，10 分钟内有效。不是您本人在签署时请勿告知他人。",
            code=wanted.code,
        )
        port(SmsGateway).send(wanted.phone, text, event.code_ref)
    with unit_of_work():
        message.finish()


def free_cancelled(event: OrderCancelled) -> None:
    """An order that was a call-off has been cancelled: its quantity may be called again."""
    call_offs.give_back(SYSTEM, order_group_ref=event.group_ref, at=clock.now())


def turn_the_day(_slot: datetime) -> None:
    """Put contracts into force whose first day has come, and end those past their last.

    Each in a transaction of its own: one that fails does not hold up the others.
    """
    at = clock.now()
    day = clock.local_day(at)
    with unit_of_work():
        refs = list_due_refs(day=day)
    for ref in refs:
        with unit_of_work():
            activation.turn_day(contract_ref=ref, day=day, at=at)


def prove_counters(_slot: datetime) -> None:
    """Compare the counters of all contracts with the sums of their call-offs."""
    with unit_of_work():
        broken = counters_that_differ()
    if broken:
        log.error("counters of contract lines differ from their call-offs: %s", broken)
