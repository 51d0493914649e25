"""Tables that sellers send and take away: their columns, how cells become fields and back.

A column is known by its field name, its Chinese or its English heading, in any order; further
columns are left alone. A cell that begins with = + - @ is text for us: it goes out marked as text
and comes in without the mark, so no spreadsheet ever calculates what somebody typed into a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from accounts.rules.places import COUNTIES

MAX_ROWS = 20_000
MAX_COLUMNS = 60
MAX_CELL = 4_000
DANGEROUS = ("=", "+", "-", "@", "\t", "\r")
TEXT_MARK = "'"


class SheetKind(StrEnum):
    """What the rows of a table are."""

    LISTINGS = "listings"
    LOTS = "lots"
    FORECASTS = "forecasts"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its field, its headings, what to write, and which words stand for which code."""

    field: str
    zh: str
    en: str
    hint_zh: str = ""
    hint_en: str = ""
    is_required: bool = False
    choices: tuple[tuple[str, str, str], ...] = ()
    is_shown_only: bool = False

    def heading(self, *, is_english: bool) -> str:
        """The heading in one language; a star says that a row cannot do without it."""
        return (self.en if is_english else self.zh) + (" *" if self.is_required else "")

    def code_of(self, text: str) -> str:
        """The code that a word stands for; any other text as it is."""
        wanted = text.strip().casefold()
        for code, zh, en in self.choices:
            if wanted in (code, zh, en.casefold()):
                return code
        return text

    def word_of(self, code: str, *, is_english: bool) -> str:
        """The word of a code in one language."""
        found = next((pair for pair in self.choices if pair[0] == code), None)
        return code if found is None else found[2 if is_english else 1]


YES_NO = (("1", "是", "yes"), ("", "否", "no"))
SOLD_BY = (
    ("piece", "块", "piece"),
    ("head", "只", "head"),
    ("box", "盒", "box"),
    ("bag", "袋", "bag"),
    ("bottle", "瓶", "bottle"),
    ("can", "罐", "can"),
    ("case", "箱", "case"),
    ("pack", "包", "pack"),
    ("kg", "公斤", "kg"),
)
PRICED_BY = (("each", "件", "piece"), ("kg", "公斤", "kg"))
LABEL_WORDS = (
    ("ingredients", "配料", "Ingredients"),
    ("net_content", "净含量", "Net content"),
    ("producer", "生产者", "Producer"),
    ("producer_address", "生产者地址", "Producer's address"),
    ("shelf_life", "保质期", "Shelf life"),
    ("storage", "贮存条件", "Storage"),
    ("standard_no", "产品标准号", "Standard no."),
    ("licence_no", "生产许可证号", "Licence no."),
    ("allergens", "致敏物质", "Allergens"),
    ("nutrition", "营养成分", "Nutrition"),
)
SPEC = Column("spec", "品项代码", "Spec code", "见“品项”表", "see sheet “specs”", True)
COUNTY = Column(
    "county_code", "产地县区", "County", "名称或六位代码", "name or six-digit code", True
)
LISTING_COLUMNS = (
    Column("sku", "货号", "SKU", "同一货号再导入就是修改", "the same SKU again changes it", True),
    SPEC,
    Column("title_zh", "商品名称", "Name (Chinese)", "最多 120 字", "up to 120 characters", True),
    Column("title_en", "英文名称", "Name (English)"),
    COUNTY,
    Column("sold_by", "售卖单位", "Sold by", "", "", True, SOLD_BY),
    Column("priced_by", "计价单位", "Priced by", "", "", True, PRICED_BY),
    Column("price", "含税单价（元）", "Price, tax included (yuan)", "例如 98.00", "98.00", True),
    Column("tax_bp", "税率（%）", "VAT (%)", "0、1、3、9 或 13", "0, 1, 3, 9 or 13", True),
    Column("nominal_g", "每件标称重量（克）", "Nominal weight (g)", "整数", "whole number", True),
    Column("min_g", "每件最轻（克）", "Lightest (g)", "不填即标称重量", "empty: nominal"),
    Column("max_g", "每件最重（克）", "Heaviest (g)", "不填即标称重量", "empty: nominal"),
    Column("step", "递增量", "Step", "不填即 1", "empty: 1"),
    Column("moq", "起订量", "Minimum order", "不填即 1", "empty: 1"),
    Column("min_remaining_days", "到手最少剩余天数", "Least days left on arrival"),
    Column("is_halal", "清真标识", "Halal badge", "", "", False, YES_NO),
    Column("uses_gi", "地理标志", "GI", "", "", False, YES_NO),
    Column("story_zh", "介绍", "Story (Chinese)"),
    Column("story_en", "英文介绍", "Story (English)"),
    *(Column(f"label_{name}", f"标签：{zh}", f"Label: {en}") for name, zh, en in LABEL_WORDS),
    Column("state", "状态", "State", "只看，不导入", "shown, not read", is_shown_only=True),
)
LOT_COLUMNS = (
    Column("lot_no", "批次号", "Lot no.", "导入时必填，不重复", "required, unique", True),
    SPEC,
    COUNTY,
    Column("produced_on", "生产日期", "Produced on", "2026-11-24", "2026-11-24", True),
    Column("best_before", "最后一天", "Best before", "不填按品项算", "empty: by the spec"),
    Column("pieces", "件数", "Pieces", "整数", "whole number", True),
    Column("kilograms", "总重（公斤）", "Weight (kg)", "例如 230.5", "230.5", True),
    Column("grade", "等级", "Grade"),
    Column("measure", "实测值", "Measured", "枸杞：粒/50 克；苹果：毫米", "goji: berries per 50 g"),
    Column("certificate_no", "合格证或检疫证号", "Certificate no."),
    Column("state", "状态", "State", "只看，不导入", "shown, not read", is_shown_only=True),
)
FORECAST_COLUMNS = (
    SPEC,
    Column("monday", "周（周一的日期）", "Week (its Monday)", "2026-11-30", "2026-11-30", True),
    Column("p50_kg", "预计（公斤）", "Expected (kg)", "", "", True),
    Column("p80_kg", "八成把握（公斤）", "Four years in five (kg)", "", "", True),
)
COLUMNS: dict[SheetKind, tuple[Column, ...]] = {
    SheetKind.LISTINGS: LISTING_COLUMNS,
    SheetKind.LOTS: LOT_COLUMNS,
    SheetKind.FORECASTS: FORECAST_COLUMNS,
}
KEYS: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.LISTINGS: ("sku",),
    SheetKind.LOTS: ("lot_no",),
    SheetKind.FORECASTS: ("spec", "monday"),
}
_COUNTY_CODES = {
    name.casefold(): place.code for place in COUNTIES for name in (place.zh, place.en, place.code)
}


