"""What an organisation has bought: the same orders, in the organisation's own frame."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.web.api import decode_cursor, encode_cursor
from core.web.language import _
from shop.queries.orders import PAGE_SIZE, get_order_page
from shop.queries.orders import list_orders as read_orders
from shop.services import arrivals, orders
from shop.views.order_words import headline_of
from shop.views.orders import render_order

bp = Blueprint("shop_purchases", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/purchases")
@requires(Permission.VIEW_BUYING)
def list_orders(org_ref: str) -> ResponseReturnValue:
    before_id = decode_cursor(request.args.get("before"))
    cards = read_orders(org_id=current_actor().org_id, before_id=before_id)
    older = encode_cursor(cards[-1].id) if len(cards) == PAGE_SIZE else None
    return render_template(
        "shop/orders/purchases.html",
        org_ref=org_ref,
        cards=cards,
        older=older,
        headline_of=headline_of,
    )


@bp.get("/o/<org_ref>/purchases/<group_ref>")
@requires(Permission.VIEW_BUYING)
def show(org_ref: str, group_ref: str) -> ResponseReturnValue:
    page = get_order_page(group_ref, org_id=current_actor().org_id)
    return render_order(page, template="shop/orders/purchase.html", org_ref=org_ref)


@bp.post("/o/<org_ref>/purchases/<group_ref>/cancel")
@requires(Permission.BUY)
def cancel(org_ref: str, group_ref: str) -> ResponseReturnValue:
    orders.cancel_order(current_actor(), group_ref=group_ref, at=clock.now())
    flash(_("订单已取消。付过的钱原路退回。"), "ok")
    return redirect(url_for("shop_purchases.show", org_ref=org_ref, group_ref=group_ref), 303)


@bp.post("/o/<org_ref>/purchases/<group_ref>/parts/<seller_order_ref>/accept")
@requires(Permission.INSPECT)
def accept(org_ref: str, group_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    arrivals.accept_delivery(
        current_actor(), seller_order_ref=seller_order_ref, group_ref=group_ref, at=clock.now()
    )
    flash(_("已确认收货，谢谢您。"), "ok")
    return redirect(url_for("shop_purchases.show", org_ref=org_ref, group_ref=group_ref), 303)
