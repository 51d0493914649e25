"""Shape of traceability in the API: a lot, a box; mass in grams, tenths of a degree."""

from __future__ import annotations

from marshmallow import Schema, fields

CELSIUS = {"description": "tenths of a degree Celsius"}


class TraceSpecOut(Schema):
    code = fields.String()
    name_zh = fields.String()
    name_en = fields.String()


class PaperOut(Schema):
    kind = fields.String()
    issuer = fields.String()
    number = fields.String()
    valid_from = fields.Date()
    valid_to = fields.Date(allow_none=True)


class RoadOut(Schema):
    departure = fields.String(attribute="number")
    origin_hub = fields.String()
    destination_hub = fields.String()
    departed_at = fields.AwareDateTime(allow_none=True)
    arrived_at = fields.AwareDateTime(allow_none=True)
    is_delivered = fields.Boolean()


class WarmthOut(Schema):
    readings = fields.Integer(attribute="count")
    low_c10 = fields.Integer(allow_none=True, metadata=CELSIUS)
    high_c10 = fields.Integer(allow_none=True, metadata=CELSIUS)


class ExcursionOut(Schema):
    severity = fields.String()
    state = fields.String()
    started_at = fields.AwareDateTime()
    ended_at = fields.AwareDateTime(allow_none=True)
    worst_c10 = fields.Integer(metadata=CELSIUS)


class RecallOut(Schema):
    ref = fields.String()
    number = fields.String()
    reason = fields.String()
    advice = fields.String()
    opened_at = fields.AwareDateTime(attribute="created_at")


class RelativeOut(Schema):
    lot = fields.String(attribute="facts.card.ref")
    lot_no = fields.String(attribute="facts.card.lot_no")
    generation = fields.Integer(metadata={"description": "below zero: what it was cut from"})


class LotTraceOut(Schema):
    ref = fields.String(attribute="lot.card.ref")
    lot_no = fields.String(attribute="lot.card.lot_no")
    state = fields.String(attribute="lot.state")
    spec = fields.Nested(TraceSpecOut, attribute="lot.spec")
    producer_zh = fields.String(attribute="seller.name_zh")
    producer_en = fields.String(attribute="seller.name_en")
    county_code = fields.String(attribute="lot.card.county_code")
    produced_on = fields.Date(attribute="lot.card.produced_on")
    best_before = fields.Date(attribute="lot.card.best_before", allow_none=True)
    certificate_no = fields.String(attribute="lot.card.certificate_no")
    papers = fields.List(fields.Nested(PaperOut), attribute="certificates")
    roads = fields.List(fields.Nested(RoadOut))
    temperature = fields.Nested(WarmthOut, attribute="warmth")
    excursions = fields.List(fields.Nested(ExcursionOut))
    recall = fields.Nested(RecallOut, allow_none=True)
    ancestors = fields.List(fields.Nested(RelativeOut), attribute="family.ancestors")
    descendants = fields.List(fields.Nested(RelativeOut), attribute="family.descendants")


class BoxLotOut(Schema):
    lot = fields.String(attribute="lot.card.ref")
    lot_no = fields.String(attribute="lot.card.lot_no")
    state = fields.String(attribute="lot.state")
    spec = fields.Nested(TraceSpecOut, attribute="lot.spec")
    pieces = fields.Integer()
    grams_g = fields.Integer(attribute="grams")


class BoxStepOut(Schema):
    kind = fields.String()
    at = fields.AwareDateTime()
    place = fields.String(allow_none=True)
    door_c10 = fields.Integer(allow_none=True, metadata=CELSIUS)


class BoxTraceOut(Schema):
    ref = fields.String()
    code = fields.String()
    temperature_class = fields.String(attribute="temperature")
    grams_g = fields.Integer(attribute="grams")
    packed_at = fields.AwareDateTime()
    lots = fields.List(fields.Nested(BoxLotOut))
    steps = fields.List(fields.Nested(BoxStepOut))
    temperature = fields.Nested(WarmthOut, attribute="warmth")
    excursions = fields.List(fields.Nested(ExcursionOut))
    papers = fields.List(fields.Nested(PaperOut), attribute="certificates")