def match_header(
    kind: SheetKind, cells: Sequence[str | int | None]
) -> tuple[dict[int, Column], list[str]]:
    """Which column stands where.

    Returns:
        The known columns by position, and the Chinese headings of required ones that are missing.
    """
    names = {
        name: column
        for column in COLUMNS[kind]
        for name in (column.field, column.zh, column.en.casefold())
    }
    found: dict[int, Column] = {}
    for position, cell in enumerate(cells):
        column = names.get(_plain_heading(cell))
        if column is not None and column not in found.values():
            found[position] = column
    missing = [c.zh for c in COLUMNS[kind] if c.is_required and c not in found.values()]
    return found, missing


def _plain_heading(cell: str | int | None) -> str:
    return str(cell or "").strip().rstrip("*").strip().casefold()


def column_letter(position: int) -> str:
    """The letters of a column, counted from 0.

    Example:
        >>> column_letter(0), column_letter(26)
        ('A', 'AA')
    """
    letters, number = "", position + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def fields_of(header: Mapping[int, Column], cells: Sequence[str | int | None]) -> dict[str, str]:
    """The filled cells of a row by field, words turned into codes."""
    fields: dict[str, str] = {}
    for position, column in header.items():
        text = cells[position] if position < len(cells) else None
        if column.is_shown_only or not isinstance(text, str) or not text.strip():
            continue
        value = column.code_of(unmarked(text.strip()))
        if column is COUNTY:
            value = _COUNTY_CODES.get(value.casefold(), value)
        fields[column.field] = value
    return fields


def unmarked(text: str) -> str:
    """A cell without the mark that says "this is text"."""
    is_marked = text.startswith(TEXT_MARK) and text[1:].startswith(DANGEROUS)
    return text[1:] if is_marked else text


def marked(text: str) -> str:
    """A cell of a CSV file that no spreadsheet takes for a formula.

    Example:
        >>> marked("=1+1"), marked("-18 ℃"), marked("-18"), marked("滩羊")
        ("'=1+1", "'-18 ℃", '-18', '滩羊')
    """
    return TEXT_MARK + text if text.startswith(DANGEROUS) and not _is_number(text) else text


def _is_number(text: str) -> bool:
    return text.lstrip("+-").replace(".", "", 1).isdecimal()


def key_of(kind: SheetKind, fields: Mapping[str, str]) -> tuple[str, ...]:
    """What makes a row one and the same; a second row with it is a mistake."""
    return tuple(fields.get(name, "").casefold() for name in KEYS[kind])


def words_of_row(kind: SheetKind, values: Mapping[str, str], *, is_english: bool) -> Iterable[str]:
    """The cells of a row that goes out, codes turned into words."""
    for column in COLUMNS[kind]:
        yield column.word_of(values.get(column.field, ""), is_english=is_english)
