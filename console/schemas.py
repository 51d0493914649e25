"""Shapes of the forms of the console."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from accounts.rules.access import Reason
from shop.rules.recalls import Outcome


class LookForm(Schema):
    q = fields.String(required=True, validate=validate.Length(max=40))
    reason = fields.Enum(Reason, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))


class RecallForm(Schema):
    reason = fields.String(required=True, validate=validate.Length(max=400))
    advice = fields.String(required=True, validate=validate.Length(max=400))
    authority = fields.String(load_default="", validate=validate.Length(max=80))
    is_drill = fields.Boolean(load_default=False)


class SettleForm(Schema):
    outcome = fields.Enum(Outcome, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))


class CloseForm(Schema):
    conclusion = fields.String(load_default="", validate=validate.Length(max=400))
