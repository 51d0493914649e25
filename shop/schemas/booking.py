"""Shapes of booking a harvest: the checkout's with a week and pieces, and the answer later."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from shop.rules.quantities import MAX_PIECES
from shop.schemas.checkout import CheckoutForm


class BookingForm(CheckoutForm):
    week = fields.Date(required=True)
    pieces = fields.Integer(required=True, validate=validate.Range(1, MAX_PIECES))


class HarvestAnswerForm(Schema):
    answer = fields.String(required=True, validate=validate.OneOf(["take", "back"]))
