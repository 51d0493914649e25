"""The short names of the shelves, for menus, filters and charts."""

from __future__ import annotations

from flask_babel import LazyString

from core.web.language import lazy

FAMILY_WORDS: dict[str, LazyString] = {
    "wine": lazy("葡萄酒"),
    "beef": lazy("牛肉"),
    "lamb": lazy("滩羊"),
    "grain": lazy("小杂粮"),
    "vegetable": lazy("冷凉蔬菜"),
    "goji": lazy("枸杞"),
    "fruit": lazy("瓜果"),
    "dried": lazy("山珍"),
    "tea": lazy("闽茶"),
    "seafood": lazy("闽海鲜"),
}
