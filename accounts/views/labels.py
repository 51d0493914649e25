"""What roles, capacities and legal forms are called; as template filters for all packages."""

from __future__ import annotations

from flask import Flask
from flask_babel import LazyString

from accounts.rules.permissions import Capacity, LegalForm, Role
from accounts.rules.places import full_place_name, place_name
from accounts.rules.scopes import Scope
from core.web.language import current_language, lazy

LEGAL_FORMS: dict[LegalForm, LazyString] = {
    LegalForm.COOPERATIVE: lazy("农民专业合作社"),
    LegalForm.FAMILY_FARM: lazy("家庭农场"),
    LegalForm.COMPANY: lazy("公司"),
    LegalForm.INDIVIDUAL_BUSINESS: lazy("个体工商户"),
    LegalForm.PUBLIC_INSTITUTION: lazy("事业单位"),
    LegalForm.GOVERNMENT_BODY: lazy("机关"),
    LegalForm.UNION: lazy("工会"),
}
CAPACITIES: dict[Capacity, LazyString] = {
    Capacity.BUYS: lazy("采购"),
    Capacity.SELLS: lazy("销售"),
    Capacity.CARRIES: lazy("承运"),
    Capacity.RUNS_OUTLET: lazy("自提网点"),
    Capacity.COUNTY_DESK: lazy("县级服务台"),
    Capacity.PLATFORM: lazy("平台"),
}
ROLES: dict[Role, tuple[LazyString, LazyString]] = {
    Role.OWNER: (lazy("所有者"), lazy("成员、资料和收款账户")),
    Role.BUYER: (lazy("采购员"), lazy("下单、叫货、起草协议")),
    Role.APPROVER: (lazy("审批人"), lazy("批准超额的订单和协议")),
    Role.BUYING_SIGNATORY: (lazy("采购签约人"), lazy("代表采购方签协议")),
    Role.INSPECTOR: (lazy("验收员"), lazy("在门口验收货物")),
    Role.BUYING_FINANCE: (lazy("采购财务"), lazy("付款、发票、对账")),
    Role.CATALOGUE_EDITOR: (lazy("商品编辑"), lazy("商品、批次、采收预报")),
    Role.FULFILMENT: (lazy("发货员"), lazy("拣货、称重、打包")),
    Role.SELLING_SIGNATORY: (lazy("销售签约人"), lazy("代表供货方签协议")),
    Role.SELLING_FINANCE: (lazy("销售财务"), lazy("货款和结算")),
    Role.CARRIER_DISPATCHER: (lazy("车队调度"), lazy("接单、发车、运费账单")),
    Role.DRIVER: (lazy("司机"), lazy("自己的车次、送达凭证")),
    Role.CARRIER_HUB_WORKER: (lazy("库管"), lazy("卸货、扫码、测温、装车")),
    Role.OUTLET_CLERK: (lazy("网点店员"), lazy("取货码、盘点、保质期")),
    Role.COUNTY_OFFICER: (lazy("县级联络员"), lazy("推荐本县商家")),
    Role.OPERATOR: (lazy("运营"), lazy("审核商品、核验商家、盯履约")),
    Role.LOGISTICS_DISPATCHER: (lazy("物流调度"), lazy("排车、改派、处理温度报警")),
    Role.HUB_WORKER: (lazy("枢纽库管"), lazy("卸货、扫码、测温、装车")),
    Role.SUPPORT: (lazy("客服"), lazy("查单和帮忙")),
    Role.PLATFORM_FINANCE: (lazy("平台财务"), lazy("收款、退款、对账")),
    Role.AUDITOR: (lazy("审计"), lazy("只读，导出留痕")),
    Role.SECURITY_ADMIN: (lazy("安全管理员"), lazy("平台成员和权限")),
}
SCOPES: dict[Scope, LazyString] = {
    Scope.CATALOG_READ: lazy("读商品"),
    Scope.ORDERS_READ: lazy("读订单"),
    Scope.ORDERS_WRITE: lazy("下单"),
    Scope.STOCK_READ: lazy("读自己的库存"),
    Scope.STOCK_WRITE: lazy("记批次、预报和采收"),
    Scope.CONTRACTS_READ: lazy("读协议"),
    Scope.CALL_OFFS_WRITE: lazy("叫货"),
    Scope.TRACKING_READ: lazy("读物流"),
    Scope.MONEY_READ: lazy("读货款"),
    Scope.PACKING_WRITE: lazy("称重打包"),
}


def _place(code: str | None) -> str:
    return place_name(code, current_language())


def _place_short(code: str | None) -> str:
    name = _place(code)
    for suffix in ("县", "区", "市", " County", " District", " City"):
        name = name.removesuffix(suffix)
    return name


def _full_place(code: str | None) -> str:
    return full_place_name(code, current_language())


def init_labels(app: Flask) -> None:
    """Give the names to all templates."""
    app.jinja_env.filters.update(
        legal_form_name=lambda form: LEGAL_FORMS[LegalForm(form)],
        capacity_name=lambda capacity: CAPACITIES[Capacity(capacity)],
        role_name=lambda role: ROLES[Role(role)][0],
        role_note=lambda role: ROLES[Role(role)][1],
        scope_name=lambda scope: SCOPES[Scope(scope)],
        place=_place,
        full_place=_full_place,
        place_short=_place_short,
    )
