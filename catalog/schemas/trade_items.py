"""The form of a GTIN."""

from __future__ import annotations

from marshmallow import Schema, fields, validate


class GtinForm(Schema):
    spec_ref = fields.String(required=True, validate=validate.Length(max=26))
    gtin = fields.String(load_default="", validate=validate.Length(max=20))
