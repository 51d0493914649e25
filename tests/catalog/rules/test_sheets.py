"""Tables of sellers: headings, words, cell addresses, and text that no spreadsheet calculates."""

import pytest

from catalog.rules.imports import ImportState, RowEnd, SheetLine, Tally, may_become
from catalog.rules.publishing import LABEL_FIELDS
from catalog.rules.sheets import (
    COLUMNS,
    LABEL_WORDS,
    LISTING_COLUMNS,
    SheetKind,
    column_letter,
    fields_of,
    key_of,
    marked,
    match_header,
    unmarked,
)


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")]
)
def test_columns_are_named_like_in_a_spreadsheet(position, letters):
    assert column_letter(position) == letters


@pytest.mark.parametrize("heading", ["货号 *", "货号", "SKU", "sku *", " Sku "])
def test_a_column_is_known_by_any_of_its_headings(heading):
    header, missing = match_header(SheetKind.LISTINGS, [heading])
    assert header[0].field == "sku"
    assert "货号" not in missing


def test_missing_columns_are_named_and_unknown_ones_left_alone():
    header, missing = match_header(SheetKind.FORECASTS, ["spec", "备注", "monday", "p50_kg"])
    assert sorted(header) == [0, 2, 3]
    assert missing == ["八成把握（公斤）"]


def test_a_heading_that_stands_twice_counts_once():
    header, _ = match_header(SheetKind.FORECASTS, ["spec", "spec"])
    assert list(header) == [0]


def test_words_become_codes_in_both_languages():
    header, _ = match_header(SheetKind.LISTINGS, ["sold_by", "county_code", "priced_by", "state"])
    assert fields_of(header, ["只", "盐池县", "KG", "在售"]) == {
        "sold_by": "head",
        "county_code": "640323",
        "priced_by": "kg",
    }
    assert fields_of(header, ["Bottle", "640323", None]) == {
        "sold_by": "bottle",
        "county_code": "640323",
    }


@pytest.mark.parametrize("text", ["=1+1", "+86", "@sum", "-cmd|' /C calc'!A0", "\tx"])
def test_dangerous_text_goes_out_marked_and_comes_back_as_it_was(text):
    if text != "+86":
        assert marked(text) == f"'{text}"
    assert unmarked(marked(text)) == text


@pytest.mark.parametrize("text", ["滩羊", "-18", "3.5", "", "'quoted"])
def test_harmless_text_is_left_alone(text):
    assert marked(text) == text
    assert unmarked(text) == text


def test_a_second_row_of_one_key_is_noticed():
    tally = Tally()
    key = key_of(SheetKind.LISTINGS, {"sku": "LEG-1"})
    assert not tally.is_twice(key)
    assert tally.is_twice(key_of(SheetKind.LISTINGS, {"sku": "leg-1"}))


def test_a_fault_names_its_cell_and_what_was_typed():
    line = SheetLine(7, {"price": "H7"}, {"price": "很贵"}, {}, {})
    assert (line.fault("price", "invalid_number").cell, line.fault("x", "y").cell) == ("H7", "")
    tally = Tally()
    tally.note(RowEnd.BAD, [line.fault("price", "invalid_number")])
    assert (tally.total, tally.faults[0].typed) == (1, "很贵")


def test_an_import_is_confirmed_once_and_only_after_a_look():
    assert may_become(ImportState.SENT, ImportState.CHECKED)
    assert not may_become(ImportState.SENT, ImportState.CONFIRMED)
    assert not may_become(ImportState.DONE, ImportState.CONFIRMED)


def test_the_label_columns_are_those_of_the_law():
    assert tuple(name for name, _, _ in LABEL_WORDS) == LABEL_FIELDS
    assert len({column.field for column in LISTING_COLUMNS}) == len(LISTING_COLUMNS)
    assert all(len(columns) <= 60 for columns in COLUMNS.values())
