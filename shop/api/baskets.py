"""Baskets of programs: made for one organisation, filled, looked at, then ordered."""

from __future__ import annotations

from typing import Any

from accounts.guards import acting_org_id, api_scope, current_actor
from accounts.queries import get_org, get_site
from core import clock
from core.web.api import ApiBlueprint
from shop.queries.basket import review_basket
from shop.rules.basket import Review
from shop.schemas.api import BasketArgs, BasketLineChange, BasketLineIn, BasketOut
from shop.services import basket

bp = ApiBlueprint("shop_basket_api", __name__, url_prefix="/baskets", description="Baskets")


def _review(basket_ref: str, *, district_code: str | None = None) -> Review:
    actor = current_actor()
    basket.own_basket(actor, basket_ref)
    org = get_org(acting_org_id())
    return review_basket(
        basket_ref=basket_ref,
        district_code=district_code or org.county_code,
        refuses_alcohol=org.refuses_alcohol,
        at=clock.now(),
    )


@bp.route("", methods=["POST"])
@api_scope("orders:write")
@bp.response(201, BasketOut)
def create() -> Review:
    """Make an empty basket for the organisation of the token."""
    return _review(basket.make_basket(current_actor(), at=clock.now()))


@bp.route("/<basket_ref>", methods=["GET"])
@api_scope("orders:write")
@bp.arguments(BasketArgs, location="query")
@bp.response(200, BasketOut)
def show(args: dict[str, Any], basket_ref: str) -> Review:
    """What is in it, by parcel, with freight, day and every reason against ordering."""
    district = args["district_code"]
    if args["site_ref"]:
        org_id = acting_org_id()
        district = get_site(args["site_ref"], org_id=org_id).district_code
    return _review(basket_ref, district_code=district)


@bp.route("/<basket_ref>/lines", methods=["POST"])
@api_scope("orders:write")
@bp.arguments(BasketLineIn)
@bp.response(201, BasketOut)
def add_line(values: dict[str, Any], basket_ref: str) -> Review:
    """Put pieces of a listing into it, on top of what is there."""
    basket.add_line(current_actor(), basket_ref=basket_ref, **values, at=clock.now())
    return _review(basket_ref)


@bp.route("/<basket_ref>/lines/<line_ref>", methods=["PATCH"])
@api_scope("orders:write")
@bp.arguments(BasketLineChange)
@bp.response(200, BasketOut)
def change_line(values: dict[str, Any], basket_ref: str, line_ref: str) -> Review:
    """Set pieces (0 removes the line) or what happens to a light piece."""
    basket.change_line(
        current_actor(), basket_ref=basket_ref, line_ref=line_ref, **values, at=clock.now()
    )
    return _review(basket_ref)
