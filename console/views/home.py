"""The home of an organisation: what to do first, money second, then what is coming."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from accounts.guards import current_actor, requires
from accounts.queries import get_org_by_ref
from catalog.views.labels import SOLD_BY
from console.queries.home import read_home
from console.views.charts import forecast_chart
from contracts.views.words import STATE_KINDS, STATE_WORDS
from core import clock
from shop.views.order_words import SELLER_WORDS, headline_of
from shop.views.packing_words import PACK_STATES

bp = Blueprint("console_home", __name__, template_folder="../templates")


@bp.get("/o/<org_ref>/")
@requires()
def show(org_ref: str) -> ResponseReturnValue:
    org, actor = get_org_by_ref(org_ref), current_actor()
    home = read_home(org, actor, at=clock.now())
    weeks = home.selling.weeks if home.selling else []
    return render_template(
        "console/home.html",
        org=org,
        me=actor,
        home=home,
        now=clock.now(),
        wide=forecast_chart(weeks, width=760, height=240),
        narrow=forecast_chart(weeks, width=340, height=220),
        seller_words=SELLER_WORDS,
        pack_words=PACK_STATES,
        sold_words=SOLD_BY,
        headline_of=headline_of,
        contract_words=STATE_WORDS,
        contract_kinds=STATE_KINDS,
    )
