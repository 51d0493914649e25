"""The counter on the clerk's phone: choose, weigh, take the money, give the receipt."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from catalog.queries.outlets import get_outlet_of, shelf_of
from core.clock import now, today
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from shop.queries.outlet_sales import get_sale
from shop.schemas.outlets import SaleForm
from shop.services.counter import CounterSale, sell

bp = Blueprint("shop_counter", __name__, template_folder="../templates")
PAGE = "/o/<org_ref>/outlets/<outlet_ref>/counter"


def _show(org_ref: str, outlet_ref: str, form: FormState | None = None) -> str:
    form = form or FormState()
    goods = shelf_of(outlet_ref, today=today(), at=now())
    return render_template(
        "shop/outlets/counter.html",
        org_ref=org_ref,
        outlet=get_outlet_of(outlet_ref, org_id=acting_org_id()),
        goods=[one for one in goods if one.free],
        typed=_typed(),
        form=form,
        form_key=form.value("form_key") or new_ref(),
    )


def _typed() -> dict[str, tuple[str, str]]:
    """Pieces and weights as they were typed, by listing."""
    form = request.form
    rows = zip(
        form.getlist("listing"), form.getlist("pieces"), form.getlist("weights"), strict=False
    )
    return {listing: (pieces, weights) for listing, pieces, weights in rows}


@bp.get(PAGE)
@requires(Permission.OUTLET)
def show(org_ref: str, outlet_ref: str) -> ResponseReturnValue:
    return _show(org_ref, outlet_ref)


@bp.post(PAGE)
@requires(Permission.OUTLET)
@reshows(_show)
def submit(org_ref: str, outlet_ref: str) -> ResponseReturnValue:
    typed: dict[str, Any] = load_form(SaleForm())
    sale = CounterSale(
        outlet_ref, typed["form_key"], typed["lines"], is_age_confirmed=typed["is_age_confirmed"]
    )
    placed = sell(current_actor(), sale, at=now())
    mine = url_for(".receipt", org_ref=org_ref, outlet_ref=outlet_ref, group_ref=placed.group_ref)
    return redirect(mine, 303)


@bp.get("/o/<org_ref>/outlets/<outlet_ref>/sales/<group_ref>")
@requires(Permission.OUTLET, Permission.MANAGE_MEMBERS)
def receipt(org_ref: str, outlet_ref: str, group_ref: str) -> ResponseReturnValue:
    return render_template(
        "shop/outlets/receipt.html",
        org_ref=org_ref,
        outlet=get_outlet_of(outlet_ref, org_id=acting_org_id()),
        sale=get_sale(group_ref, outlet_ref=outlet_ref),
    )
