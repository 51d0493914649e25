"""Which adapter stands behind which port. One line each; nobody else chooses adapters."""

from __future__ import annotations

from flask import Flask

from accounts.gateways import MailGateway, SmsGateway
from accounts.gateways.log import LogMail, LogSms
from config.settings import Settings
from core.ports import provide


def wire(app: Flask, settings: Settings) -> None:
    """Build the adapters and provide them."""
    provide(SmsGateway, LogSms(settings.instance / "outbox-sms.log"), app=app)
    provide(MailGateway, LogMail(settings.instance / "outbox-mail.log"), app=app)
