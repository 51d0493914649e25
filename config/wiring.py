"""Which adapter stands behind which port. One line each; nobody else chooses adapters."""

from __future__ import annotations

from flask import Flask

from accounts.gateways import MailGateway, SmsGateway
from accounts.gateways.log import LogMail, LogSms
from catalog.gateways import SearchCluster, SearchEngine
from catalog.gateways.elastic import ElasticSearchEngine
from catalog.gateways.sql import SqlSearch
from catalog.queries.browse import list_by_text
from config.payments import wire_payments
from config.settings import Settings
from contracts.gateways import DocumentSigner, PdfMaker
from contracts.gateways.local import LocalSigner
from contracts.gateways.weasy import WeasyPdfMaker
from core.installation import Installation
from core.ports import provide
from logistics.gateways import RoutingEngine
from logistics.gateways.child import ChildEngine
from logistics.gateways.inline import InlineEngine


def wire(app: Flask, settings: Settings) -> None:
    """Build the adapters and provide them."""
    here = Installation(settings.public_url, settings.server_secret, settings.is_demo)
    provide(Installation, here, app=app)
    provide(SmsGateway, LogSms(settings.instance / "outbox-sms.log"), app=app)
    provide(MailGateway, LogMail(settings.instance / "outbox-mail.log"), app=app)
    provide(SearchEngine, SqlSearch(list_by_text), app=app)
    if settings.elasticsearch_url:
        provide(SearchCluster, ElasticSearchEngine(settings.elasticsearch_url), app=app)
    pdf_maker = WeasyPdfMaker()
    signer = LocalSigner(
        settings.instance / "ca",
        passphrase=settings.ca_passphrase,
        server_secret=settings.server_secret,
        pdf_maker=pdf_maker,
    )
    provide(PdfMaker, pdf_maker, app=app)
    provide(DocumentSigner, signer, app=app)
    is_test = settings.app_env == "test"
    provide(RoutingEngine, InlineEngine() if is_test else ChildEngine(), app=app)
    wire_payments(app, settings)
