"""Wine from the eastern foot of Helan Mountain (goods 1–9)."""

from __future__ import annotations

from typing import Any

from demo.rows import Good

GRAPES = "酿酒葡萄、微量二氧化硫"
_WINE: dict[str, Any] = {
    "family": "wine",
    "sold_by": "bottle",
    "grams": (1300, 1300, 1300),
    "temperature": "ambient",
    "set_point_c10": 130,
    "ingredients": GRAPES,
    "net": "750 ml",
    "tax_bp": 1300,
    "is_wine": True,
    "weekly": 90,
}
_RED: dict[str, Any] = {**_WINE, "papers": "SC GI", "gi": "helan-wine", "plate": "wine-red"}
_WHITE: dict[str, Any] = {**_RED, "plate": "wine-white"}

GOODS: tuple[Good, ...] = (
    Good(
        code="cabernet",
        zh="赤霞珠干红 750ml",
        en="Cabernet Sauvignon, dry red, 750 ml",
        county="640121",
        seller="lishijian",
        yuan=(98, 168),
        variety=("赤霞珠", "Cabernet Sauvignon"),
        note=("砾石地葡萄，黑醋栗与雪松香气。", "Grown on gravel; blackcurrant and cedar."),
        **_RED,
    ),
    Good(
        code="gernischt",
        zh="蛇龙珠干红 750ml",
        en="Cabernet Gernischt, dry red, 750 ml",
        county="640381",
        seller="lishijian",
        yuan=(118, 198),
        variety=("蛇龙珠", "Cabernet Gernischt"),
        note=("宁夏老品种，青椒与红果香。", "An old variety of the region; red fruit."),
        **_RED,
    ),
    Good(
        code="marselan",
        zh="马瑟兰干红 750ml",
        en="Marselan, dry red, 750 ml",
        county="640303",
        seller="yishanlu",
        yuan=(108, 188),
        variety=("马瑟兰", "Marselan"),
        note=(
            "移民村的葡萄园，紫罗兰与蓝莓香。",
            "From a resettled village; violet and blueberry.",
        ),
        **_RED,
    ),
    Good(
        code="chardonnay",
        zh="霞多丽干白 750ml",
        en="Chardonnay, dry white, 750 ml",
        county="640122",
        seller="lishijian",
        yuan=(98, 158),
        variety=("霞多丽", "Chardonnay"),
        note=("清爽，配闽南海鲜。", "Crisp; goes with seafood of Southern Fujian."),
        **_WHITE,
    ),
    Good(
        code="riesling",
        zh="雷司令半甜白 750ml",
        en="Riesling, semi-sweet white, 750 ml",
        county="640121",
        seller="lishijian",
        yuan=(88, 138),
        variety=("雷司令", "Riesling"),
        note=("蜜桃与柑橘香，微甜。", "Peach and citrus, slightly sweet."),
        **_WHITE,
    ),
    Good(
        code="rose",
        zh="桃红葡萄酒 750ml",
        en="Rosé, 750 ml",
        county="640105",
        seller="lishijian",
        yuan=(78, 128),
        variety=("美乐", "Merlot"),
        note=("草莓香，冰镇饮用。", "Strawberry; serve cold."),
        **_RED,
    ),
    Good(
        code="reserve",
        zh="橡木桶珍藏混酿 750ml",
        en="Barrel-aged reserve blend, 750 ml",
        county="640105",
        seller="lishijian",
        yuan=(268, 468),
        variety=("赤霞珠、美乐", "Cabernet Sauvignon, Merlot"),
        note=("橡木桶陈酿十八个月。", "Eighteen months in oak."),
        **{**_RED, "weekly": 36},
    ),
    Good(
        code="sparkling",
        zh="起泡葡萄酒 750ml",
        en="Sparkling wine, 750 ml",
        county="640122",
        seller="lishijian",
        yuan=(128, 188),
        variety=("霞多丽", "Chardonnay"),
        note=("传统法，细腻气泡。", "Traditional method, fine bubbles."),
        papers="SC",
        plate="wine-white",
        **{**_WINE, "grams": (1600, 1600, 1600), "weekly": 40},
    ),
    Good(
        code="six-bottle-case",
        zh="六支装礼盒",
        en="Six-bottle gift case",
        county="640381",
        seller="lishijian",
        yuan=(588, 888),
        variety=("三红三白", "three red, three white"),
        note=("三红三白，附品饮卡。", "Three red, three white, with tasting cards."),
        **{
            **_RED,
            "sold_by": "box",
            "grams": (8200, 8200, 8200),
            "net": "750 ml × 6",
            "weekly": 30,
        },
    ),
)
