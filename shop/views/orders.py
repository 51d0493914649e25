"""A shopper's own orders: list, order page, cancel, confirm receipt, answer about a light piece."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, signed_in
from core import clock
from core.web.api import decode_cursor, encode_cursor
from core.web.forms import load_form
from core.web.language import _
from shop.queries.harvests import harvest_questions
from shop.queries.order_money import find_order_money
from shop.queries.order_track import find_track
from shop.queries.order_views import OrderPage
from shop.queries.orders import PAGE_SIZE, get_order_page
from shop.queries.orders import list_orders as read_orders
from shop.queries.pickups import parcels_of_order
from shop.queries.recalls import find_recall_of_order
from shop.schemas.packing import AnswerForm
from shop.services import arrivals, orders, weighing
from shop.views.order_words import chapters_of, headline_of, refund_chapters, words_of_state

bp = Blueprint("shop_orders", __name__, template_folder="../templates")


@bp.get("/orders")
@signed_in
def list_orders() -> ResponseReturnValue:
    before_id = decode_cursor(request.args.get("before"))
    cards = read_orders(user_id=current_actor().user_id, before_id=before_id)
    older = encode_cursor(cards[-1].id) if len(cards) == PAGE_SIZE else None
    return render_template(
        "shop/orders/list.html", cards=cards, older=older, headline_of=headline_of
    )


@bp.get("/orders/<group_ref>")
@signed_in
def show(group_ref: str) -> ResponseReturnValue:
    page = get_order_page(group_ref, user_id=current_actor().user_id)
    return render_order(page)


def render_order(
    page: OrderPage, *, template: str = "shop/orders/order.html", org_ref: str | None = None
) -> str:
    """The order page; the organisation's pages show the same in their own frame."""
    money = find_order_money(page.group.ref)
    return render_template(
        template,
        page=page,
        track=find_track(page, at=clock.now()),
        org_ref=org_ref,
        money=money,
        recall=find_recall_of_order(page.group.ref),
        harvests=harvest_questions(page.group.ref),
        pickups=parcels_of_order(page.group.ref),
        chapters=chapters_of(page, money),
        refund_chapters=refund_chapters(money)[::-1],
        headline=headline_of(page.group.state, page.states),
        words_of_state=words_of_state,
    )


@bp.post("/orders/<group_ref>/cancel")
@signed_in
def cancel(group_ref: str) -> ResponseReturnValue:
    orders.cancel_order(current_actor(), group_ref=group_ref, at=clock.now())
    flash(_("订单已取消。付过的钱原路退回。"), "ok")
    return redirect(url_for("shop_orders.show", group_ref=group_ref), 303)


@bp.post("/orders/<group_ref>/parts/<seller_order_ref>/accept")
@signed_in
def accept(group_ref: str, seller_order_ref: str) -> ResponseReturnValue:
    arrivals.accept_delivery(
        current_actor(), seller_order_ref=seller_order_ref, group_ref=group_ref, at=clock.now()
    )
    flash(_("已确认收货，谢谢您。"), "ok")
    return redirect(url_for("shop_orders.show", group_ref=group_ref), 303)


@bp.post("/orders/<group_ref>/light-pieces/<light_piece_ref>")
@signed_in
def answer_light_piece(group_ref: str, light_piece_ref: str) -> ResponseReturnValue:
    answer = load_form(AnswerForm())["answer"]
    weighing.answer_light_piece(
        current_actor(), light_piece_ref=light_piece_ref, answer=answer, at=clock.now()
    )
    flash(_("收到，已告诉合作社。"), "ok")
    return redirect(url_for("shop_orders.show", group_ref=group_ref), 303)
