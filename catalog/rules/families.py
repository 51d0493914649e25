"""The families of goods: what the shop's shelves are called.

A family fixes nothing but the shelf and the grade table; temperature, season and papers belong
to the spec.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Family(StrEnum):
    """The shelf a spec stands on."""

    WINE = "wine"
    BEEF = "beef"
    LAMB = "lamb"
    GRAIN = "grain"
    VEGETABLE = "vegetable"
    GOJI = "goji"
    FRUIT = "fruit"
    DRIED = "dried"
    TEA = "tea"
    SEAFOOD = "seafood"


@dataclass(frozen=True, slots=True)
class FamilyName:
    """What a family is called in both languages, and the drawing used without a photo."""

    name_zh: str
    name_en: str
    plate: str


FAMILY_NAMES: dict[Family, FamilyName] = {
    Family.WINE: FamilyName("贺兰山东麓葡萄酒", "Helan Mountain wine", "plate-wine-red"),
    Family.BEEF: FamilyName("六盘山牛肉", "Liupan beef", "plate-beef"),
    Family.LAMB: FamilyName("滩羊", "Tan-sheep lamb", "plate-lamb"),
    Family.GRAIN: FamilyName("粮油杂粮", "Grains and oil", "plate-millet"),
    Family.VEGETABLE: FamilyName("冷凉蔬菜", "Cool-climate vegetables", "plate-broccoli"),
    Family.GOJI: FamilyName("枸杞", "Goji", "plate-goji"),
    Family.FRUIT: FamilyName("瓜果", "Melons and fruit", "plate-melon"),
    Family.DRIED: FamilyName("山珍干货", "Dried goods", "plate-daylily"),
    Family.TEA: FamilyName("闽茶", "Fujian tea", "plate-tea"),
    Family.SEAFOOD: FamilyName("闽海鲜", "Fujian seafood", "plate-fish"),
}

# Goji are graded by berries per 50 g: the fewer, the bigger (upper bound, grade).
GOJI_GRADES: tuple[tuple[int, str], ...] = (
    (280, "特优"),
    (370, "特级"),
    (580, "甲级"),
    (900, "乙级"),
)


def goji_grade(berries_per_50g: int) -> str | None:
    """Tell the grade of goji from the count of berries in 50 g.

    Args:
        berries_per_50g: the counted berries.

    Returns:
        The grade, or None when the berries are too small to be graded.

    Example:
        >>> goji_grade(300)
        '特级'
    """
    return next((grade for limit, grade in GOJI_GRADES if berries_per_50g <= limit), None)
