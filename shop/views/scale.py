"""The packing table on the phone: all orders by lot, one piece after the other on the scale.

Every step works as a plain form. With the script of the page the readings are kept on the phone
first and sent when there is a network; each carries the phone's own number, so it counts once.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import acting_org_id, current_actor, requires
from accounts.rules.permissions import Permission
from core import clock
from core.web.format import fen
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from core.web.queued import answers_queue, load_action
from shop.queries.scale import read_table
from shop.rules.scale import believable_time
from shop.schemas.packing import TableActionIn, TableWeighForm
from shop.services import packing_rounds, weighing
from shop.views.packing_words import light_words
from shop.views.scale_data import script_words, table_data

bp = Blueprint("shop_scale", __name__, template_folder="../templates")
BASE = "/o/<org_ref>/scale"


def _show(org_ref: str, form: FormState | None = None) -> str:
    table = read_table(org_id=acting_org_id())
    lot = table.find_lot(request.values.get("lot"))
    return render_template(
        "shop/packing/scale.html",
        org_ref=org_ref,
        table=table,
        lot=lot,
        current=next((p for p in lot.pieces if p.is_open), None) if lot else None,
        form=form or FormState(),
        now=clock.now(),
        now_seq=int(clock.now().timestamp() * 1000),
        data=table_data(table),
        script_words=script_words(),
        user_ref=current_actor().user_ref,
    )


def _back(org_ref: str) -> ResponseReturnValue:
    return redirect(url_for(".show", org_ref=org_ref, lot=request.form.get("lot") or None), 303)


@bp.get(BASE)
@requires(Permission.FULFIL)
def show(org_ref: str) -> ResponseReturnValue:
    return _show(org_ref)


@bp.post(f"{BASE}/begin")
@requires(Permission.FULFIL)
@reshows(_show)
def begin(org_ref: str) -> ResponseReturnValue:
    waiting = read_table(org_id=acting_org_id()).waiting
    begun = packing_rounds.begin_all(current_actor(), waiting, at=clock.now())
    flash(_("接了 %(n)s 单，可以拣货了。买家不能再自己取消。", n=begun.orders), "ok")
    if begun.without_lot:
        flash(_("%(n)s 单没有批次可发，请补货或记缺货。", n=begun.without_lot), "warn")
    return _back(org_ref)


@bp.post(f"{BASE}/weigh")
@requires(Permission.FULFIL)
@reshows(_show)
def weigh(org_ref: str) -> ResponseReturnValue:
    reading = weighing.Reading(**load_form(TableWeighForm()))
    found = weighing.weigh_piece(current_actor(), reading, at=clock.now())
    if found.fit == "light":
        flash(light_words(found.difference_g, found.way), "warn")
    else:
        flash(_("记下了 %(grams)s g。", grams=found.net_g), "ok")
    return _back(org_ref)


@bp.post(f"{BASE}/actions")
@requires(Permission.FULFIL)
@answers_queue
def act(org_ref: str) -> dict[str, Any]:  # noqa: ARG001 -- the guard reads it
    typed = load_action(TableActionIn())
    at = believable_time(typed.pop("happened_at"), now=clock.now())
    of_seq = typed.pop("of_seq")
    if typed.pop("kind") == "reverse":
        key = {name: typed[name] for name in ("line_ref", "piece_no", "device", "seq")}
        reversal = weighing.Reversal(**key, of_seq=of_seq)
        weighing.reverse_weighing(current_actor(), reversal, at=at)
        return {"words": _("已冲销，请重新称。"), "fit": ""}
    found = weighing.weigh_piece(current_actor(), weighing.Reading(**typed), at=at)
    said = light_words(found.difference_g, found.way) if found.fit == "light" else ""
    way = found.way or "ask" if found.fit == "light" else ""
    return {"net_g": found.net_g, "fit": found.fit, "way": way, "words": said}


@bp.post(f"{BASE}/box")
@requires(Permission.FULFIL)
@reshows(_show)
def box(org_ref: str) -> ResponseReturnValue:
    picking = read_table(org_id=acting_org_id()).picking
    boxed = packing_rounds.box_all(current_actor(), picking, at=clock.now())
    flash(_("%(n)s 单装好箱了，可以打标签。", n=boxed.orders), "ok")
    if boxed.back_fen:
        flash(_("按实重退给买家 %(amount)s。", amount=fen(boxed.back_fen)), "ok")
    return _back(org_ref)
