"""Labels of packed boxes, on the screen and as a PDF, with the code of their public page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, requires
from accounts.rules.permissions import Permission
from catalog.queries.trade_items import link_keys
from core.pdf import PdfMaker
from core.ports import port
from shop.queries.labels import BoxLabel, list_labels
from shop.queries.packing import PackOrder, get_seller_order, list_seller_orders
from shop.rules.lifecycle import SellerOrderState
from shop.views.qr import qr_svg

bp = Blueprint("shop_labels", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/sales/<seller_order_ref>/labels")
@requires(Permission.VIEW_SELLING)
def show(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    order = get_seller_order(seller_order_ref, org_id=acting_org_id())
    refs: dict[str, Any] = {"org_ref": org_ref, "seller_order_ref": seller_order_ref}
    return _page([order], url_for("shop_packing.show", **refs), url_for(".print_one", **refs))


@bp.get("/o/<org_ref>/sales/<seller_order_ref>/labels.pdf")
@requires(Permission.VIEW_SELLING)
def print_one(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    return _pdf([get_seller_order(seller_order_ref, org_id=acting_org_id())])


@bp.get("/o/<org_ref>/labels")
@requires(Permission.VIEW_SELLING)
def show_boxed(org_ref: str) -> ResponseReturnValue:
    back = url_for("shop_scale.show", org_ref=org_ref)
    return _page(_boxed(), back, url_for(".print_boxed", org_ref=org_ref))


@bp.get("/o/<org_ref>/labels.pdf")
@requires(Permission.VIEW_SELLING)
def print_boxed(org_ref: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    return _pdf(_boxed())


def _boxed() -> list[PackOrder]:
    return list_seller_orders(org_id=acting_org_id(), states=(SellerOrderState.READY,))


def _page(orders: Sequence[PackOrder], back_url: str, pdf_url: str) -> str:
    return render_template(
        "shop/packing/labels.html",
        labels=list_labels(orders),
        back_url=back_url,
        pdf_url=pdf_url,
        qr=qr_svg,
        code_url=code_url,
    )


def _pdf(orders: Sequence[PackOrder]) -> Response:
    html = render_template(
        "shop/pdf/labels.html", labels=list_labels(orders), qr=qr_svg, code_url=code_url
    )
    made = port(PdfMaker).make(html)
    name = {"Content-Disposition": 'inline; filename="labels.pdf"'}
    return Response(made, mimetype="application/pdf", headers=name)


def code_url(label: BoxLabel) -> str:
    """The public page behind the code of a label: its box, else its lot (by GTIN if it has one)."""
    if label.box is not None:
        return url_for("logistics_lots.box", box_ref=label.box.ref, _external=True)
    keys = link_keys([label.lot_ref]).get(label.lot_ref)
    if keys is not None:
        return url_for("logistics_lots.link", gtin=keys[0], lot_no=keys[1], _external=True)
    return url_for("logistics_lots.show", lot_ref=label.lot_ref, _external=True)
