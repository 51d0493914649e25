"""Hand packed boxes to the truck: count, probe, seal, crates; blocked until all is right."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.queries import list_orgs
from accounts.rules.permissions import Capacity, Permission
from core import clock
from core.errors import NotFound
from core.refs import new_ref
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.queued import answers_queue, load_action
from logistics.rules.returnables import ReturnableKind
from shop.queries.handovers import TruckLoad, list_loads, list_past
from shop.rules.handover import COLDEST, PROBED, WARMEST
from shop.rules.scale import believable_time
from shop.schemas.handover import HandOverActionIn, HandOverForm
from shop.services.handovers import Loading, hand_over_boxes
from shop.views.scale_data import handover_words

bp = Blueprint("shop_handover", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/handover"


def _show(org_ref: str, key: str = "", form: FormState | None = None) -> str:
    return render_template(
        "shop/packing/handover.html",
        org_ref=org_ref,
        loads=list_loads(org_id=acting_org_id()),
        past=list_past(org_id=acting_org_id()),
        carriers=list_orgs(Capacity.CARRIES),
        opened=key,
        form=form or FormState(),
        action_id=new_ref(),
        warmest=WARMEST,
        coldest=COLDEST,
        user_ref=current_actor().user_ref,
        script_words=handover_words(),
    )


@bp.get(BASE)
@requires(Permission.FULFIL)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(f"{BASE}/<key>")
@requires(Permission.FULFIL)
@reshows(_show)
def hand_over(org_ref: str, key: str) -> ResponseReturnValue:
    load = _find(key)
    loading = _loading(key, load_form(HandOverForm()))
    hand_over_boxes(current_actor(), load.orders, loading, at=clock.now())
    flash(_("%(n)s 箱交给司机了。", n=len(load.boxes)), "ok")
    return redirect(url_for(".show", org_ref=org_ref), 303)


@bp.post(f"{BASE}/actions")
@requires(Permission.FULFIL)
@answers_queue
def act(org_ref: str) -> dict[str, Any]:  # noqa: ARG001 -- the guard reads it
    typed = load_action(HandOverActionIn())
    at = believable_time(typed.pop("happened_at"), now=clock.now())
    key = typed.pop("load_key")
    loading = _loading(key, typed)
    orders = next((one.orders for one in list_loads(org_id=acting_org_id()) if one.key == key), ())
    return {"ref": hand_over_boxes(current_actor(), orders, loading, at=at)}


def _find(key: str) -> TruckLoad:
    load = next((one for one in list_loads(org_id=acting_org_id()) if one.key == key), None)
    if load is None:
        raise NotFound
    return load


def _loading(key: str, typed: dict[str, Any]) -> Loading:
    kinds = {ReturnableKind.CRATE: "crates", ReturnableKind.PALLET: "pallets"}
    return Loading(
        action_id=typed["action_id"],
        load_key=key,
        carrier_ref=typed["carrier"],
        boxes=typed["boxes"],
        cores_c10={name: typed[f"core_{name}"] for name in PROBED},
        seal_no=typed["seal_no"],
        driver=typed["driver"],
        given={kind: typed[f"{name}_given"] for kind, name in kinds.items()},
        back={kind: typed[f"{name}_back"] for kind, name in kinds.items()},
    )
