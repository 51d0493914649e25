"""Shapes of the orders API: money in fen, mass in grams, unit prices in 1/10000 yuan."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from core.web.api import StrictSchema
from shop.rules.orders import PaymentMethod, Substitution
from shop.rules.quantities import MAX_PIECES

REF = validate.Length(equal=26)


class BasketArgs(StrictSchema):
    district_code = fields.String(load_default=None, validate=validate.Length(equal=6))
    site_ref = fields.String(load_default=None, validate=REF)


class BasketLineIn(StrictSchema):
    listing_ref = fields.String(required=True, validate=REF)
    pieces = fields.Integer(required=True, validate=validate.Range(1, MAX_PIECES))


class BasketLineChange(StrictSchema):
    pieces = fields.Integer(load_default=None, validate=validate.Range(0, MAX_PIECES))
    substitution = fields.Enum(Substitution, by_value=True, load_default=None)


class ReasonOut(Schema):
    code = fields.String(required=True)
    context = fields.Dict(required=True)


class BasketItemOut(Schema):
    ref = fields.String(required=True)
    listing_ref = fields.String(required=True, attribute="terms.listing_ref")
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    pieces = fields.Integer(required=True)
    available_pieces = fields.Integer(required=True, attribute="available")
    substitution = fields.String(required=True)
    is_catch_weight = fields.Boolean(required=True, attribute="terms.is_catch_weight")
    price_e4 = fields.Integer(required=True, attribute="price.price_e4")
    priced_by = fields.String(required=True, attribute="terms.priced_by")
    weight_g = fields.Integer(required=True, attribute="price.grams")
    estimate_fen = fields.Integer(required=True, attribute="price.estimate_fen")
    ceiling_fen = fields.Integer(required=True, attribute="price.ceiling_fen")
    days_left = fields.Integer(required=True, allow_none=True)
    reasons = fields.List(fields.Nested(ReasonOut), required=True)


class BasketParcelOut(Schema):
    key = fields.String(required=True)
    temperature = fields.String(required=True)
    arrives_on = fields.Date(required=True, attribute="promise.arrives_on")
    cutoff_at = fields.AwareDateTime(required=True, attribute="promise.cutoff_at")
    freight_fen = fields.Integer(required=True)
    items = fields.List(fields.Nested(BasketItemOut), required=True)


class BasketOut(Schema):
    ref = fields.String(required=True)
    district_code = fields.String(required=True)
    parcels = fields.List(fields.Nested(BasketParcelOut), required=True)
    stuck = fields.List(fields.Nested(BasketItemOut), required=True)
    is_orderable = fields.Boolean(required=True)
    estimate_fen = fields.Integer(required=True)
    goods_fen = fields.Integer(required=True)
    freight_fen = fields.Integer(required=True)
    due_fen = fields.Integer(required=True)


class OrderIn(StrictSchema):
    basket_ref = fields.String(required=True, validate=REF)
    site_ref = fields.String(required=True, validate=REF)
    payment_method = fields.Enum(PaymentMethod, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=200))
    max_due_fen = fields.Integer(load_default=None, validate=validate.Range(min=0))
    latest_on = fields.Date(load_default=None)


class OrderLineOut(Schema):
    ref = fields.String(required=True)
    listing_ref = fields.String(required=True)
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    pieces = fields.Integer(required=True)
    is_catch_weight = fields.Boolean(required=True)
    price_e4 = fields.Integer(required=True)
    price_source = fields.String(required=True)
    priced_by = fields.String(required=True)
    tax_bp = fields.Integer(required=True)
    estimate_fen = fields.Integer(required=True)
    ceiling_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True, allow_none=True)
    settled_g = fields.Integer(required=True, allow_none=True)
    contract_line_ref = fields.String(required=True, allow_none=True)


class ScaleRecordOut(Schema):
    piece_no = fields.Integer(required=True)
    gross_g = fields.Integer(required=True)
    tare_g = fields.Integer(required=True)
    net_g = fields.Integer(required=True)
    state = fields.String(required=True)
    weighed_at = fields.AwareDateTime(required=True)


class LotOut(Schema):
    lot_ref = fields.String(required=True)
    lot_no = fields.String(required=True)
    pieces = fields.Integer(required=True)
    grams = fields.Integer(required=True)
    best_before = fields.Date(required=True, allow_none=True)


class LineViewOut(Schema):
    line = fields.Nested(OrderLineOut, required=True, attribute="row")
    lots = fields.List(fields.Nested(LotOut), required=True)
    weighings = fields.List(fields.Nested(ScaleRecordOut), required=True, attribute="records")


class SellerOrderOut(Schema):
    ref = fields.String(required=True, attribute="row.ref")
    number = fields.String(required=True, attribute="row.number")
    seller_name_zh = fields.String(required=True, attribute="row.seller_name_zh")
    seller_name_en = fields.String(required=True, attribute="row.seller_name_en")
    state = fields.String(required=True, attribute="row.state")
    goods_fen = fields.Integer(required=True, attribute="row.goods_fen")
    freight_fen = fields.Integer(required=True, attribute="row.freight_fen")
    settled_fen = fields.Integer(required=True, allow_none=True, attribute="row.settled_fen")
    lines = fields.List(fields.Nested(LineViewOut), required=True)


class OrderOut(Schema):
    ref = fields.String(required=True, attribute="group.ref")
    number = fields.String(required=True, attribute="group.number")
    state = fields.String(required=True, attribute="group.state")
    channel = fields.String(required=True, attribute="group.channel")
    payment_method = fields.String(required=True, attribute="group.payment_method")
    created_at = fields.AwareDateTime(required=True, attribute="group.created_at")
    expires_at = fields.AwareDateTime(required=True, allow_none=True, attribute="group.expires_at")
    promised_on = fields.Date(required=True, attribute="group.promised_on")
    contract_ref = fields.String(required=True, allow_none=True, attribute="group.contract_ref")
    estimate_fen = fields.Integer(required=True, attribute="group.estimate_fen")
    goods_fen = fields.Integer(required=True, attribute="group.goods_fen")
    freight_fen = fields.Integer(required=True, attribute="group.freight_fen")
    due_fen = fields.Integer(required=True, attribute="group.due_fen")
    seller_orders = fields.List(fields.Nested(SellerOrderOut), required=True)


class OrderCardOut(Schema):
    ref = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    channel = fields.String(required=True)
    created_at = fields.AwareDateTime(required=True)
    promised_on = fields.Date(required=True)
    due_fen = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True, allow_none=True)


class OrderListOut(Schema):
    items = fields.List(fields.Nested(OrderCardOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)


class RoadEventOut(Schema):
    kind = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    place = fields.String(required=True, allow_none=True)


class ParcelOut(Schema):
    ref = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    temperature = fields.String(required=True)
    origin_hub = fields.String(required=True)
    destination_hub = fields.String(required=True)
    arrives_on = fields.Date(required=True)
    weight_g = fields.Integer(required=True, attribute="grams")
    delivered_at = fields.AwareDateTime(required=True, allow_none=True)
    events = fields.List(fields.Nested(RoadEventOut), required=True)


class StepOut(Schema):
    subject = fields.String(required=True, attribute="subject_kind")
    subject_ref = fields.String(required=True)
    state = fields.String(required=True, attribute="to_state")
    cause = fields.String(required=True)
    at = fields.AwareDateTime(required=True, attribute="changed_at")


class TrackingOut(Schema):
    ref = fields.String(required=True, attribute="group.ref")
    number = fields.String(required=True, attribute="group.number")
    state = fields.String(required=True, attribute="group.state")
    parcels = fields.List(fields.Nested(ParcelOut), required=True, attribute="consignments")
    steps = fields.List(fields.Nested(StepOut), required=True, attribute="changes")
