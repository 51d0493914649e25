"""Shapes of the packing tool's forms; masses are whole grams."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from shop.rules.catch_weight import LightAnswer
from shop.rules.scale import read_scale
from shop.rules.shortages import ShortReason

DEVICE = validate.Length(min=1, max=40)
MAX_GROSS_G = 500_000


class ScaleGrams(fields.Field[int]):
    """Grams as typed by a finger or sent by a scale."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        del attr, data
        read = read_scale(str(value))
        if read.grams is None:
            raise ValidationError(read.fault)
        if not 0 < read.grams <= MAX_GROSS_G:
            raise ValidationError("grams_impossible")
        return read.grams


class WeighForm(Schema):
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    gross_g = ScaleGrams(required=True, error_messages={"required": "grams_missing"})
    tare_g = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 50_000, error="tare_impossible"),
        error_messages={"invalid": "grams_whole"},
    )
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


class PhotoForm(Schema):
    """Which weighing a photo belongs to."""

    line_ref = fields.String(required=True, validate=validate.Length(max=26))
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


class TableWeighForm(WeighForm):
    line_ref = fields.String(required=True, validate=validate.Length(max=26))


class TableActionIn(TableWeighForm):
    """One action of a phone that may have been without a network when it happened."""

    kind = fields.String(required=True, validate=validate.OneOf(["weigh", "reverse"]))
    gross_g = ScaleGrams(load_default=None)
    happened_at = fields.AwareDateTime(load_default=None)
    of_seq = fields.Integer(load_default=None, validate=validate.Range(1))

    @validates_schema
    def check_weighed(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """A weighing needs its figure."""
        if data.get("kind") == "weigh" and data.get("gross_g") is None:
            raise ValidationError("grams_missing", "gross_g")


class ReverseForm(Schema):
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


class AnswerForm(Schema):
    answer = fields.Enum(LightAnswer, by_value=True, required=True)


class ShortageForm(Schema):
    pieces = fields.Integer(
        required=True,
        validate=validate.Range(0, 1_000_000, error="shortage_out_of_range"),
        error_messages={"invalid": "pieces_whole", "required": "pieces_whole"},
    )
    reason = fields.Enum(ShortReason, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))
