"""The storefront: home, families, counties, producers, search and the product page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from accounts.guards import public
from accounts.rules.places import find_place
from catalog.rules.browsing import FUJIAN_TO_NINGXIA, NINGXIA_TO_FUJIAN
from catalog.rules.families import Family
from core.clock import now, today
from core.errors import NotFound
from core.web.format import day as format_day
from core.web.format import local
from core.web.keeping import kept
from core.web.language import _, lazy
from shop.queries import storefront
from shop.queries.lot_search import find_lot_ref
from shop.queries.product import get_product
from shop.rules.plots import PATTERNS, PLOTS
from shop.rules.solar_terms import term_day
from shop.views.family_words import FAMILY_WORDS
from shop.views.place import current_district, districts_by_city
from shop.views.shelf_links import filter_of, read_links, read_number, read_page

bp = Blueprint("shop_browse", __name__, template_folder="../templates")
ADULT_KEY = "is_adult"
LOT_PAGE = "logistics_lots.show"
FIXED_CHOICES = {"county_code": "county", "season_month": "month"}


LABEL_WORDS = {
    "ingredients": lazy("配料"),
    "net_content": lazy("净含量"),
    "alcohol": lazy("酒精度"),
    "producer": lazy("生产者"),
    "producer_address": lazy("生产地址"),
    "shelf_life": lazy("保质期"),
    "storage": lazy("贮存条件"),
    "standard_no": lazy("执行标准"),
    "licence_no": lazy("生产许可证号"),
    "allergens": lazy("致敏物质"),
    "nutrition": lazy("营养成分"),
}


DIRECTIONS = {
    "ningxia": (NINGXIA_TO_FUJIAN, lazy("宁夏风物")),
    "fujian": (FUJIAN_TO_NINGXIA, lazy("福建风味")),
}


def label_rows(label: Mapping[str, str]) -> list[tuple[str, str]]:
    """The label of prepacked food, in the order of the law, with its words."""
    known = [(str(words), label[key]) for key, words in LABEL_WORDS.items() if label.get(key)]
    other = [(key, value) for key, value in label.items() if key not in LABEL_WORDS and value]
    return known + other


def _show_shelf(template: str, heading: str, fixed: dict[str, Any], **more: Any) -> str:
    links = read_links(*[FIXED_CHOICES.get(key, key) for key in fixed])
    wanted = filter_of(links, **fixed)
    shelf = storefront.get_shelf(wanted, page=read_page(), district=current_district(), at=now())
    return render_template(
        f"shop/browse/{template}.html",
        heading=heading,
        shelf=shelf,
        links=links,
        today=today(),
        family_words=FAMILY_WORDS,
        **more,
    )


@bp.get("/")
@public
@kept
def home() -> str:
    page = storefront.get_home(district=current_district(), at=now())
    return render_template(
        "shop/browse/home.html",
        home=page,
        today=today(),
        family_words=FAMILY_WORDS,
        plots=PLOTS,
        plot_patterns=PATTERNS,
    )


@bp.get("/c")
@public
@kept
def families() -> str:
    return render_template(
        "shop/browse/families.html",
        families=storefront.list_families(),
        family_words=FAMILY_WORDS,
    )


@bp.get("/c/<family>")
@public
@kept
def family(family: str) -> str:
    if family not in set(Family):
        raise NotFound("family_not_found")
    return _show_shelf("shelf", str(FAMILY_WORDS[family]), {"family": family})


@bp.get("/season")
@public
@kept
def season() -> str:
    here = term_day(today())
    heading = _("%(term)s时令", term=local(here.term))
    lead = _("%(day)s 起，现在正当季的货。", day=format_day(here.term.starts_on))
    return _show_shelf("shelf", heading, {"season_month": today().month}, lead=lead)


@bp.get("/from/<province>")
@public
@kept
def province(province: str) -> str:
    if province not in DIRECTIONS:
        raise NotFound("province_not_found")
    direction, heading = DIRECTIONS[province]
    more: dict[str, Any] = {}
    if direction != storefront.direction_to(current_district()):
        more["lead"] = _("这些货走另一个方向的车，送不到您现在的送货地。")
        more["lead_more"] = _("换一个送货地")
        more["lead_url"] = url_for("shop_place.choose", next=request.path)
    return _show_shelf("shelf", str(heading), {"direction": direction}, **more)


@bp.get("/county")
@public
@kept
def counties() -> str:
    counts = storefront.count_by_county()
    return render_template(
        "shop/browse/counties.html",
        counts=counts,
        sellers=storefront.list_sellers(),
        plots=PLOTS,
        plot_patterns=PATTERNS,
    )


@bp.get("/county/<county_code>")
@public
@kept
def county(county_code: str) -> str:
    page = storefront.get_county(county_code, district=current_district(), at=now())
    heading = local(find_place(county_code))
    return _show_shelf("county", heading, {"county_code": county_code}, county=page)


@bp.get("/producer/<org_ref>")
@public
@kept
def producer(org_ref: str) -> str:
    seller = storefront.get_seller(org_ref)
    return _show_shelf("producer", local(seller), {"seller_id": seller.id}, seller=seller)


@bp.get("/search")
@public
@kept
def search() -> ResponseReturnValue:
    text = request.args.get("q", "").strip()[:80]
    lot_ref = find_lot_ref(text)
    if lot_ref is not None and LOT_PAGE in current_app.view_functions:
        return redirect(url_for(LOT_PAGE, lot_ref=lot_ref), 303)
    heading = _("“%(text)s” 的搜索结果", text=text) if text else _("全部商品")
    return _show_shelf("shelf", heading, {}, search_text=text)


@bp.get("/p/<listing_ref>")
@public
def product(listing_ref: str) -> str:
    district = current_district()
    view = get_product(listing_ref, pieces=read_number("pieces"), district=district, at=now())
    if view.page.terms.is_alcohol and not session.get(ADULT_KEY):
        return render_template("shop/browse/age_gate.html", listing_ref=listing_ref)
    return render_template(
        "shop/browse/product.html",
        view=view,
        today=today(),
        family_words=FAMILY_WORDS,
        label_rows=label_rows,
        cities=districts_by_city(),
        district=district,
        picture=read_number("picture"),
    )


@bp.post("/p/<listing_ref>/age")
@public
def confirm_age(listing_ref: str) -> ResponseReturnValue:
    if request.form.get("is_adult") == "1":
        session[ADULT_KEY] = True
        session.permanent = request.form.get("remember") == "1"
    return redirect(url_for("shop_browse.product", listing_ref=listing_ref), 303)
