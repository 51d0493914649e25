"""Shapes of the packing tool's forms; masses are whole grams."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shop.rules.catch_weight import LightAnswer

DEVICE = validate.Length(min=1, max=40)


class WeighForm(Schema):
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    gross_g = fields.Integer(required=True, validate=validate.Range(1, 500_000))
    tare_g = fields.Integer(load_default=0, validate=validate.Range(0, 50_000))
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


class ReverseForm(Schema):
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    device = fields.String(required=True, validate=DEVICE)
    seq = fields.Integer(required=True, validate=validate.Range(1))


class AnswerForm(Schema):
    answer = fields.Enum(LightAnswer, by_value=True, required=True)
