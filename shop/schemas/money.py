"""Forms of sellers' money and of payouts, and what the API says about it."""

from __future__ import annotations

from datetime import date

from marshmallow import Schema, fields, validate

from core.errors import InvalidInput
from core.web.fields import YuanField
from shop.rules.earnings import FeeKind


class AccountForm(Schema):
    holder = fields.String(required=True, validate=validate.Length(max=80))
    bank = fields.String(required=True, validate=validate.Length(max=80))
    branch_code = fields.String(load_default="", validate=validate.Length(max=20))
    number = fields.String(required=True, validate=validate.Length(max=40))


class RefusalForm(Schema):
    reason = fields.String(required=True, validate=validate.Length(max=200))


class BatchForm(Schema):
    money = fields.String(load_default="real", validate=validate.OneOf(["real", "demo"]))


class RemarkForm(Schema):
    result = fields.String(required=True, validate=validate.OneOf(["paid", "failed"]))
    remark = fields.String(required=True, validate=validate.Length(max=120))


class RateForm(Schema):
    kind = fields.Enum(FeeKind, by_value=True, required=True)
    seller = fields.String(load_default="", validate=validate.Length(max=26))
    percent = fields.Decimal(
        required=True, places=2, validate=validate.Range(0, 30, error="rate_too_high")
    )
    min_yuan = YuanField(load_default=0)
    max_yuan = YuanField(load_default=None)
    valid_from = fields.Date(required=True)


def read_month(text: str) -> date:
    """The first day of a month written as 2026-11.

    Raises:
        InvalidInput: it is not written so, or no year of ours.
    """
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError as broken:
        raise InvalidInput(fields={"month": "invalid_month"}) from broken
    if not 2020 <= month.year <= 2100 or len(text) != 7:
        raise InvalidInput(fields={"month": "invalid_month"})
    return month


class FeeOut(Schema):
    kind = fields.String(required=True)
    rate_bp = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class StatementLineOut(Schema):
    name_zh = fields.String(required=True)
    name_en = fields.String(required=True)
    pieces = fields.Integer(required=True)
    ordered_fen = fields.Integer(required=True)
    settled_g = fields.Integer(required=True)
    settled_fen = fields.Integer(required=True)
    difference_fen = fields.Integer(required=True)


class StatementSaleOut(Schema):
    number = fields.String(required=True)
    seller_order_ref = fields.String(required=True)
    booked_at = fields.AwareDateTime(required=True)
    goods_fen = fields.Integer(required=True)
    fees = fields.List(fields.Nested(FeeOut), required=True)
    amount_fen = fields.Integer(required=True)
    is_on_terms = fields.Boolean(required=True)
    lines = fields.List(fields.Nested(StatementLineOut), required=True)


class StatementRefundOut(Schema):
    number = fields.String(required=True)
    seller_order_ref = fields.String(required=True)
    booked_at = fields.AwareDateTime(required=True)
    reason = fields.String(required=True)
    goods_fen = fields.Integer(required=True)
    amount_fen = fields.Integer(required=True)


class StatementPayoutOut(Schema):
    ref = fields.String(required=True)
    number = fields.String(required=True)
    at = fields.AwareDateTime(required=True)
    amount_fen = fields.Integer(required=True)


class StatementOut(Schema):
    first = fields.Date(required=True)
    last = fields.Date(required=True)
    opening_fen = fields.Integer(required=True)
    sales_fen = fields.Integer(required=True)
    difference_fen = fields.Integer(required=True)
    refunds_fen = fields.Integer(required=True)
    payouts_fen = fields.Integer(required=True)
    closing_fen = fields.Integer(required=True)
    sales = fields.List(fields.Nested(StatementSaleOut), required=True)
    refunds = fields.List(fields.Nested(StatementRefundOut), required=True)
    payouts = fields.List(fields.Nested(StatementPayoutOut), required=True)


class MoneyOut(Schema):
    under_way_fen = fields.Integer(required=True)
    waiting_fen = fields.Integer(required=True)
    owed_fen = fields.Integer(required=True)
    ready_fen = fields.Integer(required=True)
    in_payout_fen = fields.Integer(required=True)
    paid_fen = fields.Integer(required=True)


class PayoutOut(Schema):
    ref = fields.String(required=True)
    number = fields.String(required=True)
    state = fields.String(required=True)
    amount_fen = fields.Integer(required=True)
    account_tail = fields.String(required=True, attribute="account.tail")
    made_at = fields.AwareDateTime(required=True)
    paid_at = fields.AwareDateTime(required=True, allow_none=True)
    failed_at = fields.AwareDateTime(required=True, allow_none=True)
    failure = fields.String(required=True)
    is_test = fields.Boolean(required=True)


class PayoutListOut(Schema):
    items = fields.List(fields.Nested(PayoutOut), required=True)
    next_cursor = fields.String(required=True, allow_none=True)
