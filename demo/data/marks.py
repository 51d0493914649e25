"""Geographical indications with the counties of their territory; who issues which paper."""

from __future__ import annotations

# Only names met in sources are claimed; the unconfirmed ones of the catalogue are not seeded.
GIS: tuple[tuple[str, str, str, tuple[str, ...]], ...] = (
    (
        "helan-wine",
        "贺兰山东麓葡萄酒",
        "Wine of the eastern foot of Helan Mountain",
        ("640104", "640105", "640106", "640121", "640122", "640303", "640381"),
    ),
    ("yanchi-tan-sheep", "盐池滩羊", "Yanchi Tan sheep", ("640323",)),
    ("zhongning-goji", "中宁枸杞", "Zhongning goji", ("640521",)),
    (
        "guyuan-cattle",
        "固原黄牛",
        "Guyuan yellow cattle",
        ("640402", "640422", "640423", "640424", "640425"),
    ),
    ("guyuan-flax-oil", "固原胡麻油", "Guyuan flaxseed oil", ("640402", "640422", "640425")),
    ("guyuan-potato", "固原马铃薯", "Guyuan potatoes", ("640402", "640422", "640425")),
    ("haiyuan-potato", "海原马铃薯", "Haiyuan potatoes", ("640522",)),
    ("pengyang-apricot", "彭阳红梅杏", "Pengyang red plum apricots", ("640425",)),
    ("lingwu-jujube", "灵武长枣", "Lingwu long jujubes", ("640181",)),
    ("tongxin-jujube", "同心圆枣", "Tongxin round jujubes", ("640324",)),
    ("zhongwei-melon", "中卫硒砂瓜", "Zhongwei stone-mulch melons", ("640502", "640521", "640522")),
    ("shapotou-apple", "沙坡头苹果", "Shapotou apples", ("640502",)),
    ("yanchi-flax", "盐池胡麻", "Yanchi flax", ("640323",)),
)

# Code of the catalogue's paper column → (kind, issuer, prefix of the example number).
PAPERS: dict[str, tuple[str, str, str]] = {
    "SC": ("food_permit", "示例市场监督管理局", "SC示例"),
    "CC": ("compliance", "生产者自检（示例）", "HGZ示例"),
    "AQ": ("quarantine", "示例动物卫生监督所", "DJ示例"),
    "OR": ("organic", "示例有机认证中心", "OR示例"),
    "GR": ("green", "示例绿色食品办公室", "LB示例"),
    "GI": ("gi", "示例地理标志办公室", "GI示例"),
    "HL": ("halal", "示例清真食品管理委员会", "QZ示例"),
}
