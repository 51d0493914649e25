"""Labels of packed boxes, with the code that leads to the public page of their lot."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, requires
from accounts.rules.permissions import Permission
from shop.queries.packing import PackOrder, get_seller_order, list_seller_orders
from shop.rules.lifecycle import SellerOrderState
from shop.views.qr import qr_svg

bp = Blueprint("shop_labels", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/sales/<seller_order_ref>/labels")
@requires(Permission.VIEW_SELLING)
def show(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    order = get_seller_order(seller_order_ref, org_id=acting_org_id())
    back = url_for("shop_packing.show", org_ref=org_ref, seller_order_ref=seller_order_ref)
    return _labels([order], back)


@bp.get("/o/<org_ref>/labels")
@requires(Permission.VIEW_SELLING)
def show_boxed(org_ref: str) -> ResponseReturnValue:
    boxed = list_seller_orders(org_id=acting_org_id(), states=(SellerOrderState.READY,))
    return _labels(boxed, url_for("shop_scale.show", org_ref=org_ref))


def _labels(orders: Sequence[PackOrder], back_url: str) -> str:
    return render_template("shop/packing/labels.html", orders=orders, back_url=back_url, qr=qr_svg)
