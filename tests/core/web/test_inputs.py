"""What no column can hold is refused at the door, with the field that holds it."""

from datetime import date
from decimal import Decimal

import pytest
from marshmallow import Schema, ValidationError, fields

from core.errors import InvalidInput
from core.web.api import StrictSchema, decode_cursor, encode_cursor
from core.web.forms import load_form
from core.web.inputs import LARGEST, ReadableValues, fault_of


class Line(StrictSchema):
    pieces = fields.Integer(required=True)


class Order(StrictSchema):
    due_fen = fields.Integer(load_default=None)
    note = fields.String(load_default="")
    lines = fields.List(fields.Nested(Line), load_default=list)


class DayForm(Schema):
    day = fields.Date(required=True)
    note = fields.String(load_default="")


@pytest.mark.parametrize("fen", ["1", 1.0, 1.5, True, 10**18, -(10**18), [1], {}])
def test_fen_is_a_whole_number_and_nothing_else(fen):
    with pytest.raises(ValidationError) as refused:
        Order().load({"due_fen": fen})
    assert list(refused.value.messages) == ["due_fen"]


def test_whole_numbers_in_lines_are_checked_as_well():
    with pytest.raises(ValidationError) as refused:
        Order().load({"lines": [{"pieces": 1}, {"pieces": True}]})
    assert list(refused.value.messages["lines"]) == [1]


@pytest.mark.parametrize("text", ["a\x00b", "\ud800"])
def test_json_text_that_no_database_keeps_is_refused(text):
    with pytest.raises(ValidationError) as refused:
        Order().load({"note": text})
    assert refused.value.messages == {"note": ["invalid"]}


def test_a_form_drops_control_characters_and_keeps_line_breaks():
    values = ReadableValues([("note", "a\x00b\x0b\r\nc"), ("n\x00", "1")])
    assert values["note"] == "ab\r\nc"
    assert values["n"] == "1"


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_day_beyond_any_trade_is_out_of_range(app, day):
    with app.test_request_context(method="POST", data={"day": day}):
        with pytest.raises(InvalidInput) as refused:
            load_form(DayForm())
        assert refused.value.fields == {"day": "out_of_range"}


@pytest.mark.parametrize("value", [Decimal("NaN"), Decimal("Infinity"), LARGEST + 1])
def test_numbers_without_end_are_out_of_range(value):
    assert fault_of({"rows": [value]}) == "out_of_range"


@pytest.mark.parametrize("value", [0, -5, LARGEST, True, None, "好\n", date(2026, 11, 25)])
def test_plausible_values_pass(value):
    assert fault_of(value) is None


@pytest.mark.parametrize("cursor", ["", "x", "djE6", "djE6LTE", encode_cursor(10**18), "djE6MSAg"])
def test_a_cursor_that_is_not_ours_is_refused(cursor):
    with pytest.raises(InvalidInput):
        decode_cursor(cursor)


def test_a_cursor_comes_back_as_its_id():
    assert decode_cursor(encode_cursor(42)) == 42


def test_an_address_with_a_control_character_is_not_found(client):
    assert client.get("/p/a%00b").status_code == 404
    assert client.get("/api/v1/listings/%00").json["code"] == "not_found"
