"""What stands on the printed contract: the content document turned into words and figures.

The paper is Chinese, whatever the language of the screen: it is what both sides sign.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.rules.places import full_place_name
from contracts.rules.capitals import capitals
from contracts.rules.clauses import CLAUSES, Clause

TEMPERATURES = {
    "ambient": "常温",
    "cool": "恒温 8–15℃",
    "chilled": "冷藏 0–4℃",
    "frozen": "冷冻 ≤−18℃",
}
UNITS = {
    "piece": "件", "head": "头", "box": "盒", "bag": "袋", "bottle": "瓶", "can": "罐",
    "case": "箱", "pack": "份", "kg": "千克",
}  # fmt: skip
WEEKDAYS = {"MO": "一", "TU": "二", "WE": "三", "TH": "四", "FR": "五", "SA": "六", "SU": "日"}
NUMERAL_DAYS = "一二三四五六日"
NUMERALS = "零一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A row of the goods table."""

    number: int
    name: str
    quality: str
    temperature: str
    pack: str
    quantity: str
    price: str
    tolerance: str
    amount: str
    rhythm: str


@dataclass(frozen=True, slots=True)
class PaperWeek:
    """A row of a delivery plan: the week, its deliveries, kilograms of the week."""

    label: str
    days: str
    deliveries: str
    quantity: str


