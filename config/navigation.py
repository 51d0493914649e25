"""Every menu of the site: tables of links. A link shows only where its page exists.

One line per link: add your page to the table it belongs to. Words are Chinese source strings; the
icon is a name from core/web/static/img/icons.svg. Whoever may not open a page does not see its
link: that follows from the view's own policy.
"""

from functools import cache
from typing import Any

from flask import Flask, current_app, request, url_for
from flask_babel import LazyString

from accounts.guards import current_actor
from accounts.queries import get_org_by_ref
from accounts.rules.places import full_place_name
from catalog.views.plates import init_plates
from config.menus import Group, Link, Rail, Shown, Table, may_open, open_groups, open_links, url_or
from core.clock import today
from core.web.assets import init_assets
from core.web.format import day, local, week
from core.web.language import _, current_language, lazy, other_language_url
from core.web.moments import init_moments
from shop.rules.solar_terms import term_of
from shop.views.basket import basket_count
from shop.views.place import current_district


def season_words() -> str:
    """小雪时令: the first entry of the shop's menu."""
    return _("%(term)s时令", term=local(term_of(today())))


TOP = (
    Link("contracts_desk.introduce", lazy("企业采购")),
    Link("accounts_organisations.begin", lazy("合作社入驻")),
    Link("contracts_verify.show", lazy("验证签名")),
)
FAMILIES = (
    Link("shop_browse.season", LazyString(season_words)),
    Link("shop_browse.family", lazy("葡萄酒"), args={"family": "wine"}),
    Link("shop_browse.family", lazy("滩羊"), args={"family": "lamb"}),
    Link("shop_browse.family", lazy("牛肉"), args={"family": "beef"}),
    Link("shop_browse.family", lazy("枸杞"), args={"family": "goji"}),
    Link("shop_browse.family", lazy("小杂粮"), args={"family": "grain"}),
    Link("shop_browse.family", lazy("冷凉蔬菜"), args={"family": "vegetable"}),
    Link("shop_browse.family", lazy("瓜果"), args={"family": "fruit"}),
    Link("shop_browse.province", lazy("福建风味"), args={"province": "fujian"}),
)
TABS = (
    Link("shop_browse.home", lazy("首页"), "home"),
    Link("shop_browse.families", lazy("分类"), "grid"),
    Link("shop_basket.show", lazy("购物篮"), "cart"),
    Link("shop_orders.list_orders", lazy("订单"), "box"),
    Link("accounts_account.show", lazy("我的"), "user"),
)
FOOTER: Table = (
    (
        lazy("选购"),
        (
            Link("shop_browse.families", lazy("全部品类")),
            Link("shop_browse.counties", lazy("产地与合作社")),
            Link("shop_basket.show", lazy("购物篮")),
        ),
    ),
    (
        lazy("服务"),
        (
            Link("shop_place.choose", lazy("配送范围与送货地")),
            Link("shop_orders.list_orders", lazy("我的订单")),
            Link("shop_addresses.list_all", lazy("收货地址")),
        ),
    ),
    (
        lazy("合作"),
        (
            Link("contracts_desk.introduce", lazy("长期供货协议")),
            Link("accounts_organisations.begin", lazy("合作社入驻")),
        ),
    ),
    (
        lazy("信息公开"),
        (
            Link("shop_bases.list_all", lazy("供应保障基地")),
            Link("contracts_verify.show", lazy("验证协议签名")),
            Link("console_status.show", lazy("运行状态")),
        ),
    ),
)
RAIL: Table = (
    (
        lazy("经营"),
        (
            Link("console_home.show", lazy("今天"), "home"),
            Link("catalog_listings.list_listings", lazy("商品"), "grid"),
            Link("catalog_lots.list_lots", lazy("批次"), "leaf"),
            Link("catalog_forecasts.show", lazy("采收预报"), "cal"),
            Link("catalog_bulk.show", lazy("表格导入导出"), "grid"),
            Link("catalog_storage.list_silos", lazy("储粮"), "sliders"),
            Link("catalog_rounds.show", lazy("开团"), "users"),
            Link("catalog_supply.show", lazy("供应台账"), "chart"),
            Link("shop_packing.list_orders", lazy("待发订单"), "box"),
            Link("catalog_onboarding.start", lazy("入驻进度"), "check"),
            Link("catalog_bases.list_all", lazy("保障基地"), "pin"),
            Link("catalog_certificates.list_certificates", lazy("证书与检测"), "seal"),
            Link("shop_outlets.list_all", lazy("网点"), "pin"),
            Link("logistics_returnables.show", lazy("周转箱和托盘"), "swap"),
            Link("logistics_hub.show", lazy("枢纽作业"), "truck"),
            Link("logistics_drive.show", lazy("今天的派送"), "route"),
        ),
    ),
    (
        lazy("钱款"),
        (
            Link("shop_earnings.show", lazy("钱款"), "wallet"),
            Link("shop_money.list_statements", lazy("对账单"), "doc"),
            Link("shop_money.show_account", lazy("收款账户"), "seal"),
        ),
    ),
    (
        lazy("供货协议"),
        (Link("contracts_desk.list_contracts", lazy("协议"), "doc"),),
    ),
    (
        lazy("采购"),
        (Link("shop_purchases.list_orders", lazy("采购订单"), "cart"),),
    ),
    (
        lazy("资料"),
        (
            Link("accounts_notices.list_all", lazy("通知"), "info"),
            Link("accounts_profile.show", lazy("组织资料"), "doc"),
            Link("accounts_members.list_members", lazy("成员与权限"), "users"),
            Link("accounts_sites.list_sites", lazy("收货点"), "pin"),
            Link("accounts_tokens.list_tokens", lazy("接口密钥"), "lock"),
            Link("console_records.list_ours", lazy("平台查看记录"), "eye"),
            Link("accounts_sellers.show_county", lazy("本县商家"), "leaf"),
            Link("catalog_base_reviews.list_county", lazy("本县保障基地"), "pin"),
        ),
    ),
)
PLATFORM_RAIL: Table = (
    (
        lazy("运营"),
        (
            Link("console_ops.desk", lazy("工作台"), "home"),
            Link("console_lookup.show", lazy("订单查询"), "search"),
            Link("catalog_reviews.list_reviews", lazy("商品审核"), "eye"),
            Link("catalog_verifying.list_certificates", lazy("证件核验"), "seal"),
            Link("accounts_sellers.list_sellers", lazy("商家核验"), "shield"),
            Link("catalog_base_reviews.list_all", lazy("保障基地"), "pin"),
            Link("accounts_profile.list_buyers", lazy("采购单位与账期"), "users"),
            Link("shop_bank.show", lazy("收款与对账"), "wallet"),
            Link("shop_payouts.show", lazy("卖家付款"), "hand"),
            Link("shop_ledger.show", lazy("总账"), "doc"),
        ),
    ),
    (
        lazy("调度"),
        (
            Link("logistics_tower.show", lazy("控制塔"), "route"),
            Link("logistics_runs.list_all", lazy("调度计算"), "chart"),
            Link("logistics_consignments.list_all", lazy("包裹"), "box"),
            Link("logistics_cold_chain.list_all", lazy("温度告警"), "thermo"),
            Link("console_recalls.list_all", lazy("召回"), "alert"),
        ),
    ),
    (
        lazy("系统"),
        (
            Link("console_records.list_all", lazy("操作留痕"), "lock"),
            Link("console_status.detail", lazy("运行状态"), "info"),
        ),
    ),
)
DAILY = (lazy("今天"), lazy("待发订单"), lazy("批次"), lazy("商品"))
LANGUAGES = {
    "zh": {"tag": "zh-Hans-CN", "name": "中文", "short": "中文"},
    "en": {"tag": "en", "name": "English", "short": "EN"},
}


