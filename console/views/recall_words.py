"""Words of recalls: places, outcomes, channels."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

PLACES: dict[str, LazyString] = {
    "store": lazy("还在产地"),
    "road": lazy("在路上"),
    "hub": lazy("在枢纽"),
    "door": lazy("已送到"),
}
OUTCOMES: dict[str, tuple[str, LazyString]] = {
    "": ("bad", lazy("待处理")),
    "replaced": ("ok", lazy("已换批次")),
    "refunded": ("ok", lazy("已退款")),
    "returned": ("ok", lazy("已收回")),
    "destroyed": ("ok", lazy("已销毁")),
    "unreachable": ("warn", lazy("联系不上")),
}
CHANNELS: dict[str, LazyString] = {
    "retail": lazy("零售"),
    "b2b": lazy("单位采购"),
    "contract": lazy("协议叫货"),
}
