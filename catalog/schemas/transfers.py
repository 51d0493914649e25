"""The form that sends pieces of a lot to an outlet."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class TransferForm(Schema):
    outlet = fields.String(required=True, validate=validate.Length(max=26))
    pieces = fields.Integer(required=True, validate=validate.Range(min=1, max=1_000_000))
