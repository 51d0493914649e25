"""The platform verifies sellers; county desks recommend those of their county."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires, requires_platform
from accounts.queries import get_org_by_ref, list_orgs
from accounts.rules.permissions import Capacity, Permission
from accounts.rules.sellers import SellerStage
from accounts.schemas import RecommendationForm
from accounts.services.sellers import recommend_seller
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("accounts_sellers", __name__, template_folder="../templates")


@bp.get("/ops/sellers")
@requires_platform(Permission.VERIFY_SELLER)
def list_sellers() -> ResponseReturnValue:
    sellers = list_orgs(Capacity.SELLS)
    urgent = [SellerStage.RECOMMENDED, SellerStage.APPLIED]
    sellers.sort(key=lambda s: (s.standing.stage not in urgent, s.is_verified, s.id))
    return render_template("accounts/sellers.html", sellers=sellers, today=clock.today())


def _show_county(org_ref: str, form: FormState | None = None, **_rest: str) -> str:
    desk = get_org_by_ref(org_ref)
    sellers = [s for s in list_orgs(Capacity.SELLS) if s.county_code == desk.county_code]
    return render_template(
        "accounts/county.html", org=desk, sellers=sellers, form=form or FormState()
    )


@bp.get("/o/<org_ref>/county")
@requires(Permission.VIEW_COUNTY)
def show_county(org_ref: str) -> ResponseReturnValue:
    return _show_county(org_ref)


@bp.post("/o/<org_ref>/county/<seller_ref>/recommend")
@requires(Permission.RECOMMEND_SELLER)
@reshows(_show_county)
def recommend(org_ref: str, seller_ref: str) -> ResponseReturnValue:
    note = load_form(RecommendationForm())["note"]
    recommend_seller(current_actor(), org_ref=seller_ref, note=note, at=clock.now())
    flash(_("推荐已提交给平台"), "ok")
    return redirect(url_for(".show_county", org_ref=org_ref), 303)
