"""One page from basket to order: parcels, address, payment, ticks, one button."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import actor_for, current_actor, signed_in
from accounts.rules.actor import Actor
from accounts.rules.places import CITIES, COUNTIES, PROVINCES
from core import clock
from core.ports import port
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from shop.gateways import PaymentGateway
from shop.queries.checkout import get_checkout_page
from shop.rules.orders import PaymentMethod
from shop.schemas.checkout import CheckoutForm, choices_of
from shop.services.checkout import check_out
from shop.views.basket import SESSION_KEY, basket_ref_now
from shop.views.place import current_district

bp = Blueprint("shop_checkout", __name__, template_folder="../templates")
NEXT_PAGE = {
    PaymentMethod.ONLINE: "shop_pay.show",
    PaymentMethod.BANK_TRANSFER: "shop_pay.show",
    PaymentMethod.TERMS: "shop_orders.show",
}


def _buyer() -> Actor:
    org_ref = request.values.get("buyer")
    return actor_for(org_ref) if org_ref else current_actor()


def _show(form: FormState | None = None) -> str:
    form = form or FormState(request.args)
    page = get_checkout_page(
        _buyer(),
        basket_ref=session.get(SESSION_KEY),
        picked=form.values,
        district_code=current_district(),
        at=clock.now(),
    )
    return render_template(
        "shop/checkout/checkout.html",
        page=page,
        form=form,
        form_key=form.value("form_key") or new_ref(),
        is_online=port(PaymentGateway).capabilities().is_offered,
        places=[(p, [(c, _counties(c.code)) for c in _cities(p.code)]) for p in PROVINCES],
    )


def _cities(province_code: str) -> list[Any]:
    return [city for city in CITIES if city.parent == province_code]


def _counties(city_code: str) -> list[Any]:
    return [county for county in COUNTIES if county.parent == city_code]


@bp.get("/checkout")
@signed_in
def show() -> ResponseReturnValue:
    return _show()


@bp.post("/checkout")
@signed_in
@reshows(_show)
def submit() -> ResponseReturnValue:
    choices = choices_of(load_form(CheckoutForm()))
    placed = check_out(_buyer(), choices, basket_ref=basket_ref_now(), at=clock.now())
    return redirect(url_for(NEXT_PAGE[choices.payment_method], group_ref=placed.group_ref), 303)
