"""The packing tool on the cooperative's phone: accept, pick, weigh, pack, hand over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.web.format import fen
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.labels import list_labels
from shop.queries.packing import (
    get_order_of_line,
    get_seller_order,
    list_seller_orders,
    pick_list,
)
from shop.queries.weigh_photos import photos_of_weighings
from shop.rules.shortages import may_decline
from shop.schemas.packing import ReverseForm, WeighForm
from shop.services import fulfilment, weighing
from shop.views.labels import code_url
from shop.views.order_words import words_of_state
from shop.views.packing_words import SHORT_WORDS, light_words
from shop.views.qr import qr_svg

bp = Blueprint("shop_packing", __name__, template_folder="../templates")
LABELLED = ("weighed", "ready", "shipped")
DONE = ("shipped", "delivered", "accepted_by_buyer", "closed")


@bp.get("/o/<org_ref>/sales")
@requires(Permission.VIEW_SELLING)
def list_orders(org_ref: str) -> ResponseReturnValue:
    return render_template(
        "shop/packing/list.html",
        org_ref=org_ref,
        to_do=list_seller_orders(org_id=acting_org_id()),
        done=list_seller_orders(org_id=acting_org_id(), states=DONE, limit=30),
        lots=pick_list(org_id=acting_org_id()),
        words_of_state=words_of_state,
        now=clock.now(),
    )


def show_order(
    org_ref: str, seller_order_ref: str, form: FormState | None = None, **_route: Any
) -> str:
    """The page of one order to pack; also shown again when one of its forms was refused."""
    order = get_seller_order(seller_order_ref, org_id=acting_org_id())
    return render_template(
        "shop/packing/order.html",
        org_ref=org_ref,
        order=order,
        line=next((line for line in order.lines if line.next), None),
        form=form or FormState(),
        lots=pick_list(org_id=acting_org_id()),
        photos=photos_of_weighings(
            p.weighing.id for line in order.lines for p in line.pieces if p.weighing
        ),
        now_seq=int(clock.now().timestamp() * 1000),
        now=clock.now(),
        labels=list_labels([order]) if order.row.state in LABELLED else [],
        qr=qr_svg,
        code_url=code_url,
        may_decline=may_decline(order.group.channel, order.row.state),
        short_words=SHORT_WORDS,
        wrong_line=_route.get("line_ref", ""),
        words_of_state=words_of_state,
    )


@bp.get("/o/<org_ref>/sales/<seller_order_ref>")
@requires(Permission.VIEW_SELLING)
def show(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    return show_order(org_ref, seller_order_ref)


def _step(
    step: Callable[..., object], org_ref: str, seller_order_ref: str, said: str
) -> ResponseReturnValue:
    step(current_actor(), seller_order_ref=seller_order_ref, at=clock.now())
    flash(said, "ok")
    return _back(org_ref, seller_order_ref)


def _back(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    where = url_for("shop_packing.show", org_ref=org_ref, seller_order_ref=seller_order_ref)
    return redirect(where, 303)


@bp.get("/o/<org_ref>/sales/lines/<line_ref>")
@requires(Permission.VIEW_SELLING)
def find_line(org_ref: str, line_ref: str) -> ResponseReturnValue:
    return _back(org_ref, get_order_of_line(line_ref, org_id=acting_org_id()))


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/accept")
@requires(Permission.FULFIL)
@reshows(show_order)
def accept(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    return _step(fulfilment.accept, org_ref, seller_order_ref, _("已接单。"))


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/pick")
@requires(Permission.FULFIL)
@reshows(show_order)
def pick(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    said = _("开始拣货，买家不能再取消了。")
    return _step(fulfilment.start_picking, org_ref, seller_order_ref, said)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/lines/<line_ref>/weigh")
@requires(Permission.FULFIL)
@reshows(show_order)
def weigh(org_ref: str, seller_order_ref: str, line_ref: str) -> ResponseReturnValue:
    reading = weighing.Reading(line_ref=line_ref, **load_form(WeighForm()))
    found = weighing.weigh_piece(current_actor(), reading, at=clock.now())
    if found.fit == "light":
        flash(light_words(found.difference_g, found.way), "warn")
    else:
        flash(_("记下了 %(grams)s g。", grams=found.net_g), "ok")
    return _back(org_ref, seller_order_ref)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/lines/<line_ref>/reverse")
@requires(Permission.FULFIL)
@reshows(show_order)
def reverse(org_ref: str, seller_order_ref: str, line_ref: str) -> ResponseReturnValue:
    reversal = weighing.Reversal(line_ref=line_ref, **load_form(ReverseForm()))
    weighing.reverse_weighing(current_actor(), reversal, at=clock.now())
    flash(_("已冲销，请重新称。"), "ok")
    return _back(org_ref, seller_order_ref)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/finish")
@requires(Permission.FULFIL)
@reshows(show_order)
def finish(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    back = fulfilment.finish_weighing(
        current_actor(), seller_order_ref=seller_order_ref, at=clock.now()
    )
    said = _("称完了。退给买家 %(amount)s。", amount=fen(back)) if back else _("称完了。")
    flash(said, "ok")
    return _back(org_ref, seller_order_ref)


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/pack")
@requires(Permission.FULFIL)
@reshows(show_order)
def pack(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    return _step(fulfilment.pack, org_ref, seller_order_ref, _("装好箱了，等车来。"))


@bp.post("/o/<org_ref>/sales/<seller_order_ref>/hand-over")
@requires(Permission.FULFIL)
@reshows(show_order)
def hand_over(org_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    return _step(fulfilment.hand_over, org_ref, seller_order_ref, _("已交车。"))
