"""Send pieces of a lot to an outlet."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.lots import get_lot
from catalog.queries.outlets import list_open_outlets, list_transfers_of_lot
from catalog.schemas.transfers import TransferForm
from catalog.services.transfers import send_to_outlet
from catalog.views import labels
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_transfers", __name__, template_folder="../templates")
PAGE = "/o/<org_ref>/lots/<lot_ref>/outlet"


def _show(org_ref: str, lot_ref: str, form: FormState | None = None) -> str:
    facts = get_lot(lot_ref, org_id=get_org_by_ref(org_ref).id)
    return render_template(
        "catalog/lot_outlet.html",
        org_ref=org_ref,
        facts=facts,
        outlets=list_open_outlets(),
        transfers=list_transfers_of_lot(facts.card.id),
        form=form or FormState(),
        labels=labels,
    )


@bp.get(PAGE)
@requires(Permission.MANAGE_LOTS)
def show(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    return _show(org_ref, lot_ref)


@bp.post(PAGE)
@requires(Permission.MANAGE_LOTS)
@reshows(_show)
def send(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    typed = load_form(TransferForm())
    send_to_outlet(
        current_actor(),
        lot_ref=lot_ref,
        outlet_ref=typed["outlet"],
        pieces=typed["pieces"],
        at=now(),
    )
    flash(_("已发往网点 %(n)s 件，网点点数后上架。", n=typed["pieces"]), "ok")
    return redirect(url_for(".show", org_ref=org_ref, lot_ref=lot_ref), 303)
