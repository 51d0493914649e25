"""The public page of a recall: what to do, and the money back without an account."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import public
from catalog.queries.recalls import list_recalled_lots
from core import clock
from core.web.forms import FormState, load_form, reshows
from core.web.language import _
from shop.queries.recalls import get_public_recall
from shop.schemas.recalls import ClaimForm
from shop.services.recalls import claim_refund

bp = Blueprint("shop_recalls", __name__, template_folder="../templates")


def _show(recall_ref: str, form: FormState | None = None, **_route: Any) -> str:
    recall = get_public_recall(recall_ref)
    return render_template(
        "shop/recalls/show.html",
        recall=recall,
        lots=list_recalled_lots(recall.id),
        form=form or FormState(),
    )


@bp.get("/recalls/<recall_ref>")
@public
def show(recall_ref: str) -> ResponseReturnValue:
    return _show(recall_ref)


@bp.post("/recalls/<recall_ref>")
@public
@reshows(_show)
def claim(recall_ref: str) -> ResponseReturnValue:
    values = load_form(ClaimForm())
    done = claim_refund(recall_ref=recall_ref, at=clock.now(), **values)
    flash(_("退款已发起，原路退回。") if done else _("这一单的退款先前已经发起。"), "ok")
    return redirect(url_for("shop_recalls.show", recall_ref=recall_ref), 303)
