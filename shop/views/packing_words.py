"""The words of the packing table."""

from __future__ import annotations

from core.web.language import _, lazy

SHORT_WORDS = {
    "missing": lazy("数量不够"),
    "spoiled": lazy("坏了，不能发"),
    "below_grade": lazy("不够等级"),
}


def light_words(difference_g: int, way: str | None) -> str:
    """What happens to a piece that is too light, by what the buyer wished."""
    light = _("轻了 %(grams)s g。", grams=difference_g)
    if way == "swap":
        return light + _("买家要换一件：放回去，称另一件。")
    if way == "drop":
        return light + _("买家选了“轻了就不要”：这一件不发，钱退给买家。")
    return light + _("正在问买家要不要，先称别的。")


PACK_STATES = {
    "placed": ("info", lazy("待接单")),
    "accepted": ("info", lazy("待拣货")),
    "picking": ("info", lazy("称重中")),
    "weighed": ("ok", lazy("待装箱")),
    "ready": ("ok", lazy("待交车")),
    "on_hold": ("warn", lazy("暂停发货")),
}
