"""The seller's sale rounds: plan one, watch it fill, give it up."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from catalog.queries.listings import list_listings
from catalog.queries.rounds import list_rounds_of_seller
from catalog.rules.listing import ListingState
from catalog.schemas.rounds import RoundForm
from catalog.services.rounds import NewRound, give_up_round, plan_round
from catalog.views import labels
from core.clock import now
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_rounds", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/rounds"


def _show(org_ref: str, form: FormState | None = None, **_route: object) -> str:
    org_id = acting_org_id()
    rows = list_listings(org_id=org_id)
    return render_template(
        "catalog/rounds.html",
        org_ref=org_ref,
        rounds=list_rounds_of_seller(org_id=org_id, at=now()),
        listings=[row for row in rows if row.terms.state is ListingState.LIVE],
        terms_of={row.terms.listing_id: row.terms for row in rows},
        may_edit=current_actor().can(Permission.EDIT_LISTING),
        form=form or FormState(),
        labels=labels,
        now=now(),
    )


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.EDIT_LISTING)
def show(org_ref: str) -> str:
    return _show(org_ref)


@bp.post(BASE)
@requires(Permission.EDIT_LISTING)
@reshows(_show)
def plan(org_ref: str) -> ResponseReturnValue:
    plan_round(current_actor(), NewRound(**load_form(RoundForm())), at=now())
    flash(_("开团排好了，到时间自动开卖。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)


@bp.post(f"{BASE}/<round_ref>/give-up")
@requires(Permission.EDIT_LISTING)
@reshows(_show)
def give_up(org_ref: str, round_ref: str) -> ResponseReturnValue:
    give_up_round(current_actor(), round_ref=round_ref, at=now())
    flash(_("这一团取消了，付过的钱全部退给买家。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)
