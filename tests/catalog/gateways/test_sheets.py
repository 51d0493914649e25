"""The child that reads tables: what it reads, and what it refuses without harm."""

import io
import resource
import zipfile
from datetime import datetime

import openpyxl
import pytest

from catalog.gateways import SheetBroken
from catalog.gateways.sheets import ChildSheets

SHEETS = ChildSheets()
HEAD = ["货号", "名称"]
BOOK = "xl/workbook.xml"


def read(data):
    return [(row.number, list(row.cells)) for row in SHEETS.read(data)]


def refusal(data):
    with pytest.raises(SheetBroken) as refused:
        read(data)
    return refused.value.code


def archive(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in entries.items():
            packed.writestr(name.replace("__", "/").replace("_xml", ".xml"), data)
    return out.getvalue()


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_what_we_write_we_read():
    data = SHEETS.write_xlsx([("商品", [HEAD, ["A-1", "=SUM(A1)"], ["", ""], ["A-2", "滩羊"]])])
    assert read(data) == [(1, HEAD), (2, ["A-1", "=SUM(A1)"]), (4, ["A-2", "滩羊"])]


def test_text_that_looks_like_a_formula_is_text_in_the_workbook():
    data = SHEETS.write_xlsx([("商品", [HEAD, ["=1+1", "@x"]])])
    cells = next(openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2))
    assert [cell.data_type for cell in cells] == ["s", "s"]


def test_csv_goes_out_with_its_dangerous_cells_marked():
    assert SHEETS.write_csv([["=1+1", "-18"]]) == b"\xef\xbb\xbf'=1+1,-18\r\n"


def test_a_formula_is_not_read():
    assert read(workbook(HEAD, ["=1+1", 2])) == [(1, HEAD), (2, [0, "2"])]


def test_numbers_and_days_are_read_as_one_would_type_them():
    row = [98.5, 230, datetime(2026, 11, 24), None, True, 0.1 + 0.2, None]  # noqa: DTZ001 -- a cell
    assert read(workbook(["a"] * 7, row))[1] == (
        2,
        ["98.5", "230", "2026-11-24", None, "1", "0.3"],
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_csv_of_both_encodings_and_three_separators(encoding, separator):
    data = f"货号{separator}名称\r\nA-1{separator}盐池滩羊\r\n".encode(encoding)
    assert read(data) == [(1, HEAD), (2, ["A-1", "盐池滩羊"])]


def test_an_archive_that_unpacks_to_too_much_is_not_unpacked():
    bomb = archive(xl__workbook_xml="x", xl__worksheets__sheet1_xml=b"0" * 60_000_000)
    before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    assert len(bomb) < 100_000
    assert refusal(bomb) == "sheet_too_heavy"
    assert resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss - before < 100_000  # kilobytes


def test_an_archive_of_very_many_entries_is_refused():
    assert refusal(archive(**{f"e{n}": b"" for n in range(300)})) == "sheet_too_heavy"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "sheet_empty"),
        (b"\n\n ,\n", "sheet_empty"),
        (b"PK\x03\x04 broken", "sheet_unreadable"),
        (archive(word__document_xml="x"), "sheet_wrong_type"),
        (archive(xl__workbook_xml="<", xl__vbaProject="x"), "sheet_has_macros"),
        (archive(xl__workbook_xml="<a"), "sheet_unreadable"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "sheet_wrong_type"),
        (b"%PDF-1.7\x00", "sheet_wrong_type"),
        (b"\xff\xfe\xff\xff", "sheet_wrong_type"),
        (b"a\n" * 20_002, "sheet_too_long"),
    ],
)
def test_what_is_no_table_is_refused_with_its_reason(data, code):
    assert refusal(data) == code


def test_entities_that_multiply_do_no_harm():
    laughs = '<!DOCTYPE b [<!ENTITY a "ha">' + "".join(
        f'<!ENTITY a{n} "{"&a" + str(n - 1 if n else "") + ";"}{"&a;" * 9}">' for n in range(1, 9)
    )
    data = archive(xl__workbook_xml=f"{laughs}]><workbook>&a8;</workbook>")
    assert refusal(data) == "sheet_unreadable"


def test_who_stops_reading_leaves_no_process_behind():
    rows = SHEETS.read(b"a,b\n" * 5000)
    assert next(rows).number == 1
    rows.close()
