"""Cutting a lot up: carcass into halves, halves into cuts, with what each weighs."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.lots import get_lot
from catalog.queries.specs import list_specs
from catalog.rules.genealogy import Cut, Part
from catalog.schemas.cutting import ROWS, CutForm
from catalog.services.cutting import cut_lot
from catalog.views import labels
from core.clock import now
from core.errors import InvalidInput
from core.web.format import local
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_cutting", __name__, template_folder="../templates")
PAGE = "/o/<org_ref>/lots/<lot_ref>/cut"


def _show(org_ref: str, lot_ref: str, form: FormState | None = None) -> str:
    facts = get_lot(lot_ref, org_id=get_org_by_ref(org_ref).id)
    family = [spec for spec in list_specs() if spec.family == facts.spec.family]
    return render_template(
        "catalog/lot_cut.html",
        org_ref=org_ref,
        facts=facts,
        options=[(spec.ref, local(spec)) for spec in family],
        rows=range(ROWS),
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
def cut(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    wanted = _read(load_form(CutForm()))
    parts = cut_lot(current_actor(), lot_ref=lot_ref, cut=wanted, at=now())
    said = _("已分割成 %(n)s 批，损耗 %(loss)s 千克。", n=len(parts), loss=_kg(wanted.loss_g))
    flash(said, "ok")
    return redirect(url_for("catalog_lots.show", org_ref=org_ref, lot_ref=lot_ref), 303)


def _read(typed: dict[str, Any]) -> Cut:
    ids = {spec.ref: spec.id for spec in list_specs()}
    unknown = {f"spec_{row}": "invalid_choice" for row, ref, *_ in typed["parts"] if ref not in ids}
    if unknown:
        raise InvalidInput(fields=unknown)
    parts = tuple(Part(ids[ref], pieces, grams) for _row, ref, pieces, grams in typed["parts"])
    return Cut(typed["pieces"], typed["grams"], parts)


def _kg(amount_g: int) -> str:
    return labels.plain_kg(amount_g)
