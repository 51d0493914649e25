"""The supply ledger: spec × week, every figure leads to its rows."""

from __future__ import annotations

import csv
import io
from datetime import date
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, requires
from accounts.rules.permissions import Permission
from catalog.queries.booking import list_booked, list_decisions, list_reserved
from catalog.queries.lots import lots_of_spec
from catalog.queries.specs import get_spec_by_ref
from catalog.queries.supply import get_week, list_forecasts, supply_ledger
from catalog.views import labels
from core.errors import NotFound
from core.types.dates import monday_of

bp = Blueprint("catalog_supply", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/supply"
WEEKS = 8
HEAD = "spec,name_zh,week,monday,on_hand_g,p50_g,p80_g,committed_g,reserved_g,balance_g"  # a file


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.FORECAST)
def show(org_ref: str) -> ResponseReturnValue:
    ledger = supply_ledger(org_id=acting_org_id(), weeks=WEEKS)
    return render_template(
        "catalog/supply.html",
        org_ref=org_ref,
        ledger=ledger,
        open_week=min(max(request.args.get("week", 0, type=int), 0), WEEKS - 1),
        labels=labels,
    )


@bp.get(f"{BASE}.csv")
@requires(Permission.VIEW_SELLING, Permission.FORECAST)
def download(org_ref: str) -> ResponseReturnValue:  # noqa: ARG001 -- the guard reads it
    ledger = supply_ledger(org_id=acting_org_id(), weeks=WEEKS)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEAD.split(","))
    writer.writerows(_line(row.spec, week) for row in ledger for week in row.weeks)
    name = {"Content-Disposition": 'attachment; filename="supply.csv"'}
    return Response("\ufeff" + out.getvalue(), mimetype="text/csv", headers=name)


def _line(spec: Any, week: Any) -> list[Any]:
    figures = [week.on_hand_g, week.p50_g, week.p80_g, week.committed_g, week.reserved_g]
    name = [spec.code, spec.name_zh, week.iso_week, week.monday.isoformat()]
    return [*name, *figures, week.balance_g]


@bp.get(f"{BASE}/<spec_ref>/<monday>")
@requires(Permission.VIEW_SELLING, Permission.FORECAST)
def show_week(org_ref: str, spec_ref: str, monday: str) -> ResponseReturnValue:
    org_id, spec, day = acting_org_id(), get_spec_by_ref(spec_ref), read_monday(monday)
    week, served, commitments = get_week(org_id=org_id, spec_id=spec.id, monday=day)
    spoken = list_forecasts(org_id=org_id, spec_id=spec.id, limit=200)
    return render_template(
        "catalog/supply_week.html",
        org_ref=org_ref,
        spec=spec,
        week=week,
        served=served,
        commitments=commitments,
        booked=list_booked(org_id=org_id, spec_id=spec.id, monday=day),
        decisions=list_decisions(org_id=org_id, spec_id=spec.id, monday=day),
        reserved=list_reserved(org_id=org_id, spec_id=spec.id) if week.is_current else [],
        line_url=line_url,
        forecasts=[row for row in spoken if row.monday == day],
        lots=lots_of_spec(org_id=org_id, spec_id=spec.id),
        contract_url=_contract_url,
        labels=labels,
    )


def read_monday(text: str) -> date:
    """The Monday of an address; any other day is not found."""
    try:
        day = date.fromisoformat(text)
    except ValueError as unreadable:
        raise NotFound from unreadable
    if monday_of(day) != day:
        raise NotFound
    return day


def line_url(org_ref: str, line_ref: str) -> str:
    """The order of a line, where that page exists: orders are the shop's."""
    if "shop_packing.find_line" not in current_app.view_functions:
        return ""
    return url_for("shop_packing.find_line", org_ref=org_ref, line_ref=line_ref)


def _contract_url(org_ref: str, contract_ref: str) -> str:
    if "contracts_desk.show" not in current_app.view_functions:
        return ""
    return url_for("contracts_desk.show", org_ref=org_ref, contract_ref=contract_ref)
