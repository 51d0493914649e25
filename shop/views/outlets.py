"""Outlets on the phone of those who work there: the shelf, what comes in, what is counted."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.queries import get_org_by_ref
from accounts.rules.permissions import Permission
from accounts.rules.places import CITIES, list_districts
from catalog.queries.outlets import (
    get_outlet_of,
    get_shelf_lot,
    list_counts,
    list_incoming,
    list_outlets,
    shelf_of,
)
from catalog.rules.outlets import NewOutlet
from catalog.services.counts import Counted, count_lot
from catalog.services.outlets import close_outlet, open_outlet
from catalog.services.transfers import Arrival, receive_at_outlet
from core.clock import now, today
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.outlet_sales import list_sales
from shop.queries.pickups import list_waiting
from shop.schemas.outlets import ArrivalForm, CountForm, OutletForm, PickupForm
from shop.services import pickups
from shop.views.outlet_words import REASONS

bp = Blueprint("shop_outlets", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/outlets"
ONE = BASE + "/<outlet_ref>"
WORKS = (Permission.OUTLET, Permission.MANAGE_MEMBERS)


@bp.get(BASE)
@requires(*WORKS)
def list_all(org_ref: str) -> ResponseReturnValue:
    return render_template(
        "shop/outlets/list.html",
        org_ref=org_ref,
        org=get_org_by_ref(org_ref),
        outlets=list_outlets(org_id=acting_org_id()),
        may_open_one=current_actor().can(Permission.MANAGE_MEMBERS),
    )


def _show_new(org_ref: str, form: FormState | None = None) -> str:
    return render_template(
        "shop/outlets/new.html",
        org_ref=org_ref,
        cities=[(city, list_districts(city.code)) for city in CITIES],
        form=form or FormState(),
    )


@bp.get(BASE + "/new")
@requires(Permission.MANAGE_MEMBERS)
def new(org_ref: str) -> ResponseReturnValue:
    return _show_new(org_ref)


@bp.post(BASE + "/new")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show_new)
def add(org_ref: str) -> ResponseReturnValue:
    ref = open_outlet(current_actor(), NewOutlet(**load_form(OutletForm())), at=now())
    flash(_("网点已开。请供方往这里调货。"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, outlet_ref=ref), 303)


def _show(org_ref: str, outlet_ref: str, form: FormState | None = None, **route: Any) -> str:
    outlet = get_outlet_of(outlet_ref, org_id=acting_org_id())
    sales = list_sales(outlet_ref, day=today())
    return render_template(
        "shop/outlets/show.html",
        org_ref=org_ref,
        outlet=outlet,
        shelf=shelf_of(outlet_ref, today=today(), at=now()),
        incoming=list_incoming(outlet.id),
        sales=sales,
        taken_fen=sum(sale.fen for sale in sales),
        counts=list_counts(outlet.id),
        reasons=REASONS,
        form=form or FormState(),
        wrong_transfer=route.get("transfer_ref", ""),
        may_work=current_actor().can(Permission.OUTLET),
        may_close=current_actor().can(Permission.MANAGE_MEMBERS),
        parcels=list_waiting(outlet_ref),
    )


@bp.get(ONE)
@requires(*WORKS)
def show(org_ref: str, outlet_ref: str) -> ResponseReturnValue:
    return _show(org_ref, outlet_ref)


@bp.post(ONE + "/close")
@requires(Permission.MANAGE_MEMBERS)
@reshows(_show)
def close(org_ref: str, outlet_ref: str) -> ResponseReturnValue:
    close_outlet(current_actor(), outlet_ref=outlet_ref, at=now())
    flash(_("网点已关。"), "ok")
    return redirect(url_for(".list_all", org_ref=org_ref), 303)


@bp.post(ONE + "/transfers/<transfer_ref>")
@requires(Permission.OUTLET)
@reshows(_show)
def receive(org_ref: str, outlet_ref: str, transfer_ref: str) -> ResponseReturnValue:
    typed = load_form(ArrivalForm())
    arrival = Arrival(transfer_ref, typed["pieces"], typed["note"])
    receive_at_outlet(current_actor(), arrival, outlet_ref=outlet_ref, at=now())
    flash(_("已收货 %(n)s 件，现在就能卖。", n=typed["pieces"]), "ok")
    return redirect(url_for(".show", org_ref=org_ref, outlet_ref=outlet_ref), 303)


@bp.post(ONE + "/parcels")
@requires(Permission.OUTLET)
@reshows(_show)
def give_out(org_ref: str, outlet_ref: str) -> ResponseReturnValue:
    code = load_form(PickupForm())["code"]
    number = pickups.give_out(current_actor(), outlet_ref=outlet_ref, code=code, at=now())
    flash(_("订单 %(number)s 已交给顾客。", number=number), "ok")
    return redirect(url_for(".show", org_ref=org_ref, outlet_ref=outlet_ref), 303)


def _show_count(
    org_ref: str, outlet_ref: str, lot_ref: str, form: FormState | None = None
) -> ResponseReturnValue:
    outlet = get_outlet_of(outlet_ref, org_id=acting_org_id())
    lot, name_zh, name_en = get_shelf_lot(lot_ref, outlet_ref=outlet_ref, today=today())
    return render_template(
        "shop/outlets/count.html",
        org_ref=org_ref,
        outlet=outlet,
        lot=lot,
        goods={"name_zh": name_zh, "name_en": name_en},
        reasons=REASONS,
        form=form or FormState(),
    )


@bp.get(ONE + "/lots/<lot_ref>/count")
@requires(Permission.OUTLET)
def begin_count(org_ref: str, outlet_ref: str, lot_ref: str) -> ResponseReturnValue:
    return _show_count(org_ref, outlet_ref, lot_ref)


@bp.post(ONE + "/lots/<lot_ref>/count")
@requires(Permission.OUTLET)
@reshows(_show_count)
def count(org_ref: str, outlet_ref: str, lot_ref: str) -> ResponseReturnValue:
    typed = load_form(CountForm())
    counted = Counted(lot_ref, typed["pieces"], typed["reason"], typed["note"])
    more = count_lot(current_actor(), counted, outlet_ref=outlet_ref, at=now())
    flash(_("盘点已记下，差异 %(n)s 件。", n=f"{more:+d}" if more else "0"), "ok")
    return redirect(url_for(".show", org_ref=org_ref, outlet_ref=outlet_ref), 303)
