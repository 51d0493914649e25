"""Crates and pallets: what each partner has of ours, and what was counted when."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.queries import list_orgs
from accounts.rules.permissions import Capacity, Permission
from core import clock
from core.errors import InvalidInput
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from logistics.queries.returnables import list_balances, list_moves
from logistics.rules.returnables import ReturnableKind
from logistics.schemas.forms import CountForm
from logistics.services.returnables import HANDS, Counted, record_returnables

bp = Blueprint("logistics_returnables", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/crates"
MAY_SEE = (Permission.VIEW_SELLING, Permission.FULFIL, Permission.DISPATCH_CARRIER)


def _show(org_ref: str, form: FormState | None = None) -> str:
    org_id = acting_org_id()
    balances = list_balances(org_id=org_id)
    partners = {org.id: org for org in list_orgs(Capacity.CARRIES)}
    partners |= {row.partner.id: row.partner for row in balances}
    return render_template(
        "logistics/returnables.html",
        org_ref=org_ref,
        balances=balances,
        moves=list_moves(org_id=org_id),
        partners=[org for org in partners.values() if org.id != org_id],
        may_count=any(current_actor().can(one) for one in HANDS),
        form=form or FormState(),
        action_id=new_ref(),
    )


@bp.get(BASE)
@requires(*MAY_SEE)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(BASE)
@requires(*HANDS)
@reshows(_show)
def count(org_ref: str) -> ResponseReturnValue:
    typed = load_form(CountForm())
    partner = next((org for org in list_orgs() if org.ref == typed["partner"]), None)
    if partner is None:
        raise InvalidInput(fields={"partner": "invalid_choice"})
    written = 0
    for kind, name in ((ReturnableKind.CRATE, "crates"), (ReturnableKind.PALLET, "pallets")):
        counted = Counted(
            org_id=acting_org_id(),
            partner_id=partner.id,
            kind=kind,
            given=typed[f"{name}_given"],
            back=typed[f"{name}_back"],
            cause_ref=typed["action_id"],
            note=typed["note"],
        )
        written += record_returnables(current_actor(), counted, at=clock.now())
    if not written:
        raise InvalidInput("nothing_counted", fields={"crates_given": "nothing_counted"})
    flash(_("记下了。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)
