"""Tables as XLSX and CSV: read in a limited child process, written here."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Timer
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from catalog.gateways import SheetBroken, SheetRow
from catalog.rules.sheets import marked

CHILD = Path(__file__).with_name("sheet_child.py")
WALL_S = 180.0  # on a busy machine; the child itself may use 50 s of the processor


class ChildSheets:
    """Sheets that a process of its own reads: with its own memory, its own time, no files."""

    def read(self, data: bytes) -> Iterator[SheetRow]:
        """The rows of a file, the heading first.

        Raises:
            SheetBroken: says why the file cannot be read, or not to its end.
        """
        # -P: the child's own folder is no place to import from.
        command = [sys.executable, "-P", "-s", str(CHILD)]
        pipe = subprocess.PIPE
        quiet = subprocess.DEVNULL
        environment = {"PYTHONIOENCODING": "utf-8"}
        child = subprocess.Popen(  # noqa: S603 -- our own file
            command, stdin=pipe, stdout=pipe, stderr=quiet, env=environment
        )
        timer = Timer(WALL_S, child.kill)
        timer.start()
        try:
            _hand_over(child, data)
            yield from _rows(child)
        finally:
            timer.cancel()
            child.kill()
            child.wait()
            if child.stdout:
                child.stdout.close()

    def write_xlsx(self, sheets: Iterable[tuple[str, Iterable[Sequence[str]]]]) -> bytes:
        """A workbook; every cell is text, whatever it begins with."""
        book = Workbook(write_only=True)
        for title, rows in sheets:
            sheet = book.create_sheet(title)
            sheet.freeze_panes = "A2"
            for number, row in enumerate(rows):
                if number == 0:
                    sheet.append([_heading(sheet, text) for text in row])
                else:
                    sheet.append([_text(sheet, text) for text in row])
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def write_csv(self, rows: Iterable[Sequence[str]]) -> bytes:
        """A CSV file that spreadsheets open as UTF-8."""
        out = io.StringIO(newline="")
        csv.writer(out).writerows([marked(text) for text in row] for row in rows)
        return b"\xef\xbb\xbf" + out.getvalue().encode()


def _hand_over(child: subprocess.Popen[bytes], data: bytes) -> None:
    try:
        if child.stdin:
            child.stdin.write(data)
            child.stdin.close()
    except BrokenPipeError as gone:
        raise SheetBroken("sheet_unreadable") from gone


def _rows(child: subprocess.Popen[bytes]) -> Iterator[SheetRow]:
    for line in child.stdout or ():
        said: dict[str, Any] = json.loads(line)
        if "problem" in said:
            raise SheetBroken(said["problem"])
        yield SheetRow(said["row"], said["cells"])
    if child.wait() != 0:  # it ran out of time or memory without a last word
        raise SheetBroken("sheet_too_heavy")


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _text(sheet: Any, text: str) -> Any:
    """Plain text; the library would take one that begins with = for a formula."""
    if not text.startswith("="):
        return text or None
    cell = WriteOnlyCell(sheet, value=text)
    cell.data_type = "s"
    return cell
