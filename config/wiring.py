"""Which adapter stands behind which port. One line each; nobody else chooses adapters.

Adapters whose libraries take long to load (PDF, signatures, Elasticsearch, the solver) are loaded
when somebody first asks for them: a start does not wait for what it may never need.
"""

from __future__ import annotations

import logging

from flask import Flask

from accounts.gateways import MailGateway, SmsGateway
from accounts.gateways.log import LogMail, LogSms
from catalog.gateways import SearchCluster, SearchEngine, Sheets
from catalog.gateways.sql import SqlSearch
from catalog.queries.browse import list_by_text
from config.payments import wire_payments
from config.settings import Settings
from contracts.gateways import DocumentSigner
from core.files import FileStore
from core.gateways.folder import FolderStore
from core.installation import Installation
from core.pdf import NoPdfMaker, PdfMaker
from core.ports import provide, provide_later
from logistics.gateways import RoutingEngine
from logistics.gateways.child import ChildEngine

log = logging.getLogger(__name__)


def wire(app: Flask, settings: Settings) -> None:
    """Build the adapters and provide them."""
    here = Installation(settings.public_url, settings.server_secret, settings.is_demo)
    provide(Installation, here, app=app)
    provide(SmsGateway, LogSms(settings.instance / "outbox-sms.log"), app=app)
    provide(MailGateway, LogMail(settings.instance / "outbox-mail.log"), app=app)
    provide(FileStore, FolderStore(settings.instance / "files"), app=app)
    provide(SearchEngine, SqlSearch(list_by_text), app=app)
    if settings.elasticsearch_url:
        url = settings.elasticsearch_url
        provide_later(SearchCluster, lambda: _elastic(url), app=app)
    provide_later(Sheets, _sheets, app=app)
    provide_later(PdfMaker, _pdf_maker, app=app)
    provide_later(DocumentSigner, lambda: _signer(settings), app=app)
    if settings.app_env == "test":
        provide_later(RoutingEngine, _inline_engine, app=app)
    else:
        provide(RoutingEngine, ChildEngine(), app=app)
    wire_payments(app, settings)


def _elastic(url: str) -> SearchCluster:
    from catalog.gateways.elastic import ElasticSearchEngine

    return ElasticSearchEngine(url)


def _sheets() -> Sheets:
    from catalog.gateways.sheets import ChildSheets

    return ChildSheets()


def _pdf_maker() -> PdfMaker:
    try:
        from contracts.gateways.weasy import WeasyPdfMaker
    except OSError as missing:  # a system library is not there
        log.warning("no PDF can be made on this machine: %s", missing)
        return NoPdfMaker()
    return WeasyPdfMaker()


def _signer(settings: Settings) -> DocumentSigner:
    from contracts.gateways.local import LocalSigner

    return LocalSigner(
        settings.instance / "ca",
        passphrase=settings.ca_passphrase,
        server_secret=settings.server_secret,
        pdf_maker=_pdf_maker(),
    )


def _inline_engine() -> RoutingEngine:
    from logistics.gateways.inline import InlineEngine

    return InlineEngine()
