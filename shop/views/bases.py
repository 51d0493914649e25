"""Supply bases in public: the list, and one base with guaranteed against delivered."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import public
from core.clock import today
from shop.queries.bases import get_base_page, list_base_pages

bp = Blueprint("shop_bases", __name__, template_folder="../templates")


@bp.get("/bases")
@public
def list_all() -> ResponseReturnValue:
    return render_template("shop/bases/list.html", pages=list_base_pages(today=today()))


@bp.get("/bases/<base_ref>")
@public
def show(base_ref: str) -> ResponseReturnValue:
    return render_template("shop/bases/show.html", page=get_base_page(base_ref, today=today()))
