"""Shape of promises and parcels in the API."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from core.types.temperature import TemperatureClass
from core.web.api import StrictSchema


class PromiseArgs(StrictSchema):
    listing = fields.String(required=True, metadata={"description": "reference of the listing"})
    city = fields.String(required=True, metadata={"description": "six-digit division code"})
    pieces = fields.Integer(load_default=1, validate=validate.Range(1, 100_000))


class PromiseOut(Schema):
    listing = fields.String(required=True)
    city = fields.String(required=True)
    pieces = fields.Integer(required=True)
    temperature = fields.Enum(TemperatureClass, by_value=True)
    origin_hub = fields.String()
    destination_hub = fields.String()
    service = fields.String()
    cutoff_at = fields.AwareDateTime()
    departs_at = fields.AwareDateTime()
    next_departs_at = fields.AwareDateTime()
    arrives_on = fields.Date()
    freight_fen = fields.Integer()
    freight_tax_fen = fields.Integer()


class EventOut(Schema):
    kind = fields.String()
    at = fields.AwareDateTime()
    place = fields.String(allow_none=True)
    note = fields.String()
    hash = fields.String()


class ConsignmentOut(Schema):
    ref = fields.String()
    number = fields.String()
    order_ref = fields.String()
    state = fields.String()
    temperature = fields.String()
    origin_hub = fields.String()
    destination_hub = fields.String()
    departure = fields.String(attribute="departure.number", allow_none=True)
    departs_at = fields.AwareDateTime(attribute="departure.departs_at", allow_none=True)
    promised_on = fields.Date()
    arrives_on = fields.Date()
    grams_g = fields.Integer(attribute="grams")
    delivered_at = fields.AwareDateTime(allow_none=True)
    line_refs = fields.Function(lambda card: [line.line_ref for line in card.lines])
    events = fields.List(fields.Nested(EventOut))
