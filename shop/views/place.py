"""Where to deliver: the district the promise and the freight are worked out for."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import public
from accounts.rules.addresses import local_target
from accounts.rules.places import CITIES, COUNTIES, Place, city_of, find_place
from core.errors import NotFound

DEFAULT_DISTRICT = "350102"
SESSION_KEY = "district"

bp = Blueprint("shop_place", __name__, template_folder="../templates")


def current_district() -> str:
    """The code of the visitor's district; 福州市鼓楼区 until they choose."""
    code = str(session.get(SESSION_KEY, DEFAULT_DISTRICT))
    return code if _is_district(code) else DEFAULT_DISTRICT


def _is_district(code: str) -> bool:
    return find_place(code) is not None and not code.endswith("00")


def districts_by_city() -> list[tuple[Place, list[Place]]]:
    """Every city with its districts, Fujian first."""
    fujian_first = sorted(CITIES, key=lambda city: (not city.code.startswith("35"), city.code))
    return [(city, [c for c in COUNTIES if c.parent == city.code]) for city in fujian_first]


@bp.get("/place")
@public
def choose() -> str:
    chosen = current_district()
    cities = districts_by_city()
    return render_template(
        "shop/browse/place.html",
        cities=cities,
        chosen=chosen,
        open_city=city_of(chosen),
        next_url=request.args.get("next", ""),
    )


@bp.post("/place")
@public
def save() -> ResponseReturnValue:
    code = request.form.get("district", "")
    if not _is_district(code):
        raise NotFound("district_not_found")
    session[SESSION_KEY] = code
    return redirect(local_target(request.form.get("next")) or url_for("shop_browse.home"), 303)
