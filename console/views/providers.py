"""What stands behind each port: a live provider, a test one, or none."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString

from accounts.gateways import MailGateway, SmsGateway
from core.ports import port
from core.web.language import lazy


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: what it does, its state (live, test, off, bad), and a sentence."""

    name: LazyString
    state: str
    detail: LazyString


def list_providers() -> list[Provider]:
    """Every provider of the installation, in the order that a buyer meets them."""
    return [_sms(), _mail()]


def _sms() -> Provider:
    if port(SmsGateway).is_live:
        return Provider(lazy("短信"), "live", lazy("正常发送"))
    return Provider(lazy("短信"), "off", lazy("没有配置服务商，短信写进 instance/outbox-sms.log"))


def _mail() -> Provider:
    if port(MailGateway).is_live:
        return Provider(lazy("邮件"), "live", lazy("正常发送"))
    return Provider(lazy("邮件"), "off", lazy("没有配置服务器，邮件写进 instance/outbox-mail.log"))
