"""When not everything can be sent: turn the order down, or say what is missing."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.web.format import fen
from core.web.forms import load_form, reshows
from core.web.language import _
from shop.schemas.packing import ShortageForm
from shop.services import held_orders, shortages
from shop.views.packing import show_order

bp = Blueprint("shop_shortages", __name__, template_folder="../templates")


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/decline")
@requires(Permission.FULFIL)
@reshows(show_order)
def decline(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    back = shortages.decline_order(
        current_actor(), seller_order_ref=seller_order_ref, at=clock.now()
    )
    said = _("这一单不接了。%(amount)s 全部退给买家，货放回库存。", amount=fen(back))
    flash(said if back else _("这一单不接了，货放回库存。"), "ok")
    return redirect(url_for("shop_packing.list_orders", org_ref=org_ref), 303)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/lines/<line_ref>/short")
@requires(Permission.FULFIL)
@reshows(show_order)
def record(org_ref: str, seller_order_ref: str, line_ref: str) -> ResponseReturnValue:
    shortage = shortages.Shortage(line_ref=line_ref, **load_form(ShortageForm()))
    shortages.record_shortage(
        current_actor(), seller_order_ref=seller_order_ref, shortage=shortage, at=clock.now()
    )
    said = _("记下了，少发 %(n)s 件。称完结算时这几件的钱退给买家。", n=shortage.pieces)
    flash(said if shortage.pieces else _("已撤回，照订单发。"), "ok")
    where = url_for("shop_packing.show", org_ref=org_ref, seller_order_ref=seller_order_ref)
    return redirect(where, 303)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/lift-hold")
@requires(Permission.FULFIL)
@reshows(show_order)
def lift_hold(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    held_orders.lift_hold(current_actor(), seller_order_ref=seller_order_ref, at=clock.now())
    flash(_("批次换好了，接着备货。"), "ok")
    where = url_for("shop_packing.show", org_ref=org_ref, seller_order_ref=seller_order_ref)
    return redirect(where, 303)
