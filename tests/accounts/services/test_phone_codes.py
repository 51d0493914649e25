"""Codes by SMS, from the request to the message."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from accounts.errors import CodeGone, CodeTooSoon
from accounts.gateways import MailGateway, SmsGateway
from accounts.gateways.fake import FakeMail, FakeSms
from accounts.gateways.log import LogSms
from accounts.models.people import Person, SignInCode
from accounts.rules.actor import GUEST
from accounts.rules.permissions import Role
from accounts.rules.sign_in import derive_code
from accounts.services import members, sign_in
from core import outbox
from core.ports import port, provide
from core.unit_of_work import finish
from tests.factories.accounts import actor_for, make_org, make_person

PHONE = "13955556666"
SECRET = "s" * 32


@pytest.fixture(autouse=True)
def _database(db_session: Session) -> None:
    """All of these need one."""


def check(ref: str, code: str, at: datetime) -> sign_in.CodeCheck:
    return sign_in.confirm_phone_code(GUEST, ref=ref, code=code, secret=SECRET, at=at)


def test_limits_hold_across_a_day(at: datetime, db_session: Session) -> None:
    moments = [at + timedelta(minutes=n) for n in range(5)]
    for moment in moments:
        sign_in.start_phone_code(GUEST, phone=PHONE, at=moment)
    with pytest.raises(CodeTooSoon) as refused:
        sign_in.start_phone_code(GUEST, phone=PHONE, at=at + timedelta(minutes=10))
    assert refused.value.context["seconds"] == 50 * 60 + 1
    assert db_session.scalar(select(func.count(SignInCode.id))) == 5


def test_a_code_ends_after_ten_minutes(at: datetime) -> None:
    make_person(phone=PHONE)
    started = sign_in.start_phone_code(GUEST, phone=PHONE, at=at)
    code = derive_code(started.ref, SECRET)
    late = check(started.ref, code, at + timedelta(minutes=10))
    assert (late.problem, late.user_id) == ("phone_code_gone", None)
    assert check(started.ref, code, at + timedelta(minutes=9)).problem is None


def test_the_right_code_after_four_wrong_ones_still_works(at: datetime) -> None:
    person = make_person(phone=PHONE)
    started = sign_in.start_phone_code(GUEST, phone=PHONE, at=at)
    right = derive_code(started.ref, SECRET)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert [check(started.ref, wrong, at).left for _ in range(4)] == [4, 3, 2, 1]
    assert check(started.ref, right, at).user_id == person.id
    assert check(started.ref, right, at).problem == "phone_code_gone"


def test_an_unknown_reference_is_just_expired(at: datetime) -> None:
    assert check("0" * 26, "123456", at).problem == "phone_code_gone"


def test_joining_needs_a_fresh_confirmation(at: datetime, db_session: Session) -> None:
    started = sign_in.start_phone_code(GUEST, phone=PHONE, at=at)
    with pytest.raises(CodeGone):
        sign_in.join_with_code(GUEST, ref=started.ref, name="马", at=at)
    check(started.ref, derive_code(started.ref, SECRET), at)
    with pytest.raises(CodeGone):
        sign_in.join_with_code(GUEST, ref=started.ref, name="马", at=at + timedelta(minutes=31))
    assert db_session.scalar(select(func.count(Person.id))) == 0
    assert sign_in.join_with_code(GUEST, ref=started.ref, name="马", at=at).name == "马"


def test_the_worker_sends_the_code_once_and_stores_it_nowhere(app: Flask, at: datetime) -> None:
    provide(SmsGateway, FakeSms(), app=app)
    started = sign_in.start_phone_code(GUEST, phone=PHONE, at=at)
    finish(is_kept=True)
    assert outbox.run_due() >= 1
    code = derive_code(started.ref, app.config["SECRET_KEY"])
    sent = port(SmsGateway).sent  # type: ignore[attr-defined]  # the fake's own
    phone, text = sent[started.ref]
    assert (phone, code in text, len(sent)) == (PHONE, True, 1)


def test_when_the_provider_is_away_the_message_waits(app: Flask, at: datetime) -> None:
    fake = FakeSms()
    fake.fails_with = OSError("away")
    provide(SmsGateway, fake, app=app)
    started = sign_in.start_phone_code(GUEST, phone=PHONE, at=at)
    finish(is_kept=True)
    outbox.run_due(rounds=1)
    assert fake.sent == {}
    message = (
        outbox.session()
        .scalars(select(outbox.OutboxMessage).where(outbox.OutboxMessage.dedupe_key == started.ref))
        .one()
    )
    assert (message.done_at, message.attempts, message.lease_until) == (None, 1, None)


def test_invitations_go_out_by_sms_or_mail(app: Flask, at: datetime) -> None:
    sms, mail = FakeSms(), FakeMail()
    provide(SmsGateway, sms, app=app)
    provide(MailGateway, mail, app=app)
    org = make_org()
    owner = actor_for(org, Role.OWNER)
    key = app.config["SECRET_KEY"]
    for to in (PHONE, "Wang@Example.com"):
        members.invite(owner, org_id=org.id, sent_to=to, roles=[Role.FULFILMENT], secret=key, at=at)
    finish(is_kept=True)
    outbox.run_due()
    [(phone, text)] = sms.sent.values()
    [(to, subject, _body)] = mail.sent.values()
    assert (phone, to) == (PHONE, "wang@example.com")
    assert "/invitations/" in text
    assert org.name_zh in subject


def test_the_log_adapter_writes_each_key_once(tmp_path: Path, at: datetime) -> None:
    gateway = LogSms(tmp_path / "sms.log")
    gateway.send(PHONE, "验证码 1", "a")
    gateway.send(PHONE, "验证码 1", "a")
    gateway.send(PHONE, "验证码 2", "b")
    lines = (tmp_path / "sms.log").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 2
    assert (tmp_path / "sms.log").stat().st_mode & 0o777 == 0o600
