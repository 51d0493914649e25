"""Shapes of the forms of the console."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from accounts.rules.access import Reason


class LookForm(Schema):
    q = fields.String(required=True, validate=validate.Length(max=40))
    reason = fields.Enum(Reason, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))
