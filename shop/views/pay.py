"""Paying an order: choose, go to the cashier, come back, wait for what the provider says.

Coming back proves nothing: the page says "being checked" until the provider was asked.
"""

from __future__ import annotations

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, signed_in
from core.clock import now
from core.ports import port
from core.web.forms import FormState, reshows
from core.web.language import current_language
from shop.gateways import PaymentGateway
from shop.queries.pay_page import get_pay_page
from shop.rules.bank_account import BankAccount
from shop.rules.payments import ATTEMPT_IN_URL, CashierPages
from shop.services.paying import begin_to_pay, look_again

bp = Blueprint("shop_pay", __name__, template_folder="../templates")


def _show(group_ref: str, form: FormState | None = None) -> str:
    return render_template(
        "shop/pay/show.html",
        page=get_pay_page(group_ref, user_id=current_actor().user_id),
        gateway=port(PaymentGateway).capabilities(),
        account=port(BankAccount),
        form=form,
    )


@bp.get("/orders/<group_ref>/pay")
@signed_in
def show(group_ref: str) -> ResponseReturnValue:
    return _show(group_ref)


@bp.post("/orders/<group_ref>/pay")
@signed_in
@reshows(_show)
def start(group_ref: str) -> ResponseReturnValue:
    back = url_for(".back", group_ref=group_ref, attempt_ref=ATTEMPT_IN_URL, _external=True)
    cancel = url_for(".show", group_ref=group_ref, _external=True)
    attempt_ref = begin_to_pay(
        current_actor(),
        group_ref=group_ref,
        capabilities=port(PaymentGateway).capabilities(),
        pages=CashierPages(back, cancel, current_language()),
        at=now(),
    )
    return redirect(url_for(".go", group_ref=group_ref, attempt_ref=attempt_ref), 303)


@bp.get("/orders/<group_ref>/pay/<attempt_ref>")
@signed_in
def go(group_ref: str, attempt_ref: str) -> ResponseReturnValue:
    """On the way to the cashier: as soon as its page is open, the browser goes there."""
    page = get_pay_page(group_ref, user_id=current_actor().user_id, attempt_ref=attempt_ref)
    is_fragment = "HX-Request" in request.headers
    if page.attempt is not None and page.attempt.is_ready and page.is_open:
        there = page.attempt.redirect_url
        return Response(headers={"HX-Redirect": there}) if is_fragment else redirect(there, 303)
    template = "shop/pay/_state.html" if is_fragment else "shop/pay/go.html"
    return render_template(template, page=page, is_back=False)


@bp.get("/orders/<group_ref>/pay/<attempt_ref>/back")
@signed_in
def back(group_ref: str, attempt_ref: str) -> ResponseReturnValue:
    """Back from the cashier: what we know, asked again every two seconds."""
    page = get_pay_page(group_ref, user_id=current_actor().user_id, attempt_ref=attempt_ref)
    template = "shop/pay/_state.html" if "HX-Request" in request.headers else "shop/pay/go.html"
    return render_template(template, page=page, is_back=True)


@bp.post("/orders/<group_ref>/pay/<attempt_ref>/check")
@signed_in
def check(group_ref: str, attempt_ref: str) -> ResponseReturnValue:
    look_again(current_actor(), group_ref=group_ref, attempt_ref=attempt_ref, at=now())
    return redirect(url_for(".back", group_ref=group_ref, attempt_ref=attempt_ref), 303)
