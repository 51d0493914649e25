"""What accounts does after the fact: sends codes, invitations and mail."""

from __future__ import annotations

from datetime import datetime

from flask import current_app, url_for

from accounts.events import InvitationMade, MailRequested, SignInCodeRequested
from accounts.gateways import MailGateway, SmsGateway
from accounts.services import members, sellers, sign_in
from core import clock
from core.installation import Installation
from core.outbox import Message
from core.ports import port
from core.unit_of_work import unit_of_work
from core.web.language import _


def send_sign_in_code(event: SignInCodeRequested, message: Message) -> None:
    """Send the code; the provider is called between two transactions."""
    secret = current_app.config["SECRET_KEY"]
    with unit_of_work():
        phone, code = sign_in.get_code_message(event.code_ref, secret=secret)
    text = _("【闽宁优选】您的登录验证码是 %(code)s，10 分钟内有效。不要告诉任何人。", code=code)
    port(SmsGateway).send(phone, text, event.code_ref)
    with unit_of_work():
        sign_in.mark_code_sent(event.code_ref, at=clock.now())
        message.finish()


def send_invitation(event: InvitationMade, message: Message) -> None:
    """Send the link of an invitation by SMS or mail, whichever it was made for."""
    secret = current_app.config["SECRET_KEY"]
    with unit_of_work():
        invitation, token = members.get_invitation_message(event.invitation_ref, secret=secret)
    base = port(Installation).public_url
    with current_app.test_request_context(base_url=base):
        link = url_for("accounts_invitation.show", token=token, _external=True)
    text = _(
        "【闽宁优选】%(org)s 邀请您加入。7 天内打开链接即可：%(link)s",
        org=invitation.org_name_zh,
        link=link,
    )
    if "@" in invitation.sent_to:
        subject = _("%(org)s 邀请您加入闽宁优选", org=invitation.org_name_zh)
        port(MailGateway).send(invitation.sent_to, subject, text, event.invitation_ref)
    else:
        port(SmsGateway).send(invitation.sent_to, text, event.invitation_ref)
    with unit_of_work():
        message.finish()


def warn_of_rechecks(at: datetime) -> None:
    """Tell sellers that their yearly check comes near."""
    with unit_of_work():
        sellers.warn_of_rechecks(at=at)


def send_mail(event: MailRequested, message: Message) -> None:
    """Send a mail that somebody asked for."""
    port(MailGateway).send(event.to, event.subject, event.text, f"mail-{message.id}")
    with unit_of_work():
        message.finish()
