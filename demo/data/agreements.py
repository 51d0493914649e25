"""The standing contracts of the example: in force, at the signature, in approval."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A standing contract; quantities in pieces, days counted from the day of the load."""

    key: str
    title: str
    buyer: str
    seller: str
    good: str
    pieces: int
    first_day: int
    last_day: int
    drafted_day: int
    reaches: str  # active, seller_signed, in_approval
    weekly_call: int = 0
    last_call_day: int | None = None  # calls off on this day and every seventh before it
    quality: str = ""


AGREEMENTS: tuple[Agreement, ...] = (
    Agreement(
        key="legs",
        title="滩羊后腿冬季长期供应（示例）",
        buyer="rongyinli",
        seller="shuoyun",
        good="tan-leg",
        pieces=180,
        first_day=-20,
        last_day=50,
        drafted_day=-24,
        reaches="active",
        weekly_call=8,
        quality="带骨后腿，单件 2.0–2.6 kg，−18 ℃ 以下",
    ),
    Agreement(
        key="potatoes",
        title="西吉马铃薯整车供应（示例）",
        buyer="yuanshan",
        seller="liangshang",
        good="potato",
        pieces=11_200,
        first_day=-9,
        last_day=54,
        drafted_day=-15,
        reaches="active",
        weekly_call=1_120,
        last_call_day=-1,
        quality="单薯 150 克以上，无绿皮，网袋 25 kg",
    ),
    Agreement(
        key="apples",
        title="沙坡头苹果绿通整车供应（示例）",
        buyer="rongyinli",
        seller="shapan",
        good="apple",
        pieces=48_000,
        first_day=-9,
        last_day=54,
        drafted_day=-15,
        reaches="active",
        weekly_call=4_800,
        last_call_day=-1,
        quality="果径 75 mm 以上，0–4 ℃ 预冷装车",
    ),
    Agreement(
        key="rice",
        title="灵武珍珠米周配供应（示例）",
        buyer="rongyinli",
        seller="daolang",
        good="pearl-rice",
        pieces=26_000,
        first_day=-9,
        last_day=54,
        drafted_day=-16,
        reaches="active",
        weekly_call=2_600,
        last_call_day=0,
        quality="当年新米，水分不高于 14.5 %",
    ),
    Agreement(
        key="goji",
        title="枸杞特级全年供应（示例）",
        buyer="rongyinli",
        seller="hongzhu",
        good="goji-premium",
        pieces=600,
        first_day=7,
        last_day=52,
        drafted_day=-4,
        reaches="seller_signed",
        quality="特级，每 50 克不多于 370 粒",
    ),
    Agreement(
        key="wine",
        title="酒店餐酒季度供应（示例）",
        buyer="luxiwan",
        seller="lishijian",
        good="cabernet",
        pieces=300,
        first_day=10,
        last_day=54,
        drafted_day=-2,
        reaches="in_approval",
        quality="同一年份，软木塞，运输 10–18 ℃",
    ),
)
