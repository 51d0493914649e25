"""Paying sellers by bank: accounts, batches, the file for the bank and what the bank answers.

One person prepares a batch, another one releases it. From then on the money is on its way: each
payout is paid or failed, once, by the bank's answer. A failed one gives its rows back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

MOST_ROWS = 5000
MOST_CHARACTERS = 1_000_000
FILE_HEAD = ["付款编号", "收款户名", "收款账号", "开户银行", "联行号", "金额(元)", "用途"]
ANSWER_COLUMNS: dict[str, tuple[str, ...]] = {
    "number": ("付款编号", "number"),
    "result": ("结果", "处理结果", "result"),
    "amount": ("金额(元)", "金额", "amount"),
    "serial": ("流水号", "银行流水号", "serial"),
    "reason": ("失败原因", "原因", "reason"),
}
PAID_WORDS = frozenset({"成功", "已付", "paid", "success", "ok"})
FAILED_WORDS = frozenset({"失败", "退回", "退票", "failed", "returned"})
_ACCOUNT_NUMBER = re.compile(r"\d{8,30}")
_BRANCH_CODE = re.compile(r"\d{12}")
_AMOUNT = re.compile(r"\d{1,12}(\.\d{1,2})?")


class BatchState(StrEnum):
    """The life of a batch for the bank."""

    PREPARED = "prepared"
    RELEASED = "released"
    ANSWERED = "answered"
    """Every payout of it was paid or has failed."""
    WITHDRAWN = "withdrawn"


class PayoutState(StrEnum):
    """The life of one seller's payout."""

    PREPARED = "prepared"
    RELEASED = "released"
    PAID = "paid"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class PayoutOrder:
    """One line of the file for the bank; the amount in fen."""

    number: str
    holder: str
    account: str
    bank: str
    branch_code: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class BankAnswer:
    """What the bank says about one payout; `amount_fen` is None if it does not say."""

    line: int
    number: str
    is_paid: bool
    amount_fen: int | None
    serial: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """An answer of the bank as read: its lines, and (line, code) of what could not be read."""

    answers: tuple[BankAnswer, ...]
    problems: tuple[tuple[int, str], ...]


def account_faults(number: str, branch_code: str) -> dict[str, str]:
    """What is wrong with an account, as an error code per field; spaces must be gone already."""
    faults = {}
    if not _ACCOUNT_NUMBER.fullmatch(number):
        faults["number"] = "invalid_account_number"
    if branch_code and not _BRANCH_CODE.fullmatch(branch_code):
        faults["branch_code"] = "invalid_branch_code"
    return faults


def tail_of(number: str) -> str:
    """The last four digits of an account: all that most people may see."""
    return number[-4:]


def yuan(fen: int) -> str:
    """Fen as the bank writes them: 186420.50."""
    return f"{Decimal(fen) / 100:.2f}"


def write_file(orders: Iterable[PayoutOrder], *, purpose: str) -> bytes:
    """The file for the bank: the same orders give the same bytes, so a hash proves it."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(FILE_HEAD)
    for one in orders:
        row = (one.number, one.holder, one.account, one.bank, one.branch_code, yuan(one.amount_fen))
        writer.writerow([*map(plain_cell, row), purpose])
    return ("\ufeff" + out.getvalue()).encode()


def plain_cell(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return "'" + text if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def read_answers(text: str) -> AnswerFile:
    """Read the bank's answer: one line a payout, headings in Chinese or English, in any order.

    Returns:
        The lines, and a problem `not_csv`, `no_columns`, `too_many_rows`, `bad_result` or
        `bad_amount` with the number of its line.
    """
    if len(text) > MOST_CHARACTERS:
        return AnswerFile((), ((1, "too_many_rows"),))
    try:
        lines = list(csv.reader(io.StringIO(text.strip("\ufeff").replace("\0", ""), newline="")))
    except csv.Error:  # a picture, a spreadsheet, a cell without end
        return AnswerFile((), ((1, "not_csv"),))
    places = _places(lines[0] if lines else [])
    if not {"number", "result"} <= places.keys():
        return AnswerFile((), ((1, "no_columns"),))
    if len(lines) - 1 > MOST_ROWS:
        return AnswerFile((), ((1, "too_many_rows"),))
    read = [
        _answer(number, {name: _cell(line, at) for name, at in places.items()})
        for number, line in enumerate(lines[1:], start=2)
        if any(cell.strip() for cell in line)
    ]
    return AnswerFile(
        tuple(one for one in read if isinstance(one, BankAnswer)),
        tuple(one for one in read if not isinstance(one, BankAnswer)),
    )


def _places(head: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().lower() for cell in head]
    return {
        column: names.index(word)
        for column, words in ANSWER_COLUMNS.items()
        for word in words[::-1]
        if word in names
    }


def _cell(line: Sequence[str], at: int) -> str:
    return line[at].strip().lstrip("'") if at < len(line) else ""


def _answer(line: int, cells: dict[str, str]) -> BankAnswer | tuple[int, str]:
    result = cells["result"].lower()
    amount = cells.get("amount", "").replace(",", "")
    if result not in PAID_WORDS | FAILED_WORDS:
        return line, "bad_result"
    if amount and not _AMOUNT.fullmatch(amount):
        return line, "bad_amount"
    return BankAnswer(
        line=line,
        number=cells["number"],
        is_paid=result in PAID_WORDS,
        amount_fen=int(Decimal(amount) * 100) if amount else None,
        serial=cells.get("serial", "")[:60],
        reason=cells.get("reason", "")[:120],
    )
