"""Shapes of the packing API: a packing line or a scale that speaks HTTP. Mass in grams."""

from __future__ import annotations

from marshmallow import Schema, fields, validate

from core.web.api import StrictSchema
from shop.schemas.packing import DEVICE, MAX_GROSS_G

REF = validate.Length(equal=26)


class ScalePieceOut(Schema):
    line_ref = fields.String(required=True, attribute="line.ref")
    order_number = fields.String(required=True, attribute="number")
    name_zh = fields.String(required=True, attribute="line.name_zh")
    name_en = fields.String(required=True, attribute="line.name_en")
    piece_no = fields.Integer(required=True, attribute="piece.piece_no")
    state = fields.String(
        required=True,
        attribute="piece.state",
        metadata={"description": "missing, kept, waiting, swap, dropped or short"},
    )
    net_g = fields.Integer(required=True, attribute="piece.weighing.net_g", dump_default=None)
    min_g = fields.Integer(required=True, attribute="line.min_g")
    nominal_g = fields.Integer(required=True, attribute="line.piece_g")
    max_g = fields.Integer(required=True, attribute="line.max_g")


class ScaleLotOut(Schema):
    lot_ref = fields.String(required=True, attribute="ref")
    lot_no = fields.String(required=True, attribute="number")
    best_before = fields.Date(required=True, allow_none=True)
    total_pieces = fields.Integer(required=True, attribute="total")
    done_pieces = fields.Integer(required=True, attribute="done")
    pieces = fields.List(fields.Nested(ScalePieceOut), required=True)


class PackingOut(Schema):
    lots = fields.List(fields.Nested(ScaleLotOut), required=True)
    waiting_orders = fields.Integer(required=True)
    picking_orders = fields.Integer(required=True)
    boxed_orders = fields.Integer(required=True)


class WeighingIn(StrictSchema):
    line_ref = fields.String(required=True, validate=REF)
    piece_no = fields.Integer(required=True, validate=validate.Range(1, 9999))
    gross_g = fields.Integer(required=True, validate=validate.Range(1, MAX_GROSS_G))
    tare_g = fields.Integer(load_default=0, validate=validate.Range(0, 50_000))
    device = fields.String(
        required=True, validate=DEVICE, metadata={"description": "the scale's own name"}
    )
    seq = fields.Integer(
        required=True,
        validate=validate.Range(1),
        metadata={"description": "the scale's running number; the same one again counts once"},
    )
    weighed_at = fields.AwareDateTime(load_default=None)


class WeighingOut(Schema):
    net_g = fields.Integer(required=True)
    fit = fields.String(required=True, metadata={"description": "within, over or light"})
    difference_g = fields.Integer(required=True)
    way = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "of a light piece: take, swap or drop; null asks the buyer"},
    )
