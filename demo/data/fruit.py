"""Melons and fruit (goods 58–61)."""

from __future__ import annotations

from typing import Any

from demo.rows import Good

_FRUIT: dict[str, Any] = {"family": "fruit", "papers": "CC GI", "weekly": 160}
_CASE: dict[str, Any] = {**_FRUIT, "sold_by": "case", "temperature": "chilled"}

GOODS: tuple[Good, ...] = (
    Good(
        code="stone-melon",
        zh="硒砂瓜 6–9kg",
        en="Stone-mulch melon, 6–9 kg",
        county="640502",
        seller="shapan",
        sold_by="piece",
        yuan=(2.6, 4.5),
        per_kg=True,
        grams=(7500, 6000, 9000),
        months=(7, 9),
        days=50,
        temperature="ambient",
        gi="zhongwei-melon",
        plate="melon",
        note=("压砂地旱种，耐储五十天。", "Dry-grown under stones; keeps fifty days."),
        **_FRUIT,
    ),
    Good(
        code="apricot",
        zh="红梅杏 2.5kg",
        en="Red plum apricots, 2.5 kg",
        county="640425",
        seller="xingao",
        yuan=(49, 79),
        grams=(2500, 2500, 2500),
        months=(6, 7),
        days=5,
        gi="pengyang-apricot",
        plate="dates",
        note=("七成熟采摘，到家正好。", "Picked early, ripe at your door."),
        **_CASE,
    ),
    Good(
        code="long-jujube",
        zh="灵武长枣 2.5kg",
        en="Lingwu long jujubes, 2.5 kg",
        county="640181",
        seller="daolang",
        yuan=(49, 79),
        grams=(2500, 2500, 2500),
        months=(9, 10),
        days=20,
        gi="lingwu-jujube",
        plate="dates",
        note=("脆甜鲜食，九十月供应。", "Crisp and sweet, in September and October."),
        **_CASE,
    ),
    Good(
        code="apple",
        zh="沙坡头苹果 5kg",
        en="Shapotou apples, 5 kg",
        county="640502",
        seller="shapan",
        yuan=(39, 59),
        grams=(5000, 5000, 5000),
        months=(10, 4),
        days=90,
        gi="shapotou-apple",
        plate="apple",
        grade="80#",
        note=("黄河岸边，日照足。", "From the bank of the Yellow River."),
        **{**_CASE, "weekly": 9_000},
    ),
)
