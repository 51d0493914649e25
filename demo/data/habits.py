"""What the buyers of the example order, and on which weekdays (0 = Monday)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Habit:
    """A regular order of an organisation."""

    buyer: str
    weekdays: tuple[int, ...]
    method: str
    lines: tuple[tuple[str, int], ...]
    clock_time: str = "10:00"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A shopper's door."""

    mail: str
    name: str
    phone: str
    city: str
    district: str
    detail: str


HABITS: tuple[Habit, ...] = (
    Habit(
        buyer="rongyinli",
        weekdays=(0, 2, 4),
        method="terms",
        lines=(("tan-leg", 8), ("lamb-rolls", 40), ("goji-premium", 24), ("dryland-millet", 30)),
        clock_time="10:20",
    ),
    Habit(
        buyer="luxiwan",
        weekdays=(1,),
        method="terms",
        lines=(("cabernet", 24), ("chardonnay", 12), ("tan-ribs", 12), ("lamb-chops", 30)),
        clock_time="11:00",
    ),
    Habit(
        buyer="citong",
        weekdays=(0,),
        method="terms",
        lines=(("potato", 10), ("choy-sum", 8), ("tomato", 8), ("carrot", 6)),
        clock_time="09:30",
        note="门口过磅，05:00–07:00 收货",
    ),
    Habit(
        buyer="chengling",
        weekdays=(3,),
        method="terms",
        lines=(("potato", 12), ("potato-noodles", 20), ("bread-flour", 30)),
        clock_time="14:00",
    ),
    Habit(
        buyer="yuanshan",
        weekdays=(2,),
        method="terms",
        lines=(("potato", 15), ("beef-brisket", 30), ("celery", 8)),
        clock_time="09:40",
    ),
    Habit(
        buyer="meiyu",
        weekdays=(4,),
        method="bank_transfer",
        lines=(("eight-grain-box", 40),),
        clock_time="15:00",
        note="工会慰问",
    ),
    Habit(
        buyer="sandu",
        weekdays=(1, 4),
        method="online",
        lines=(("tan-ribs", 4), ("beef-shank", 3)),
        clock_time="10:40",
    ),
    Habit(
        buyer="lanshan",
        weekdays=(3,),
        method="bank_transfer",
        lines=(("six-bottle-case", 4), ("reserve", 6)),
        clock_time="11:30",
    ),
    Habit(
        buyer="shaxi",
        weekdays=(0,),
        method="terms",
        lines=(("beef-tenderloin", 3), ("oat-flakes", 20)),
        clock_time="13:20",
    ),
    Habit(
        buyer="tingyuan",
        weekdays=(2,),
        method="terms",
        lines=(("pearl-rice", 40), ("flaxseed-oil", 10)),
        clock_time="14:30",
    ),
    Habit(
        buyer="minjiang",
        weekdays=(5,),
        method="online",
        lines=(("tan-half", 6), ("apple", 20)),
        clock_time="19:00",
        note="社区团购",
    ),
    Habit(
        buyer="fengcheng",
        weekdays=(2,),
        method="terms",
        lines=(("yellow-croaker", 30), ("pomelo", 30), ("tieguanyin", 10), ("laver", 30)),
        clock_time="10:10",
    ),
    Habit(
        buyer="liupan",
        weekdays=(1,),
        method="terms",
        lines=(("yellow-croaker", 20), ("white-fungus", 20), ("laver", 20)),
        clock_time="14:10",
    ),
)

HOMES: tuple[Home, ...] = (
    Home(
        mail="lin",
        name="林女士（示例）",
        phone="13859550301",
        city="350100",
        district="350102",
        detail="温泉街道示例路 8 号 2 座 601",
    ),
    Home(
        mail="zheng",
        name="郑先生（示例）",
        phone="13859550302",
        city="350500",
        district="350503",
        detail="东湖街道示例巷 3 号",
    ),
    Home(
        mail="xu",
        name="许女士（示例）",
        phone="13859550303",
        city="350200",
        district="350203",
        detail="厦港街道示例路 15 号",
    ),
)

# One basket a day, in turn.
BASKETS: tuple[tuple[tuple[str, int], ...], ...] = (
    (("tan-half", 1), ("goji-top", 1)),
    (("tan-ribs", 2), ("dryland-millet", 1)),
    (("cabernet", 2), ("beef-jerky", 2)),
    (("apple", 1), ("goji-juice", 1), ("daylily", 1)),
    (("tan-leg", 1), ("potato-noodles", 1)),
    (("beef-shank", 1), ("hand-pulled-lamb", 1)),
    (("lamb-rolls", 3), ("tartary-tea", 1)),
    (("pearl-rice", 1), ("flaxseed-oil", 1)),
    (("beef-steak", 1), ("marselan", 1)),
    (("tomato", 1), ("choy-sum", 1)),
    (("eight-grain-box", 1), ("goji-organic", 2)),
)

# The orders of the day itself stand still at these points, one each.
STANDING: tuple[tuple[str, tuple[tuple[str, int], ...], str], ...] = (
    ("accepted", (("tan-half", 1), ("goji-premium", 1)), "lin"),
    ("placed", (("tan-ribs", 1),), "zheng"),
    ("picking", (("tan-leg", 2),), "xu"),
    ("weighed", (("tan-half", 1),), "zheng"),
    ("ready", (("beef-shank", 1),), "xu"),
    ("awaiting_payment", (("pearl-rice", 1),), "lin"),
    ("cancelled", (("apple", 1),), "lin"),
)
