"""A seller's GTINs: with one, the code on a pack is a GS1 Digital Link."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.supply import specs_of_seller_cards
from catalog.queries.trade_items import gtins_of
from catalog.schemas.trade_items import GtinForm
from catalog.services.trade_items import keep_gtin
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_trade_items", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/gtins"


def _show(org_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/gtins.html",
        org_ref=org_ref,
        specs=specs_of_seller_cards(org.id),
        gtins=gtins_of(org.id),
        form=form or FormState(),
    )


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(_show)
def keep(org_ref: str) -> ResponseReturnValue:
    values = load_form(GtinForm())
    seller_id = get_org_by_ref(org_ref).id
    keep_gtin(current_actor(), seller_id=seller_id, at=now(), **values)
    flash(_("条码已记下。") if values["gtin"] else _("条码已去掉。"), "ok")
    return redirect(url_for("catalog_trade_items.show", org_ref=org_ref), 303)
