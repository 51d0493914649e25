"""Shapes of a seller's stock over the API. Mass is grams, days are those of the store."""

from __future__ import annotations

from marshmallow import fields, validate

from catalog.schemas.forms import at_most
from core.web.api import StrictSchema

AMOUNT = validate.Range(1, 100_000_000_000)
PIECES = validate.Range(1, 1_000_000)


class SupplyArgs(StrictSchema):
    weeks = fields.Integer(load_default=8, validate=validate.Range(1, 26))


class SupplyWeekOut(StrictSchema):
    monday = fields.Date()
    iso_week = fields.String()
    on_hand_g = fields.Integer()
    p50_g = fields.Integer()
    p80_g = fields.Integer()
    committed_g = fields.Integer()
    reserved_g = fields.Integer()
    free_g = fields.Integer()


class SupplyRowOut(StrictSchema):
    spec_code = fields.String(attribute="spec.code")
    name_zh = fields.String(attribute="spec.name_zh")
    name_en = fields.String(attribute="spec.name_en")
    weeks = fields.List(fields.Nested(SupplyWeekOut))


class SupplyList(StrictSchema):
    items = fields.List(fields.Nested(SupplyRowOut))


class OwnLot(StrictSchema):
    ref = fields.String(attribute="card.ref")
    lot_no = fields.String(attribute="card.lot_no")
    spec_code = fields.String(attribute="spec.code")
    county_code = fields.String(attribute="card.county_code")
    produced_on = fields.Date(attribute="card.produced_on")
    best_before = fields.Date(attribute="card.best_before", allow_none=True)
    grade = fields.String(attribute="card.grade")
    certificate_no = fields.String(attribute="card.certificate_no")
    state = fields.String()
    pieces = fields.Integer(attribute="card.pieces")
    grams = fields.Integer(attribute="card.grams")
    free_pieces = fields.Integer(attribute="card.free_pieces")
    received_at = fields.DateTime()


class OwnLotList(StrictSchema):
    items = fields.List(fields.Nested(OwnLot))
    next_cursor = fields.String(allow_none=True)


class _Goods(StrictSchema):
    spec_code = fields.String(required=True, validate=at_most(60))
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    produced_on = fields.Date(required=True)
    best_before = fields.Date(load_default=None, allow_none=True)
    pieces = fields.Integer(required=True, validate=PIECES)
    grams = fields.Integer(required=True, validate=AMOUNT)
    lot_no = fields.String(load_default="", validate=at_most(40))
    grade = fields.String(load_default="", validate=at_most(40))
    certificate_no = fields.String(load_default="", validate=at_most(80))


class LotIn(_Goods):
    release = fields.Boolean(load_default=False)


class HarvestIn(_Goods):
    monday = fields.Date(required=True)
    is_last = fields.Boolean(load_default=False)


class HarvestOut(StrictSchema):
    lot_ref = fields.String(attribute="lot.ref")
    lot_no = fields.String(attribute="lot.lot_no")
    served = fields.Integer()
    short = fields.Integer()


class PartIn(StrictSchema):
    spec_code = fields.String(required=True, validate=at_most(60))
    pieces = fields.Integer(required=True, validate=PIECES)
    grams = fields.Integer(required=True, validate=AMOUNT)


class CutIn(StrictSchema):
    pieces = fields.Integer(required=True, validate=PIECES)
    grams = fields.Integer(required=True, validate=AMOUNT)
    parts = fields.List(
        fields.Nested(PartIn), required=True, validate=validate.Length(min=1, max=8)
    )


class ForecastWeekIn(StrictSchema):
    monday = fields.Date(required=True)
    p50_g = fields.Integer(required=True, validate=validate.Range(0, 100_000_000_000))
    p80_g = fields.Integer(required=True, validate=validate.Range(0, 100_000_000_000))


class ForecastIn(StrictSchema):
    spec_code = fields.String(required=True, validate=at_most(60))
    weeks = fields.List(
        fields.Nested(ForecastWeekIn), required=True, validate=validate.Length(min=1, max=60)
    )


class ForecastOut(StrictSchema):
    changed = fields.Integer()
