"""Forms of the finance desk."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from core.web.fields import YuanField


class BankRowForm(Schema):
    booked_on = fields.Date(required=True)
    amount = YuanField(required=True, validate=validate.Range(min=1, error="invalid_amount"))
    payer = fields.String(required=True, validate=validate.Length(max=120))
    summary = fields.String(load_default="", validate=validate.Length(max=300))
    serial = fields.String(required=True, validate=validate.Length(max=60))


class StatementForm(Schema):
    text = fields.String(required=True, validate=validate.Length(max=1_500_000))


class MatchForm(Schema):
    order = fields.String(required=True, validate=validate.Length(max=40))
    reason = fields.String(required=True, validate=validate.Length(max=200))


class ReasonForm(Schema):
    reason = fields.String(required=True, validate=validate.Length(max=200))


class AnswerForm(Schema):
    answer = fields.String(required=True, validate=validate.Length(max=200))
