"""How figures, days and names are shown, in both languages (DESIGN.md part 10)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask import Flask

from core.clock import shanghai
from core.types.money import div_half_up, round_half_up
from core.web.language import current_language

WEEKDAYS_ZH = "一二三四五六日"
WEEKDAYS_EN = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS_EN = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
)  # fmt: skip
MISSING = "—"
GRAMS_PER_JIN = 500
TONNE_G = 1_000_000


def fen(amount: int | None, *, sign: bool = False) -> str:
    """168000 → ¥1,680.00; negative with U+2212; missing is a dash."""
    if amount is None:
        return MISSING
    lead = "−" if amount < 0 else ("+" if sign else "")
    return f"{lead}¥{abs(amount) // 100:,}.{abs(amount) % 100:02d}"


def fen_parts(amount: int) -> tuple[str, str]:
    """168050 → ('1,680', '50'): shelf prices show the decimals smaller."""
    return f"{amount // 100:,}", f"{amount % 100:02d}"


def price_e4(price: int | None) -> str:
    """A unit price of 1/10000 yuan: 63500 → ¥6.35."""
    if price is None:
        return MISSING
    value = round_half_up(Decimal(price) / 10_000, 2 if price % 100 == 0 else 4)
    return f"¥{value:,}"


def price_per_500g(price_per_kg_e4: int) -> str:
    """A price per kg shown per 500 g (one 斤)."""
    return fen(div_half_up(price_per_kg_e4, 200))


def grams(amount: int | None) -> str:
    """900 → 900 g; 2500 → 2.5 kg; from a tonne on in tonnes with one decimal."""
    if amount is None:
        return MISSING
    if abs(amount) < 1000:
        return f"{amount} g"
    if abs(amount) < TONNE_G:
        return f"{Decimal(amount) / 1000:,.3f}".rstrip("0").rstrip(".") + " kg"
    return f"{round_half_up(Decimal(amount) / TONNE_G, 1):,} t"


def kg(amount_g: int, places: int = 3) -> str:
    """A weighed mass: 2312 → 2.312 kg, always with its decimals."""
    return f"{round_half_up(Decimal(amount_g) / 1000, places):,} kg"


def jin(amount_g: int) -> str:
    """A mass in 斤, for help texts."""
    return f"{Decimal(amount_g) / GRAMS_PER_JIN:,.2f}".rstrip("0").rstrip(".")


def _as_day(value: date | datetime) -> date:
    return shanghai(value).date() if isinstance(value, datetime) else value


def day(value: date | datetime | None) -> str:
    """11月25日 周三 / Wed 25 Nov."""
    if value is None:
        return MISSING
    d = _as_day(value)
    if current_language() == "en":
        return f"{WEEKDAYS_EN[d.weekday()]} {d.day} {MONTHS_EN[d.month - 1]}"
    return f"{d.month}月{d.day}日 周{WEEKDAYS_ZH[d.weekday()]}"


def day_short(value: date | datetime | None) -> str:
    """11/25 for tables."""
    if value is None:
        return MISSING
    d = _as_day(value)
    return f"{d.month}/{d.day}"


def day_full(value: date | datetime | None) -> str:
    """2026-11-25, for papers and dates far away."""
    return MISSING if value is None else _as_day(value).isoformat()


def clock_time(value: datetime | None) -> str:
    """17:00 on a Shanghai wall clock."""
    return MISSING if value is None else f"{shanghai(value):%H:%M}"


def instant(value: datetime | None) -> str:
    """11月25日 17:00 / 25 Nov 17:00."""
    if value is None:
        return MISSING
    local = shanghai(value)
    if current_language() == "en":
        return f"{local.day} {MONTHS_EN[local.month - 1]} {local:%H:%M}"
    return f"{local.month}月{local.day}日 {local:%H:%M}"


def week(value: date) -> str:
    """38周 / wk 38 (ISO)."""
    number = value.isocalendar().week
    return f"wk {number}" if current_language() == "en" else f"{number}周"


def local(row: Any, attribute: str = "name") -> str:
    """``row.name_zh`` or ``row.name_en``, by language; Chinese where English is missing."""
    keys = (f"{attribute}_{current_language()}", f"{attribute}_zh")
    for key in keys:
        value = row.get(key) if isinstance(row, Mapping) else getattr(row, key, None)
        if value:
            return str(value)
    return ""


def months(numbers: list[int]) -> str:
    """[7, 8, 9] → 7–9月 / Jul–Sep; [7] → 7月 / Jul; all twelve → 全年 / all year."""
    english = current_language() == "en"
    chosen = sorted(set(numbers))
    if len(chosen) in (0, 12):
        return "all year" if english else "全年"
    runs = [_run_of_months(m, chosen) for m in chosen if (m - 2) % 12 + 1 not in chosen]
    if english:
        return ", ".join("–".join(MONTHS_EN[m - 1] for m in dict.fromkeys(run)) for run in runs)
    return "、".join("–".join(str(m) for m in dict.fromkeys(run)) + "月" for run in runs)


def _run_of_months(start: int, chosen: list[int]) -> tuple[int, int]:
    """The first and last month of the unbroken run that begins here, over the new year too."""
    end = start
    while end % 12 + 1 in chosen:
        end = end % 12 + 1
    return start, end


def celsius(tenths: int | None) -> str:
    """23 → 2.3℃ / 2.3 °C; negative with U+2212."""
    if tenths is None:
        return MISSING
    unit = " °C" if current_language() == "en" else "℃"
    lead = "−" if tenths < 0 else ""
    return f"{lead}{abs(tenths) // 10}.{abs(tenths) % 10}{unit}"


FILTERS = {
    f.__name__: f
    for f in (
        fen, fen_parts, price_e4, price_per_500g, grams, kg, jin, day, day_short, day_full,
        clock_time, instant, week, local, months, celsius,
    )
}  # fmt: skip


def init_format(app: Flask) -> None:
    """Give the filters to the templates."""
    app.jinja_env.filters.update(FILTERS)
