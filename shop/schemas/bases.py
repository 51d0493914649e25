"""Answers about supply bases; mass in grams."""

from __future__ import annotations

from marshmallow import Schema, fields


class BaseSeasonOut(Schema):
    spec_name_zh = fields.String(required=True, attribute="season.spec_name_zh")
    spec_name_en = fields.String(required=True, attribute="season.spec_name_en")
    from_on = fields.Date(required=True, attribute="season.from_on")
    to_on = fields.Date(required=True, attribute="season.to_on")
    capacity_g = fields.Integer(required=True, attribute="season.capacity_g")
    guaranteed_g = fields.Integer(required=True, attribute="season.guaranteed_g")
    delivered_g = fields.Integer(required=True)
    permille = fields.Integer(required=True)


class BaseOut(Schema):
    ref = fields.String(required=True, attribute="base.ref")
    name_zh = fields.String(required=True, attribute="base.name_zh")
    name_en = fields.String(required=True, attribute="base.name_en")
    county_code = fields.String(required=True, attribute="base.county_code")
    place = fields.String(required=True, attribute="base.place")
    area_mu = fields.Integer(required=True, attribute="base.area_mu")
    designated_on = fields.Date(required=True, attribute="base.designated_on")
    until_on = fields.Date(required=True, attribute="base.until_on")
    seller_ref = fields.String(required=True, attribute="seller.ref")
    seasons = fields.List(fields.Nested(BaseSeasonOut), required=True, attribute="figures")


class BaseList(Schema):
    items = fields.List(fields.Nested(BaseOut), required=True)
