"""Shapes of the forms of an outlet: its particulars, a sale, what came in, a count."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from catalog.rules.outlets import CountReason
from shop.rules.counter import MAX_PIECES
from shop.services.counter import CounterLine

MOST_ROWS = 200


class OutletForm(Schema):
    name_zh = fields.String(required=True, validate=validate.Length(max=60))
    name_en = fields.String(load_default="", validate=validate.Length(max=80))
    district_code = fields.String(required=True, validate=validate.Length(equal=6))
    address = fields.String(required=True, validate=validate.Length(max=160))
    phone = fields.String(required=True, validate=validate.Length(max=20))
    opens = fields.Time(required=True, format="%H:%M")
    closes = fields.Time(required=True, format="%H:%M")


class ArrivalForm(Schema):
    pieces = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))
    note = fields.String(load_default="", validate=validate.Length(max=200))


class PickupForm(Schema):
    code = fields.String(required=True, validate=validate.Regexp(r"^[0-9]{6}$"))


class CountForm(Schema):
    pieces = fields.Integer(required=True, validate=validate.Range(min=0, max=1_000_000))
    reason = fields.Enum(CountReason, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))


class SaleForm(Schema):
    form_key = fields.String(required=True, validate=validate.Length(min=8, max=64))
    is_age_confirmed = fields.Boolean(load_default=False)
    listing = fields.List(
        fields.String(validate=validate.Length(max=26)), validate=validate.Length(max=MOST_ROWS)
    )
    pieces = fields.List(fields.String(validate=validate.Length(max=8)))
    weights = fields.List(fields.String(validate=validate.Length(max=400)))

    @post_load
    def _lines(self, data: dict[str, Any], **_options: Any) -> dict[str, Any]:
        rows = zip(data["listing"], data["pieces"], data["weights"], strict=False)
        lines = [_line(*row) for row in rows if row[1].strip() not in ("", "0")]
        return {**data, "lines": lines}


def _line(listing: str, pieces: str, weights: str) -> CounterLine:
    return CounterLine(
        listing,
        _whole(pieces, "pieces", MAX_PIECES),
        tuple(_whole(one, "weights", 10_000_000) for one in weights.split()),
    )


def _whole(text: str, field: str, most: int) -> int:
    if not text.strip().isdecimal() or not text.strip().isascii():
        raise ValidationError("invalid_number", field)
    number = int(text)
    if number > most:
        raise ValidationError("out_of_range", field)
    return number
