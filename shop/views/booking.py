"""Booking a coming harvest: week, pieces, address, payment on one page; and the answer later."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import actor_for, current_actor, requires, signed_in
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from accounts.rules.places import CITIES, COUNTIES, PROVINCES
from core import clock
from core.ports import port
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.gateways import PaymentGateway
from shop.queries.booking import get_booking_page
from shop.rules.orders import OrderLineRequest
from shop.schemas.booking import BookingForm, HarvestAnswerForm
from shop.schemas.checkout import choices_of
from shop.services.checkout import book_ahead
from shop.services.order_harvests import answer_harvest
from shop.views.browse import ADULT_KEY
from shop.views.checkout import NEXT_PAGE
from shop.views.place import current_district

bp = Blueprint("shop_booking", __name__, template_folder="../templates")
PAGE = "/p/<listing_ref>/book"


def _buyer() -> Actor:
    org_ref = request.values.get("buyer")
    return actor_for(org_ref) if org_ref else current_actor()


def _show(listing_ref: str, form: FormState | None = None) -> str:
    form = form or FormState(request.args)
    page = get_booking_page(
        _buyer(),
        listing_ref=listing_ref,
        picked=form.values,
        district_code=current_district(),
        at=clock.now(),
    )
    if page.terms.is_alcohol and not session.get(ADULT_KEY):
        return render_template("shop/browse/age_gate.html", listing_ref=listing_ref)
    return render_template(
        "shop/booking/book.html",
        page=page,
        form=form,
        form_key=form.value("form_key") or new_ref(),
        is_online=port(PaymentGateway).capabilities().is_offered,
        places=[(p, [(c, _below(COUNTIES, c)) for c in _below(CITIES, p)]) for p in PROVINCES],
    )


def _below(places: Any, parent: Any) -> list[Any]:
    return [place for place in places if place.parent == parent.code]


@bp.get(PAGE)
@signed_in
def show(listing_ref: str) -> ResponseReturnValue:
    return _show(listing_ref)


@bp.post(PAGE)
@signed_in
@reshows(_show)
def submit(listing_ref: str) -> ResponseReturnValue:
    typed = load_form(BookingForm())
    page = get_booking_page(
        _buyer(), listing_ref=listing_ref, picked={}, district_code="", at=clock.now()
    )
    line = OrderLineRequest(page.terms.listing_id, typed["pieces"], harvest_on=typed["week"])
    choices = choices_of(typed)
    placed = book_ahead(_buyer(), choices, line, at=clock.now())
    return redirect(url_for(NEXT_PAGE[choices.payment_method], group_ref=placed.group_ref), 303)


def _answer(actor: Actor, choice_ref: str) -> None:
    answer = load_form(HarvestAnswerForm())["answer"]
    answer_harvest(actor, choice_ref=choice_ref, answer=answer, at=clock.now())
    said = _("好的，来多少要多少，没来的那部分不收钱。")
    flash(said if answer == "take" else _("已取消，付过的钱全部原路退回。"), "ok")


@bp.post("/orders/<group_ref>/harvests/<choice_ref>")
@signed_in
def answer(group_ref: str, choice_ref: str) -> ResponseReturnValue:
    _answer(current_actor(), choice_ref)
    return redirect(url_for("shop_orders.show", group_ref=group_ref), 303)


@bp.post("/o/<org_ref>/purchases/<group_ref>/harvests/<choice_ref>")
@requires(Permission.BUY)
def answer_for(org_ref: str, group_ref: str, choice_ref: str) -> ResponseReturnValue:
    _answer(current_actor(), choice_ref)
    return redirect(url_for("shop_purchases.show", org_ref=org_ref, group_ref=group_ref), 303)