@dataclass(frozen=True, slots=True)
class PaperPlan:
    """The delivery plan of one line; `notes` say which days gave way to a holiday."""

    name: str
    rhythm: str
    weeks: tuple[PaperWeek, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PaperClause:
    """A numbered clause with its paragraphs."""

    heading: str
    is_material: bool
    paragraphs: tuple[str, ...]
    explanation: str


@dataclass(frozen=True, slots=True)
class Paper:
    """Everything the PDF shows."""

    number: str
    title: str
    buyer: Mapping[str, Any]
    seller: Mapping[str, Any]
    start_on: str
    end_on: str
    amount: str
    amount_capitals: str
    lines: tuple[PaperLine, ...]
    plans: tuple[PaperPlan, ...]
    sites: tuple[Mapping[str, Any], ...]
    clauses: tuple[PaperClause, ...]


def make_paper(content: Mapping[str, Any]) -> Paper:
    """Turn a content document into what is printed."""
    amount = yuan(content["amount_fen"])
    values = {
        **{name: content[name] for name in ("payment_days", "inspection_hours", "lead_workdays")},
        "amount": amount,
        "amount_capitals": capitals(content["amount_fen"]),
        "start_on": long_day(content["start_on"]),
        "end_on": long_day(content["end_on"]),
    }
    return Paper(
        number=content["number"],
        title=content["title"],
        buyer=_party(content["buyer"]),
        seller=_party(content["seller"]),
        start_on=str(values["start_on"]),
        end_on=str(values["end_on"]),
        amount=amount,
        amount_capitals=str(values["amount_capitals"]),
        lines=tuple(_line(row) for row in content["lines"]),
        plans=tuple(_plan(row) for row in content["lines"]),
        sites=tuple(content["sites"]),
        clauses=tuple(_clause(i, one, values) for i, one in enumerate(CLAUSES, start=1)),
    )


def yuan(amount_fen: int) -> str:
    """Write fen as yuan, 168000 as ¥1,680.00."""
    return f"¥{amount_fen // 100:,}.{amount_fen % 100:02d}"


def kilograms(grams: int) -> str:
    """Write grams as kilograms without needless zeros, 12500 as 12.5."""
    return (
        f"{Decimal(grams) / 1000:,f}".rstrip("0").rstrip(".")
        if grams % 1000
        else (f"{grams // 1000:,}")
    )


def unit_price(price_e4: int) -> str:
    """Write a unit price with two to four decimals, 63500 as 6.35."""
    text = f"{price_e4 // 10_000:,}.{price_e4 % 10_000:04d}"
    return text[:-2] if text.endswith("00") else text.rstrip("0")


def long_day(iso: str) -> str:
    """Write a date as papers do, 2026年11月25日."""
    day = date.fromisoformat(iso)
    return f"{day.year}年{day.month}月{day.day}日"


def _line(row: Mapping[str, Any]) -> PaperLine:
    unit = UNITS.get(row["sold_by"], "件")
    per = "千克" if row["priced_by"] == "kg" else unit
    return PaperLine(
        number=row["position"],
        name=row["name_zh"],
        quality=row["quality"] or "按平台所列规格",
        temperature=TEMPERATURES.get(row["temperature"], ""),
        pack=f"{kilograms(row['piece_g'])} 千克/{unit}",
        quantity=kilograms(row["total_g"]),
        price=f"{unit_price(row['price_e4'])} 元/{per}",
        tolerance=f"+{Decimal(row['tol_over_bp']) / 100:f}".rstrip("0").rstrip(".") + "%",
        amount=yuan(row["amount_fen"]),
        rhythm=_rhythm(row["schedule"]),
    )


def _rhythm(rule: Mapping[str, Any]) -> str:
    if rule["frequency"] == "WEEKLY":
        every = "每周" if rule.get("every", 1) == 1 else f"每 {rule['every']} 周"
        return every + "、".join(WEEKDAYS[one] for one in rule["weekdays"])
    if rule["frequency"] == "MONTHLY":
        return f"每月 {rule['day']} 日"
    return f"每 {rule['every']} 天"


def _party(org: Mapping[str, Any]) -> dict[str, Any]:
    return {**org, "place": full_place_name(org.get("county_code"))}


def _plan(row: Mapping[str, Any]) -> PaperPlan:
    deliveries = row["deliveries"]
    return PaperPlan(
        name=row["name_zh"],
        rhythm=_rhythm(row["schedule"]),
        weeks=tuple(_week(monday, grams, deliveries) for monday, grams in row["weeks"]),
        notes=(*_notes(deliveries, row["dropped"]), *_provisional(row)),
    )


def _week(monday: str, grams: int, deliveries: Sequence[Sequence[Any]]) -> PaperWeek:
    first = date.fromisoformat(monday)
    days = [
        (date.fromisoformat(day), kilograms(part))
        for day, part, _origins in deliveries
        if first <= date.fromisoformat(day) < first + timedelta(days=7)
    ]
    return PaperWeek(
        label=_week_label(monday),
        days=_week_days(monday),
        deliveries="；".join(f"{short_day(day)} {part}" for day, part in days),
        quantity=kilograms(grams),
    )


def _notes(deliveries: Sequence[Sequence[Any]], dropped: Sequence[str]) -> Iterator[str]:
    for day, _part, origins in deliveries:
        moved = [short_day(date.fromisoformat(one)) for one in origins if one != day]
        if moved:
            yield f"{'、'.join(moved)} 遇节假日，并到 {short_day(date.fromisoformat(day))} 交货"
    if dropped:
        days = "、".join(short_day(date.fromisoformat(one)) for one in dropped)
        yield f"{days} 遇节假日不交货，数量已摊到其他交货日"


def _provisional(row: Mapping[str, Any]) -> Iterator[str]:
    known = row["official_until"]
    if any(day > known for day, _part, _origins in row["deliveries"]):
        yield (
            f"{long_day(known)} 以后的节假日安排尚未公布，其后的交货日为暂定，"
            "公布后由双方确认调整，每周数量不变"
        )


def short_day(day: date) -> str:
    """Write a date within a plan, 12月1日（二）."""
    return f"{day.month}月{day.day}日（{NUMERAL_DAYS[day.weekday()]}）"


def _week_label(iso: str) -> str:
    year, week, _ = date.fromisoformat(iso).isocalendar()
    return f"{year} 年第 {week} 周"


def _week_days(iso: str) -> str:
    monday = date.fromisoformat(iso)
    sunday = monday + timedelta(days=6)
    return f"{monday.month}/{monday.day}–{sunday.month}/{sunday.day}"


def _clause(number: int, clause: Clause, values: Mapping[str, object]) -> PaperClause:
    tens, ones = divmod(number, 10)
    numeral = NUMERALS[number] if number <= 10 else f"十{NUMERALS[ones]}" if tens == 1 else ""
    return PaperClause(
        heading=f"第{numeral}条　{clause.title}",
        is_material=clause.is_material,
        paragraphs=tuple(clause.paragraphs(values)),
        explanation=clause.explanation,
    )
