"""Reading a bank statement: a CSV with date, amount, payer, summary and serial, in any order.

Headings may be Chinese or English, the file UTF-8 or GB18030. Only incoming money counts. A line
is known by the bank's serial number; without one, by a hash of what it says and how often it says
so, therefore the same file read twice adds nothing.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

MOST_ROWS = 20_000
MOST_CHARACTERS = 1_500_000
COLUMNS: dict[str, tuple[str, ...]] = {
    "date": ("date", "日期", "交易日期", "记账日期"),
    "amount": ("amount", "金额", "收入金额", "贷方金额", "贷方发生额"),
    "payer": ("payer", "付款方", "对方户名", "付款人"),
    "summary": ("summary", "摘要", "附言", "用途"),
    "serial": ("serial", "流水号", "交易流水号"),
}
_AMOUNT = re.compile(r"-?\d{1,10}(\.\d{1,2})?")
_DATE = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?")


@dataclass(frozen=True)
class StatementRow:
    """One incoming line."""

    row_key: str
    serial: str
    booked_on: date
    amount_fen: int
    payer: str
    summary: str


@dataclass(frozen=True)
class LineProblem:
    """A line that could not be read, and why."""

    line: int
    code: str


@dataclass(frozen=True)
class Statement:
    """A statement as read: its rows, and the lines that could not be read."""

    rows: tuple[StatementRow, ...]
    problems: tuple[LineProblem, ...]
    outgoing: int = 0


def decode_statement(raw: bytes) -> str:
    """The text of a statement file; banks send UTF-8 or GB18030."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("utf-8", errors="replace")


def read_statement(text: str) -> Statement:
    """Read a statement; what cannot be read is named by line, and nothing is guessed.

    Args:
        text: the CSV.

    Returns:
        The rows, and a problem `no_columns`, `too_many_rows`, `bad_date`, `bad_amount` or
        `not_csv` each.
    """
    if len(text) > MOST_CHARACTERS:
        return Statement((), (LineProblem(1, "too_many_rows"),))
    try:
        lines = list(csv.reader(io.StringIO(text.strip("\ufeff").replace("\0", ""), newline="")))
    except csv.Error:  # a picture, a spreadsheet, a cell without end
        return Statement((), (LineProblem(1, "not_csv"),))
    columns = _columns(lines[0] if lines else [])
    if not {"date", "amount"} <= columns.keys():
        return Statement((), (LineProblem(1, "no_columns"),))
    return _read_lines(lines[1:], columns)


def _read_lines(lines: list[list[str]], columns: Mapping[str, int]) -> Statement:
    rows: list[StatementRow] = []
    problems: list[LineProblem] = []
    seen: Counter[str] = Counter()
    outgoing = 0
    for line, cells in enumerate(lines, start=2):
        if len(rows) >= MOST_ROWS:
            problems.append(LineProblem(line, "too_many_rows"))
            break
        values = {name: cells[i].strip() for name, i in columns.items() if i < len(cells)}
        if not any(values.values()):
            continue
        booked_on, amount = _read_date(values.get("date", "")), _read_fen(values.get("amount", ""))
        if booked_on is None or amount is None:
            problems.append(LineProblem(line, "bad_date" if booked_on is None else "bad_amount"))
        elif amount <= 0:
            outgoing += 1
        else:
            rows.append(_row(values, booked_on, amount, seen))
    return Statement(tuple(rows), tuple(problems), outgoing)


def _columns(heading: list[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in heading]
    found: dict[str, int] = {}
    for column, words in COLUMNS.items():
        index = next((names.index(word) for word in words if word in names), None)
        if index is not None:
            found[column] = index
    return found


def _row(
    values: Mapping[str, str], booked_on: date, amount_fen: int, seen: Counter[str]
) -> StatementRow:
    payer, summary = values.get("payer", "")[:120], values.get("summary", "")[:300]
    serial = values.get("serial", "")[:60]
    if serial:
        key = f"serial-{serial}"
    else:
        words = "\x1f".join((booked_on.isoformat(), str(amount_fen), payer, summary))
        digest = hashlib.sha256(words.encode()).hexdigest()[:32]
        seen[digest] += 1
        key = f"hash-{digest}-{seen[digest]}"
    return StatementRow(key, serial, booked_on, amount_fen, payer, summary)


def _read_fen(text: str) -> int | None:
    """Yuan with up to two decimals, thousands marks allowed, as fen."""
    plain = text.replace(",", "").replace("，", "").replace("¥", "").replace("￥", "").strip()
    if not _AMOUNT.fullmatch(plain):
        return None
    return int(Decimal(plain) * 100)


def _read_date(text: str) -> date | None:
    match = _DATE.match(text)
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None
