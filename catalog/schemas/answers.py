"""Shapes of the answers of the API. Money is `_fen` or `_e4` (1/10000 yuan), mass grams `_g`."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from catalog.rules.browsing import FUJIAN_TO_NINGXIA, NINGXIA_TO_FUJIAN
from catalog.rules.families import Family
from core.types.temperature import TemperatureClass
from core.web.api import CursorArgs


class ListingArgs(CursorArgs):
    family = fields.String(load_default=None, validate=validate.OneOf([f.value for f in Family]))
    county_code = fields.String(load_default=None, validate=validate.Length(equal=6))
    temperature = fields.String(
        load_default=None, validate=validate.OneOf([t.value for t in TemperatureClass])
    )
    season_month = fields.Integer(load_default=None, validate=validate.Range(1, 12))
    certificate = fields.String(load_default=None, validate=validate.Length(max=20))
    halal = fields.Boolean(load_default=None)
    text = fields.String(load_default=None, validate=validate.Length(max=200))
    direction = fields.String(
        load_default=None, validate=validate.OneOf([NINGXIA_TO_FUJIAN, FUJIAN_TO_NINGXIA])
    )


class PublicLot(Schema):
    ref = fields.String(required=True)
    lot_no = fields.String(required=True)
    county_code = fields.String(required=True)
    produced_on = fields.Date(required=True)
    best_before = fields.Date(allow_none=True)
    grade = fields.String()
    measured = fields.Dict(keys=fields.String(), values=fields.String())
    certificate_no = fields.String()


class TierAnswer(Schema):
    pieces = fields.Integer(required=True)
    price_e4 = fields.Integer(required=True)


class RoundAnswer(Schema):
    ref = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    state = fields.String(required=True)
    opens_at = fields.AwareDateTime(required=True)
    cutoff_at = fields.AwareDateTime(required=True)
    harvest_from = fields.Date(required=True)
    harvest_to = fields.Date(required=True)
    cap_pieces = fields.Integer(allow_none=True)
    min_pieces = fields.Integer(allow_none=True)
    sold_pieces = fields.Integer(required=True)


class LotAnswer(PublicLot):
    state = fields.String(required=True)
    spec_code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    seller_ref = fields.String(required=True)
    seller_name_zh = fields.String(required=True)
    seller_name_en = fields.String(required=True)


class ListingAnswer(Schema):
    ref = fields.String(attribute="listing_ref", required=True)
    spec_code = fields.String(required=True)
    family = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    seller_ref = fields.String(required=True)
    seller_name_zh = fields.String(required=True)
    seller_name_en = fields.String(required=True)
    county_code = fields.String(required=True)
    direction = fields.String(required=True)
    temperature = fields.String(required=True)
    sold_by = fields.String(required=True)
    priced_by = fields.String(required=True)
    nominal_g = fields.Integer(required=True)
    min_g = fields.Integer(required=True)
    max_g = fields.Integer(required=True)
    step = fields.Integer(required=True)
    moq = fields.Integer(required=True)
    price_e4 = fields.Integer(required=True)
    tax_bp = fields.Integer(required=True)
    min_remaining_days = fields.Integer(required=True)
    shelf_life_days = fields.Integer(allow_none=True)
    unit_pieces = fields.Integer(required=True)
    tiers = fields.List(fields.Nested(TierAnswer), required=True)
    is_catch_weight = fields.Boolean(required=True)
    is_alcohol = fields.Boolean(required=True)
    is_halal = fields.Boolean(required=True)
    available_pieces = fields.Integer(required=True)
    season_months = fields.List(fields.Integer())
    next_lot = fields.Nested(PublicLot, allow_none=True)


class CertificateAnswer(Schema):
    kind = fields.String(required=True)
    issuer = fields.String(required=True)
    number = fields.String(required=True)
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(allow_none=True)


class GiAnswer(Schema):
    code = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    county_codes = fields.List(fields.String())


class ListingPageAnswer(ListingAnswer):
    label = fields.Dict(keys=fields.String(), values=fields.String())
    story_zh = fields.String()
    story_en = fields.String()
    photos = fields.List(fields.String(), metadata={"description": "WebP, 1280 px across"})
    sale_round = fields.Nested(RoundAnswer, allow_none=True)
    lots = fields.List(fields.Nested(PublicLot))
    certificates = fields.List(fields.Nested(CertificateAnswer))
    gi = fields.Nested(GiAnswer, allow_none=True)


class FacetsAnswer(Schema):
    families = fields.Dict(keys=fields.String(), values=fields.Integer())
    counties = fields.Dict(keys=fields.String(), values=fields.Integer())
    temperatures = fields.Dict(keys=fields.String(), values=fields.Integer())
    certificates = fields.Dict(keys=fields.String(), values=fields.Integer())


class ListingList(Schema):
    items = fields.List(fields.Nested(ListingAnswer), required=True)
    next_cursor = fields.String(allow_none=True)
    total = fields.Integer(required=True)
    facets = fields.Nested(FacetsAnswer, required=True)


class SpecAnswer(Schema):
    ref = fields.String(required=True)
    code = fields.String(required=True)
    family = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    variety_zh = fields.String()
    variety_en = fields.String()
    grade = fields.String()
    temperature = fields.String(required=True)
    shelf_life_days = fields.Integer(allow_none=True)
    piece_g = fields.Integer(required=True)
    season_months = fields.List(fields.Integer())
    is_prepacked = fields.Boolean(required=True)
    gi = fields.Nested(GiAnswer, allow_none=True)


class SpecList(Schema):
    items = fields.List(fields.Nested(SpecAnswer), required=True)
    next_cursor = fields.String(allow_none=True)
