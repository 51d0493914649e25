"""Supply bases of the demo, and the family farm that is on its way in. All are examples."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseRow:
    """One base: who, where, which goods, tonnes it can grow and guarantees this year."""

    seller: str
    zh: str
    en: str
    county: str
    place: str
    area_mu: int
    about: tuple[str, str]
    goods: tuple[tuple[str, int, int], ...]
    stage: str = "designated"


BASES: tuple[BaseRow, ...] = (
    BaseRow(
        seller="shuoyun",
        zh="花马池滩羊保障基地（示例）",
        en="Huamachi Tan sheep base (example)",
        county="640323",
        place="花马池镇四墩子村",
        area_mu=5200,
        about=(
            "八十六户轮牧，圈舍和屠宰点相距 9 公里，冷库两间。示例基地。",
            "Eighty-six families graze in turns; two cold stores. An example.",
        ),
        goods=(("hand-pulled-lamb", 40, 6), ("tan-leg", 30, 3)),
    ),
    BaseRow(
        seller="liangshang",
        zh="单家集供闽蔬菜保障基地（示例）",
        en="Danjiaji vegetable base for Fujian (example)",
        county="640422",
        place="兴隆镇单家集",
        area_mu=1800,
        about=(
            "海拔 1,900 米，夏天也凉。产地预冷，当天发车。示例基地。",
            "1,900 m above the sea and cool in summer; cooled at the field. An example.",
        ),
        goods=(("celery", 300, 20), ("potato", 500, 30)),
    ),
    BaseRow(
        seller="hongzhu",
        zh="宁安枸杞保障基地（示例）",
        en="Ning'an goji base (example)",
        county="640521",
        place="宁安镇南桥村",
        area_mu=960,
        about=("自有烘干房，每批留样。示例基地。", "Own drying house, samples kept. An example."),
        goods=(("goji-premium", 60, 2),),
        stage="inspected",
    ),
    BaseRow(
        seller="qinglan",
        zh="泾河源肉牛保障基地（示例）",
        en="Jingheyuan beef base (example)",
        county="640424",
        place="泾河源镇",
        area_mu=740,
        about=("母牛户一百二十家。示例基地。", "A hundred and twenty herds. An example."),
        goods=(("beef-shank", 80, 8),),
        stage="applied",
    ),
)
FARM_ZH = "红寺堡区塬上人家家庭农场（示例）"
FARM_EN = "Yuanshang Family Farm, Hongsibu (example)"
FARM_COUNTY = "640303"
FARM_STORY = "夫妻两人种三十亩黄花菜，自己晒。示例商家。"
FARMER = ("马秀兰（示例）", "13995550501", "farm")
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
