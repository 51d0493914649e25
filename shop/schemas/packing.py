"""Shapes of the packing tool's forms; masses are whole grams."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from shop.rules.catch_weight import LightAnswer
from shop.rules.shortages import ShortReason

WHOLE_GRAMS: dict[str, Any] = {"invalid": "grams_whole", "required": "grams_missing"}
DEVICE = validate.Length(min=1, max=40)


class WeighForm(Schema):
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    gross_g = fields.Integer(
        required=True,
        validate=validate.Range(1, 500_000, error="grams_impossible"),
        error_messages=WHOLE_GRAMS,
    )
    tare_g = fields.Integer(
        load_default=0,
        validate=validate.Range(0, 50_000, error="tare_impossible"),
        error_messages={"invalid": "grams_whole"},
    )
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


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
