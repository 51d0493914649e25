"""The form at the truck: temperatures are typed in degrees, kept in tenths."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, validate

LOWEST, HIGHEST = Decimal(-60), Decimal(60)


class Degrees(fields.Field[int]):
    """Degrees Celsius with one decimal, "−18.5" or "-18.5", kept as tenths."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        del attr, data
        text = str(value).strip().replace("\N{MINUS SIGN}", "-").replace("，", ".")
        try:
            degrees = Decimal(text.removesuffix("℃").removesuffix("°C"))
        except ArithmeticError as unreadable:
            raise ValidationError("degrees_unreadable") from unreadable
        tenths = degrees * 10
        if not degrees.is_finite() or tenths != tenths.to_integral_value():
            raise ValidationError("degrees_unreadable")
        if not LOWEST <= degrees <= HIGHEST:
            raise ValidationError("degrees_impossible")
        return int(tenths)


def _pieces() -> fields.Integer:
    return fields.Integer(load_default=0, validate=validate.Range(0, 10_000, error="out_of_range"))


class HandOverForm(Schema):
    action_id = fields.String(required=True, validate=validate.Length(min=10, max=60))
    carrier = fields.String(required=True)
    boxes = fields.Integer(
        required=True,
        validate=validate.Range(0, 100_000, error="boxes_differ"),
        error_messages={"invalid": "boxes_differ"},
    )
    core_cool = Degrees(load_default=None)
    core_chilled = Degrees(load_default=None)
    core_frozen = Degrees(load_default=None)
    seal_no = fields.String(load_default="", validate=validate.Length(max=30))
    driver = fields.String(load_default="", validate=validate.Length(max=60))
    crates_given = _pieces()
    crates_back = _pieces()
    pallets_given = _pieces()
    pallets_back = _pieces()


class HandOverActionIn(HandOverForm):
    """A hand-over that a phone has kept until it had a network."""

    load_key = fields.String(required=True, validate=validate.Length(max=12))
    happened_at = fields.AwareDateTime(load_default=None)
