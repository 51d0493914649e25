"""The receipt of a paid order: once, to the buyer, in the buyer's language."""

import pytest
from sqlalchemy import select

from accounts.gateways import MailGateway, SmsGateway, SmsRefused
from accounts.gateways.fake import FakeMail, FakeSms
from accounts.models.people import Person
from accounts.rules.permissions import Role
from core import outbox
from core.db import session
from core.ports import provide
from core.unit_of_work import finish
from core.web.format import fen
from shop.events import OrderPaid
from tests.factories.accounts import actor_for, make_buyer, make_person, personal_actor
from tests.factories.shop import get_group, make_box, make_order, make_paid_order

pytestmark = pytest.mark.usefixtures("db_session")


@pytest.fixture
def sms(app):
    fake = FakeSms()
    provide(SmsGateway, fake, app=app)
    return fake


@pytest.fixture
def mail(app):
    fake = FakeMail()
    provide(MailGateway, fake, app=app)
    return fake


def speak(person, language):
    session().get(Person, person.id).language = language
    return personal_actor(person)


def send():
    finish(is_kept=True)
    outbox.run_due()


def test_a_buyer_with_an_address_gets_number_goods_sum_and_link_by_mail(mail, sms):
    buyer = personal_actor(make_person(email="lin@example.com"))
    placed = make_paid_order((make_box(), 2), buyer=buyer)
    group = get_group(placed)
    line = group.seller_orders[0].lines[0]
    send()
    [(to, subject, text)] = mail.sent.values()
    assert to == "lin@example.com"
    assert subject == f"闽宁优选：订单 {placed.number} 已付款 {fen(group.due_fen)}"
    assert f"{line.name_zh} ×2  {fen(line.ceiling_fen)}" in text
    assert f"合计  {fen(group.due_fen)}" in text
    assert text.endswith(f"/orders/{placed.group_ref}")
    assert "/en/" not in text
    assert sms.sent == {}


def test_who_reads_english_gets_it_in_english_with_the_english_page(mail, sms):
    buyer = speak(make_person(email="ann@example.com"), "en")
    placed = make_paid_order((make_box(), 1), buyer=buyer)
    send()
    [(_to, subject, text)] = mail.sent.values()
    assert subject.startswith(f"MinNing Select: order {placed.number} paid")
    assert f"/en/orders/{placed.group_ref}" in text
    assert sms.sent == {}


def test_who_gave_no_address_is_told_by_sms(mail, sms):
    placed = make_paid_order(
        (make_box(), 1), buyer=personal_actor(make_person(phone="13800001234"))
    )
    send()
    [(phone, text)] = sms.sent.values()
    assert phone == "13800001234"
    assert placed.number in text
    assert f"/orders/{placed.group_ref}" in text
    assert mail.sent == {}


def test_an_organisations_receipt_leads_to_its_purchases(mail, sms):
    org = make_buyer()
    placed = make_paid_order((make_box(), 1), buyer=actor_for(org, Role.BUYER))
    send()
    [(_phone, text)] = sms.sent.values()
    assert f"/o/{org.ref}/purchases/{placed.group_ref}" in text
    assert mail.sent == {}


def test_paid_twice_or_run_twice_it_is_sent_once(mail, sms):
    placed = make_paid_order((make_box(), 1))
    outbox.publish(OrderPaid(placed.group_ref), dedupe_key=placed.group_ref)
    outbox.publish(OrderPaid(placed.group_ref))  # a second message: the gateway's key holds it
    send()
    assert len(sms.sent) == 1


def test_an_unpaid_order_has_no_receipt_and_a_refusing_number_does_not_stop_the_worker(mail, sms):
    make_order((make_box(), 1))
    send()
    assert (sms.sent, mail.sent) == ({}, {})
    sms.fails_with = SmsRefused("no")
    placed = make_paid_order((make_box(), 1))
    send()
    kind = outbox.OutboxMessage.kind == "shop.OrderPaid"
    key = outbox.OutboxMessage.dedupe_key == placed.group_ref
    [message] = session().scalars(select(outbox.OutboxMessage).where(kind, key))
    assert message.done_at is not None
