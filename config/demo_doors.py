"""The sign-in page of a demonstration offers its example accounts, one click each."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask
from flask_babel import LazyString

from config.settings import Settings
from core.web.language import lazy
from demo.data.accounts import DOMAIN, PASSWORD


@dataclass(frozen=True)
class Door:
    """One example account."""

    email: str
    label: LazyString
    password: str = PASSWORD


DOORS = (
    Door(f"lin@{DOMAIN}", lazy("福州买家：逛、下单、付款、查物流")),
    Door(f"yanchi@{DOMAIN}", lazy("盐池合作社：商品、称重、打包、货款")),
    Door(f"rongyinli@{DOMAIN}", lazy("超市采购：协议、叫货、验收")),
    Door(f"rongyinli-boss@{DOMAIN}", lazy("超市负责人：审批、签字")),
    Door(f"outlet@{DOMAIN}", lazy("社区门店：收货、收银、盘点、自提")),
    Door(f"dispatch@{DOMAIN}", lazy("物流调度：今晚怎么排车")),
    Door(f"ops@{DOMAIN}", lazy("平台运营：审核、核验、对账")),
    Door(f"cashier@{DOMAIN}", lazy("平台出纳：复核付款，登记银行结果")),
    Door(f"county@{DOMAIN}", lazy("县级服务台：推荐本县商家")),
)


def init_demo_doors(app: Flask, settings: Settings) -> None:
    """Show the doors in a demonstration, never in production."""
    app.jinja_env.globals["demo_doors"] = DOORS if settings.is_demo else ()