def nav_rail() -> Rail:
    """The menu beside a back office page: of the organisation in the address, or the platform."""
    actor = current_actor()
    org_ref = str((request.view_args or {}).get("org_ref") or "")
    if org_ref:
        groups = open_groups(RAIL, actor, org_ref=org_ref)
        role, org_name = _("工作台"), local(get_org_by_ref(org_ref))
    else:
        groups = open_groups(PLATFORM_RAIL, actor)
        role, org_name = _("平台"), _("平台运营")
    tabs = _tabs(groups)
    return Rail(role, org_name, groups, tabs)


def _tabs(groups: list[Group]) -> list[Shown]:
    """Four links for the thumb: those a seller needs every day, else the first ones."""
    daily = {str(label) for label in DAILY}
    links = [link for group in groups for link in group.links]
    return ([link for link in links if link.label in daily] + [
        link for link in links if link.label not in daily
    ])[:4]  # fmt: skip


def nav_account() -> dict[str, str]:
    """The account link: my account, or sign in."""
    actor = current_actor()
    if actor.is_guest:
        name, label, url = _("游客"), _("登录"), url_or("security.login", "/login")
    else:
        name, label = actor.name, _("我的账户")
        url = url_or("accounts_account.show", url_or("shop_browse.home", "/"))
    return {"name": name, "initial": name[:1], "label": label, "url": url}


def today_words() -> str:
    """9月17日 周四 · 38周 · 白露."""
    now = today()
    return f"{day(now)} · {week(now)} · {local(term_of(now))}"


def _place_url() -> str:
    if "shop_place.choose" not in current_app.view_functions:
        return ""
    here = request.script_root + request.full_path.rstrip("?") if request.method == "GET" else None
    return url_for("shop_place.choose", next=here)


def _context() -> dict[str, Any]:
    """What every layout knows. Anything that reads the database is a function."""
    language = current_language()
    other = LANGUAGES["zh" if language == "en" else "en"]
    return {
        "language_tag": LANGUAGES[language]["tag"],
        "other_language": {**other, "url": other_language_url()},
        "delivery_place": full_place_name(current_district(), language),
        "place_url": _place_url(),
        "home_url": url_or("shop_browse.home", "/"),
        "search_url": url_or("shop_browse.search", "/"),
        "basket_url": url_or("shop_basket.show"),
        "basket_count": cache(basket_count),
    }


def register(app: Flask) -> None:
    """Give the menus and the static files to the templates."""
    init_assets(app)
    init_plates(app)
    init_moments(app)
    app.context_processor(_context)
    app.jinja_env.globals.update(
        has_page=lambda endpoint: endpoint in app.view_functions,
        may_open=may_open,
        nav_top=lambda: open_links(TOP),
        nav_families=lambda: open_links(FAMILIES),
        nav_tabs=lambda: open_links(TABS),
        nav_footer=lambda: open_groups(FOOTER),
        nav_rail=nav_rail,
        nav_account=nav_account,
        today_words=today_words,
    )
