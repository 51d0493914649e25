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
