"""Labels of packed boxes, with the code that leads to the public page of their lot."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, requires
from accounts.rules.permissions import Permission
from shop.queries.packing import get_seller_order
from shop.views.qr import qr_svg

bp = Blueprint("shop_labels", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/sales/<seller_order_ref>/labels")
@requires(Permission.VIEW_SELLING)
def show(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    order = get_seller_order(seller_order_ref, org_id=acting_org_id())
    return render_template("shop/packing/labels.html", org_ref=org_ref, order=order, qr=qr_svg)
