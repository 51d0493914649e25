"""Bringing a harvest in: what came of a week, and whether more will come."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.booking import list_booked
from catalog.queries.specs import get_spec_by_ref
from catalog.queries.supply import supply_weeks
from catalog.schemas.harvest import HarvestForm
from catalog.services.harvesting import Load, bring_in_harvest
from catalog.services.lots import NewLot
from catalog.views import labels
from catalog.views.supply import BASE, read_monday
from core.clock import now, today
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_harvests", __name__, template_folder="../templates")
PAGE = f"{BASE}/<spec_ref>/<monday>/harvest"


def _show(org_ref: str, spec_ref: str, monday: str, form: FormState | None = None) -> str:
    org, spec, day = get_org_by_ref(org_ref), get_spec_by_ref(spec_ref), read_monday(monday)
    return render_template(
        "catalog/harvest.html",
        org_ref=org_ref,
        org=org,
        spec=spec,
        week=supply_weeks(org.id, spec.id, [day])[0],
        booked=list_booked(org_id=org.id, spec_id=spec.id, monday=day),
        form=form or FormState(),
        labels=labels,
        today=today(),
    )


@bp.get(PAGE)
@requires(Permission.MANAGE_LOTS)
def show(org_ref: str, spec_ref: str, monday: str) -> ResponseReturnValue:
    return _show(org_ref, spec_ref, monday)


@bp.post(PAGE)
@requires(Permission.MANAGE_LOTS)
@reshows(_show)
def bring_in(org_ref: str, spec_ref: str, monday: str) -> ResponseReturnValue:
    new, load = _read(org_ref, spec_ref, monday)
    done = bring_in_harvest(current_actor(), new=new, load=load, at=now())
    said = _(
        "批次 %(no)s 已入库放行：%(served)s 个预订分到了货，%(short)s 个没分够。",
        no=done.lot.lot_no,
        served=done.served,
        short=done.short,
    )
    flash(said, "warn" if done.short else "ok")
    back = url_for("catalog_supply.show_week", org_ref=org_ref, spec_ref=spec_ref, monday=monday)
    return redirect(back + "#decisions", 303)


def _read(org_ref: str, spec_ref: str, monday: str) -> tuple[NewLot, Load]:
    typed = load_form(HarvestForm())
    day: date = read_monday(monday)
    is_last = typed.pop("is_last")
    new = NewLot(
        seller_id=get_org_by_ref(org_ref).id, spec_id=get_spec_by_ref(spec_ref).id, **typed
    )
    return new, Load(day, is_last)
