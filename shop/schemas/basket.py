"""Shapes of the basket's forms."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shop.rules.orders import Substitution
from shop.rules.quantities import MAX_PIECES

REF = validate.Length(equal=26)


class AddLineForm(Schema):
    listing_ref = fields.String(required=True, validate=REF)
    pieces = fields.Integer(load_default=1, validate=validate.Range(1, MAX_PIECES))
    then = fields.String(load_default="")


class ChangeLineForm(Schema):
    pieces = fields.Integer(load_default=None, validate=validate.Range(0, MAX_PIECES))
    substitution = fields.Enum(Substitution, by_value=True, load_default=None)
