"""Reads one table in a process of its own, with little memory and time. Run, never imported.

The bytes come on standard input, lines of JSON go out: {"row": number, "cells": [...]} where a
cell is text, null, or 0 for a formula; or {"problem": code} as the last line. Nothing of the
house is imported here: whatever a file does to this process, it does to nobody else.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime

MEMORY_BYTES = 700 * 1024 * 1024  # of address space; what is really used stays far below
CPU_SECONDS = 50
MAX_ENTRIES = 200
MAX_UNPACKED = 50 * 1024 * 1024
MAX_RATIO = 100
MAX_ROWS, MAX_COLUMNS, MAX_CELL = 20_000, 60, 4_000
FORMULA = 0
Cell = str | int | None


class Problem(Exception):
    """The file as a whole cannot be read; the text is the code."""


def main() -> None:
    """Read, write rows, end with a problem if there is one."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    try:
        for number, cells in read(sys.stdin.buffer.read()):
            say({"row": number, "cells": cells})
    except Problem as problem:
        say({"problem": str(problem)})
    except MemoryError:
        say({"problem": "sheet_too_heavy"})
    except Exception:  # noqa: BLE001 -- a broken file may break any library in any way
        say({"problem": "sheet_unreadable"})


def say(line: dict[str, object]) -> None:
    """One line to the parent."""
    sys.stdout.write(json.dumps(line, ensure_ascii=False) + "\n")


def read(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    """The rows of a file that are not empty, the heading first, with their numbers."""
    if not data:
        raise Problem("sheet_empty")
    rows = workbook_rows(data) if data[:4] == b"PK\x03\x04" else text_rows(data)
    count = 0
    for number, cells in enumerate(rows, start=1):
        if any(cell is not None for cell in cells):
            count += 1
            if count > MAX_ROWS + 1:
                raise Problem("sheet_too_long")
            while cells[-1] is None:
                cells.pop()
            yield number, cells
    if count == 0:
        raise Problem("sheet_empty")


def workbook_rows(data: bytes) -> Iterator[list[Cell]]:
    """The rows of the first sheet of an XLSX workbook."""
    check_archive(data)
    import openpyxl  # slow to load, and only here

    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()
    for row in sheet.iter_rows(max_col=MAX_COLUMNS):
        yield [cell_of(cell) for cell in row]


def check_archive(data: bytes) -> None:
    """Look into the directory of the archive before anything is unpacked."""
    try:
        entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except zipfile.BadZipFile:
        raise Problem("sheet_unreadable") from None
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED or unpacked > MAX_RATIO * len(data):
        raise Problem("sheet_too_heavy")
    names = {entry.filename for entry in entries}
    if "xl/workbook.xml" not in names:
        raise Problem("sheet_wrong_type")
    if any("vbaProject" in name for name in names):
        raise Problem("sheet_has_macros")


def cell_of(cell: object) -> Cell:
    """A cell of a workbook as text."""
    value = getattr(cell, "value", None)
    if getattr(cell, "data_type", "n") == "f":
        return FORMULA
    return text_of(value)


def text_of(value: object) -> str | None:
    """A value as a person would type it."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "1" if value else ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return format(value, ".10f").rstrip("0").rstrip(".")
    text = str(value)[:MAX_CELL].strip()
    return text or None


def text_rows(data: bytes) -> Iterator[list[Cell]]:
    """The rows of a CSV text: UTF-8, else GB18030; comma, semicolon or tab."""
    text = decode(data)
    if "\x00" in text:
        raise Problem("sheet_wrong_type")
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    csv.field_size_limit(1_000_000)
    for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
        yield [text_of(cell) for cell in row[:MAX_COLUMNS]]


def decode(data: bytes) -> str:
    """Text of the two encodings that spreadsheets here write."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Problem("sheet_wrong_type")


if __name__ == "__main__":
    main()
