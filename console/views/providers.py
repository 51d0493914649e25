"""What stands behind each port: a live provider, a test one, or none."""

from __future__ import annotations

from dataclasses import dataclass

from flask_babel import LazyString

from accounts.gateways import MailGateway, SmsGateway
from catalog.gateways import SearchCluster, SearchEngine
from contracts.gateways import DocumentSigner
from core import clock
from core.pdf import PdfMaker
from core.ports import PortMissing, port
from core.web.language import lazy
from shop.gateways import PaymentGateway


@dataclass(frozen=True, slots=True)
class Provider:
    """One provider: what it does, its state (live, test, off, bad), and a sentence."""

    name: LazyString | str
    state: str
    detail: LazyString | str


def list_providers() -> list[Provider]:
    """Every provider of the installation, in the order that a buyer meets them."""
    return [_search(), _cluster(), _payment(), _sms(), _mail()]


def probe_documents() -> list[Provider]:
    """Really make a small PDF and ask the signing authority; too slow for the public page."""
    return [_pdf(), _signer()]


def _pdf() -> Provider:
    name = lazy("协议 PDF")
    try:
        made = port(PdfMaker).make("<p>可用</p>")
    except Exception as failure:  # noqa: BLE001 -- whatever is wrong with it is what we report
        return Provider(name, "bad", type(failure).__name__)
    return Provider(name, "live" if made.startswith(b"%PDF") else "bad", "WeasyPrint")


def _signer() -> Provider:
    name = lazy("电子签名")
    try:
        port(DocumentSigner).root_certificate(at=clock.now())
    except Exception as failure:  # noqa: BLE001 -- whatever is wrong with it is what we report
        return Provider(name, "bad", type(failure).__name__)
    return Provider(name, "test", lazy("本机签发的示例证书，没有法律效力"))


def _search() -> Provider:
    health = port(SearchEngine).ping()
    detail = lazy("由数据库完成") if health.name == "sql" else health.name
    return Provider(lazy("站内搜索"), "live" if health.is_up else "bad", detail)


def _cluster() -> Provider:
    name = "Elasticsearch"
    try:
        health = port(SearchCluster).ping()
    except PortMissing:
        return Provider(name, "off", lazy("没有配置，搜索由数据库完成"))
    detail = f"{health.status} · {health.detail}" if health.detail else health.status
    return Provider(name, "live" if health.is_up else "bad", detail)


def _payment() -> Provider:
    name, about = lazy("在线支付"), port(PaymentGateway).capabilities()
    if not about.is_offered:
        return Provider(name, "off", lazy("没有配置支付机构，只收对公转账"))
    if about.is_test:
        return Provider(name, "test", lazy("演示收银台，不会真的扣款"))
    return Provider(name, "live", about.provider)


def _sms() -> Provider:
    if port(SmsGateway).is_live:
        return Provider(lazy("短信"), "live", lazy("正常发送"))
    return Provider(lazy("短信"), "off", lazy("没有配置服务商，短信写进 instance/outbox-sms.log"))


def _mail() -> Provider:
    if port(MailGateway).is_live:
        return Provider(lazy("邮件"), "live", lazy("正常发送"))
    return Provider(lazy("邮件"), "off", lazy("没有配置服务器，邮件写进 instance/outbox-mail.log"))
