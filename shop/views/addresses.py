"""The addresses a shopper keeps: list, add, correct, prefer, remove."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, signed_in
from accounts.rules.addresses import local_target
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.addresses import get_address, list_addresses
from shop.schemas.address import AddressForm, address_of
from shop.services import addresses
from shop.views.place import current_district, districts_by_city

bp = Blueprint("shop_addresses", __name__, template_folder="../templates")


def _back() -> ResponseReturnValue:
    return redirect(local_target(request.form.get("next")) or url_for(".list_all"), 303)


def _form(form: FormState | None = None, address_ref: str = "") -> str:
    form = form or FormState(request.args)
    card = get_address(address_ref, user_id=current_actor().user_id or 0) if address_ref else None
    return render_template(
        "shop/addresses/form.html",
        form=form,
        card=card,
        cities=districts_by_city(),
        district=current_district(),
        next_url=form.value("next"),
    )


@bp.get("/account/addresses")
@signed_in
def list_all() -> str:
    cards = list_addresses(user_id=current_actor().user_id or 0)
    return render_template("shop/addresses/list.html", cards=cards)


@bp.get("/account/addresses/new")
@signed_in
def new() -> str:
    return _form()


@bp.post("/account/addresses/new")
@signed_in
@reshows(_form)
def add() -> ResponseReturnValue:
    addresses.save_address(current_actor(), address_of(load_form(AddressForm())), at=now())
    flash(_("地址记下了。"), "ok")
    return _back()


@bp.get("/account/addresses/<address_ref>")
@signed_in
def edit(address_ref: str) -> str:
    return _form(address_ref=address_ref)


@bp.post("/account/addresses/<address_ref>")
@signed_in
@reshows(_form)
def change(address_ref: str) -> ResponseReturnValue:
    values: dict[str, Any] = load_form(AddressForm())
    actor = current_actor()
    addresses.change_address(actor, address_of(values), address_ref=address_ref)
    if values["is_default"]:
        addresses.prefer_address(actor, address_ref=address_ref)
    flash(_("地址改好了。已经下的单还送原来的地址。"), "ok")
    return _back()


@bp.post("/account/addresses/<address_ref>/default")
@signed_in
def prefer(address_ref: str) -> ResponseReturnValue:
    addresses.prefer_address(current_actor(), address_ref=address_ref)
    return _back()


@bp.post("/account/addresses/<address_ref>/remove")
@signed_in
def remove(address_ref: str) -> ResponseReturnValue:
    addresses.remove_address(current_actor(), address_ref=address_ref)
    flash(_("地址已删除。已经下的单不受影响。"), "ok")
    return _back()
