"""The harvest forecast: one spec, eight weeks, two figures each."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.specs import get_spec_by_ref
from catalog.queries.supply import list_forecasts, specs_of_seller_cards, supply_weeks
from catalog.schemas.forms import FORECAST_WEEKS, ForecastForm
from catalog.services.forecasts import WeekForecast, record_forecasts
from catalog.views import labels
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_forecasts", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/forecasts"


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.FORECAST)
def show(org_ref: str) -> ResponseReturnValue:
    specs = specs_of_seller_cards(get_org_by_ref(org_ref).id)
    wanted = request.args.get("spec", specs[0].ref if specs else "")
    if not wanted:
        return render_template("catalog/forecasts_none.html", org_ref=org_ref)
    return _show(org_ref, wanted)


def _show(org_ref: str, spec_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    spec = get_spec_by_ref(spec_ref)
    return render_template(
        "catalog/forecasts.html",
        org_ref=org_ref,
        spec=spec,
        specs=specs_of_seller_cards(org.id),
        weeks=supply_weeks(org.id, spec.id, FORECAST_WEEKS),
        history=list_forecasts(org_id=org.id, spec_id=spec.id, limit=12),
        form=form or FormState(),
        may_record=current_actor().can(Permission.FORECAST),
        labels=labels,
    )


@bp.post(f"{BASE}/<spec_ref>")
@requires(Permission.FORECAST)
@reshows(_show)
def record(org_ref: str, spec_ref: str) -> ResponseReturnValue:
    changed = record_forecasts(
        current_actor(),
        seller_id=get_org_by_ref(org_ref).id,
        spec_id=get_spec_by_ref(spec_ref).id,
        weeks=_weeks(load_form(ForecastForm())),
    )
    flash(_("预报已记下，改了 %(n)s 周。", n=changed), "ok")
    return redirect(url_for(".show", org_ref=org_ref, spec=spec_ref), 303)


def _weeks(typed: dict[str, Any]) -> list[WeekForecast]:
    grams = {
        name: 0 if amount is None else int(amount * 1000)
        for name, amount in typed.items()
        if name != "first"
    }
    return [
        WeekForecast(
            typed["first"] + timedelta(weeks=week), grams[f"p50_{week}"], grams[f"p80_{week}"]
        )
        for week in range(FORECAST_WEEKS)
    ]
