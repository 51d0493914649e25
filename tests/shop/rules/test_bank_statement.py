"""Reading a bank statement: nothing is guessed, and the same file twice is the same rows."""

from __future__ import annotations

from datetime import date

import pytest

from shop.rules.bank_statement import LineProblem, decode_statement, read_statement

CSV = """交易日期,对方户名,贷方金额,摘要,交易流水号
2026-11-25,榕荫里超市,"1,680.50",NX-00000000-0,20261125001
2026/11/26,某公司,-5.00,手续费,20261126002
"""


def test_a_line_is_read_in_fen_and_by_its_serial():
    statement = read_statement(CSV)
    (row,) = statement.rows
    assert (row.amount_fen, row.booked_on, row.row_key) == (
        168050,
        date(2026, 11, 25),
        "serial-20261125001",
    )
    assert (row.payer, row.summary) == ("榕荫里超市", "NX-00000000-0")
    assert (statement.outgoing, statement.problems) == (1, ())


def test_english_headings_in_any_order_are_read():
    (row,) = read_statement("Serial,Summary,Amount,Payer,Date\n7,x,0.01,A,20261125\n").rows
    assert (row.serial, row.amount_fen) == ("7", 1)


def test_lines_that_cannot_be_read_are_named():
    text = "date,amount,serial\n2026-13-01,1.00,1\n2026-11-25,1.005,2\n,,\n2026-11-25,abc,3\n"
    assert read_statement(text).problems == (
        LineProblem(2, "bad_date"),
        LineProblem(3, "bad_amount"),
        LineProblem(5, "bad_amount"),
    )


def test_without_date_and_amount_nothing_is_read():
    assert read_statement("a,b\n1,2\n").problems == (LineProblem(1, "no_columns"),)
    assert read_statement("").problems == (LineProblem(1, "no_columns"),)


def test_lines_without_serial_are_told_apart_by_count_and_stay_the_same():
    text = "date,amount,payer\n2026-11-25,5.00,A\n2026-11-25,5.00,A\n"
    keys = [row.row_key for row in read_statement(text).rows]
    assert len(set(keys)) == 2
    assert keys == [row.row_key for row in read_statement(text).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_read_in_the_encodings_of_banks(encoding):
    assert read_statement(decode_statement(CSV.encode(encoding))).rows[0].payer == "榕荫里超市"


@pytest.mark.parametrize(
    "raw",
    ["a,b\n" + "x" * 200_000, "date,amount\n" + '"' + "y" * 140_000],
)
def test_what_is_no_csv_is_named_and_nothing_breaks(raw):
    statement = read_statement(raw)
    assert (statement.rows, [p.code for p in statement.problems]) == ((), ["not_csv"])


def test_a_file_beyond_measure_is_asked_for_in_parts():
    assert read_statement("x" * 1_500_001).problems == (LineProblem(1, "too_many_rows"),)


def test_the_bytes_of_a_picture_have_no_columns():
    picture = decode_statement(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    assert [p.code for p in read_statement(picture).problems] == ["no_columns"]
