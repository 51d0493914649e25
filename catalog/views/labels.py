"""Words for the codes of the catalog, and what a version's fields look like in words."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask_babel import LazyString

from accounts.rules.places import COUNTIES, FUJIAN_CODE, place_name
from catalog.rules.families import FAMILY_NAMES, Family
from core.types.money import div_half_up
from core.web.format import grams, price_e4
from core.web.language import _, current_language, lazy

SOLD_BY: dict[str, LazyString] = {
    "piece": lazy("块"),
    "head": lazy("只"),
    "box": lazy("盒"),
    "bag": lazy("袋"),
    "bottle": lazy("瓶"),
    "can": lazy("罐"),
    "case": lazy("箱"),
    "pack": lazy("包"),
    "kg": lazy("公斤"),
}
PRICED_BY: dict[str, LazyString] = {"each": lazy("按件计价"), "kg": lazy("按公斤计价，过秤结算")}
STATES: dict[str, LazyString] = {
    "draft": lazy("草稿"),
    "in_review": lazy("审核中"),
    "live": lazy("在售"),
    "paused": lazy("已暂停"),
    "ended": lazy("已下架"),
}
STATE_KINDS = {
    "draft": "off",
    "in_review": "info",
    "live": "ok",
    "paused": "warn",
    "ended": "off",
}
LOT_STATES: dict[str, LazyString] = {
    "quarantine": lazy("待放行"),
    "released": lazy("可发"),
    "depleted": lazy("已发完"),
    "blocked": lazy("已停发"),
    "recalled": lazy("已召回"),
}
LOT_KINDS = {
    "quarantine": "info",
    "released": "ok",
    "depleted": "off",
    "blocked": "warn",
    "recalled": "bad",
}
LOT_VIEWS: dict[str, LazyString] = {
    "store": lazy("可发和待放行"),
    "waiting": lazy("待放行"),
    "released": lazy("可发"),
    "soon": lazy("7 天内到期"),
    "stopped": lazy("停发"),
    "gone": lazy("已发完"),
}
MOVEMENTS: dict[str, LazyString] = {
    "received": lazy("入库"),
    "shipped": lazy("发货"),
    "weigh_difference": lazy("过秤差额"),
    "shrinkage": lazy("少了，减账"),
    "returned": lazy("退回入库"),
    "disposed": lazy("坏了，减账"),
    "cut_out": lazy("分割出库"),
    "cut_in": lazy("分割入库"),
    "transfer_out": lazy("发往网点"),
    "transfer_in": lazy("网点收货"),
    "counted": lazy("盘点差异"),
}
TAKES: dict[str, LazyString] = {
    "planned": lazy("已留"),
    "picked": lazy("已拣"),
    "weighed": lazy("已称"),
    "shipped": lazy("已发"),
}
CERTIFICATES: dict[str, LazyString] = {
    "licence": lazy("营业执照"),
    "farm_register": lazy("家庭农场名录登记"),
    "food_permit": lazy("食品生产许可证"),
    "animal_health": lazy("动物防疫条件合格证"),
    "compliance": lazy("承诺达标合格证"),
    "quarantine": lazy("动物检疫证明"),
    "organic": lazy("有机认证"),
    "green": lazy("绿色食品"),
    "gi": lazy("地理标志"),
    "halal": lazy("清真证明"),
}
CERTIFICATE_STATES: dict[str, LazyString] = {
    "submitted": lazy("待核验"),
    "verified": lazy("有效"),
    "refused": lazy("未通过"),
    "expired": lazy("已过期"),
    "revoked": lazy("已撤销"),
}
CERTIFICATE_KINDS = {
    "submitted": "info",
    "verified": "ok",
    "refused": "bad",
    "expired": "warn",
    "revoked": "bad",
}
FIELDS: dict[str, LazyString] = {
    "spec_id": lazy("货品种类"),
    "sku": lazy("货号"),
    "county_code": lazy("产地"),
    "title_zh": lazy("商品名称"),
    "title_en": lazy("英文名称"),
    "story_zh": lazy("介绍"),
    "story_en": lazy("英文介绍"),
    "sold_by": lazy("销售单位"),
    "priced_by": lazy("计价方式"),
    "nominal_g": lazy("标称重量"),
    "min_g": lazy("最轻的一件"),
    "max_g": lazy("最重的一件"),
    "price_e4": lazy("价格"),
    "tax_bp": lazy("税率"),
    "unit_pieces": lazy("一件里有几份"),
    "step": lazy("递增量"),
    "moq": lazy("起订量"),
    "min_remaining_days": lazy("到手至少剩余天数"),
    "photos": lazy("照片"),
    "tiers": lazy("多买价"),
    "is_halal": lazy("清真标识"),
    "uses_gi": lazy("地理标志"),
}
LABELS: dict[str, LazyString] = {
    "ingredients": lazy("配料表"),
    "net_content": lazy("净含量"),
    "producer": lazy("生产者"),
    "producer_address": lazy("生产者地址"),
    "shelf_life": lazy("保质期"),
    "storage": lazy("贮存条件"),
    "standard_no": lazy("产品标准号"),
    "licence_no": lazy("生产许可证号"),
    "allergens": lazy("致敏物质"),
    "nutrition": lazy("营养成分表"),
}
REASONS: dict[str, LazyString] = {
    "certificate": lazy("证件到期，已自动暂停"),
    "seller": lazy("您暂停了销售"),
    "past_date": lazy("已到保质期"),
    "suspended": lazy("商家被平台暂停"),
}


def field_name(name: str) -> str:
    """What a field of a version is called."""
    label = name.removeprefix("label.")
    return str(LABELS[label]) if label != name else str(FIELDS.get(name, name))


def field_value(name: str, value: Any) -> str:
    """What a field of a version says."""
    if value is None or value in ("", []):
        return "—"
    if name.endswith("_g"):
        return grams(int(value))
    tell = _TELLERS.get(name)
    return tell(value) if tell else str(value)


def _tiers(value: Any) -> str:
    said = (_("%(n)s 件起 %(p)s", n=n, p=price_e4(int(p))) for n, p in value)
    return "，".join(said)


def _yes_no(value: Any) -> str:
    return _("是") if value else _("否")


_TELLERS: dict[str, Callable[[Any], str]] = {
    "is_halal": _yes_no,
    "uses_gi": _yes_no,
    "photos": lambda refs: _("%(n)s 张", n=len(refs)),
    "tiers": _tiers,
    "sold_by": lambda code: str(SOLD_BY[str(code)]),
    "priced_by": lambda code: str(PRICED_BY[str(code)]),
    "price_e4": lambda price: price_e4(int(price)),
    "tax_bp": lambda rate: f"{int(rate) / 100:g} %",
    "county_code": lambda code: place_name(str(code), current_language()),
}


def reason_words(reason: str) -> str:
    """Why something was stopped: our code in words, or what somebody wrote."""
    return str(REASONS.get(reason, reason))


def county_options() -> list[tuple[str, str]]:
    """The counties goods come from: Ningxia first, then Fujian."""
    codes = [place.code for place in COUNTIES]
    ordered = [c for c in codes if not c.startswith(FUJIAN_CODE[:2])]
    ordered += [c for c in codes if c.startswith(FUJIAN_CODE[:2])]
    return [(code, place_name(code, current_language())) for code in ordered]


def family_name(family: str) -> str:
    """What a family is called in the reader's language."""
    name = FAMILY_NAMES[Family(family)]
    return name.name_en if current_language() == "en" else name.name_zh


def kilograms(amount_g: int) -> str:
    """Whole kilograms for the ledger: 14900000 → 14,900; negative with U+2212."""
    value = div_half_up(amount_g, 1000)
    return f"{'−' if value < 0 else ''}{abs(value):,}"


def plain_yuan(price_e4: int) -> str:
    """A unit price as it is typed: 1080000 → 108, 63500 → 6.35."""
    return _plain(Decimal(price_e4) / 10_000)


def plain_kg(amount_g: int) -> str:
    """A weight as it is typed in kilograms: 2500 → 2.5."""
    return _plain(Decimal(amount_g) / 1000)


def percent(rate_bp: int) -> str:
    """A rate in per cent: 1450 → 14.5."""
    return _plain(Decimal(rate_bp) / 100)


def tonne_days(gram_days: int) -> str:
    """Grams times days as tonnes times days, to the kilogram."""
    return _plain(Decimal(gram_days // 1000) / 1000)


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
