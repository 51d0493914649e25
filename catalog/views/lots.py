"""The seller's lots: what lies in the cold store, receive, release, block."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from catalog.queries.genealogy import family_of
from catalog.queries.lot_lists import (
    VIEWS,
    LotFilter,
    count_views,
    list_movements,
    list_takes,
    read_lots,
)
from catalog.queries.lots import get_lot
from catalog.queries.specs import list_specs
from catalog.queries.supply import specs_of_seller_cards
from catalog.schemas.forms import LotForm, ReasonForm
from catalog.services import lots
from catalog.views import labels
from catalog.views.choices import chosen_spec_id
from catalog.views.supply import line_url
from core.clock import now, today
from core.web.forms import FormState, load_form, reshows
from core.web.language import _

bp = Blueprint("catalog_lots", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/lots"


@bp.get(BASE)
@requires(Permission.VIEW_SELLING, Permission.MANAGE_LOTS)
def list_lots(org_ref: str) -> ResponseReturnValue:
    org_id = get_org_by_ref(org_ref).id
    specs = specs_of_seller_cards(org_id)
    chosen = next((spec for spec in specs if spec.ref == request.args.get("spec")), None)
    text = request.args.get("q", "").strip()[:40]
    view = request.args.get("view", "store")
    wanted = LotFilter(view if view in VIEWS else "store", chosen.id if chosen else None, text)
    page = request.args.get("page", 1, type=int)
    return render_template(
        "catalog/lots.html",
        org_ref=org_ref,
        found=read_lots(org_id=org_id, wanted=wanted, page=page, today=today()),
        counts=count_views(org_id=org_id, today=today()),
        wanted=wanted,
        chosen=chosen,
        specs=specs,
        labels=labels,
        today=today(),
    )


def _show_new(org_ref: str, form: FormState | None = None) -> str:
    org = get_org_by_ref(org_ref)
    return render_template(
        "catalog/lot_form.html",
        org_ref=org_ref,
        org=org,
        form=form or FormState(),
        specs=specs_of_seller_cards(org.id) or list_specs(),
        labels=labels,
        today=today(),
    )


def _show_lot(org_ref: str, lot_ref: str, form: FormState | None = None) -> str:
    facts = get_lot(lot_ref, org_id=get_org_by_ref(org_ref).id)
    return render_template(
        "catalog/lot.html",
        org_ref=org_ref,
        facts=facts,
        movements=list_movements(facts.card.id),
        takes=list_takes(facts.card.id),
        family=family_of(facts.card.id),
        line_url=line_url,
        form=form or FormState(),
        labels=labels,
        today=today(),
    )


@bp.get(f"{BASE}/new")
@requires(Permission.MANAGE_LOTS)
def new(org_ref: str) -> ResponseReturnValue:
    return _show_new(org_ref)


@bp.post(BASE)
@requires(Permission.MANAGE_LOTS)
@reshows(_show_new)
def receive(org_ref: str) -> ResponseReturnValue:
    typed = load_form(LotForm())
    spec_id = chosen_spec_id(typed.pop("spec"))
    fresh = lots.NewLot(seller_id=get_org_by_ref(org_ref).id, spec_id=spec_id, **typed)
    take_in = lots.receive_and_release if request.form.get("release") else lots.receive_lot
    lot = take_in(current_actor(), fresh, at=now())
    flash(_("批次 %(no)s 已入库。", no=lot.lot_no), "ok")
    return redirect(url_for(".show", org_ref=org_ref, lot_ref=lot.ref), 303)


@bp.get(f"{BASE}/<lot_ref>")
@requires(Permission.VIEW_SELLING, Permission.MANAGE_LOTS)
def show(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    return _show_lot(org_ref, lot_ref)


@bp.post(f"{BASE}/<lot_ref>/release")
@requires(Permission.MANAGE_LOTS)
@reshows(_show_lot)
def release(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    lots.release_lot(current_actor(), lot_ref=lot_ref, at=now())
    flash(_("已放行，可以卖了。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, lot_ref=lot_ref), 303)


@bp.post(f"{BASE}/<lot_ref>/block")
@requires(Permission.MANAGE_LOTS)
@reshows(_show_lot)
def block(org_ref: str, lot_ref: str) -> ResponseReturnValue:
    reason = load_form(ReasonForm())["reason"]
    short = lots.block_lot(current_actor(), lot_ref=lot_ref, reason=reason, at=now())
    if short:
        said = _("已停发。有 %(n)s 行订单没有别的批次可换，请尽快处理。", n=len(short))
        flash(said, "warn")
    else:
        flash(_("已停发，占用它的订单都换了别的批次。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, lot_ref=lot_ref), 303)
