"""Shapes of forms and API of contracts. Forms take kilograms, the API grams."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from marshmallow import Schema, fields, validate

from catalog.rules.cards import Terms
from contracts.errors import BadDraft
from contracts.rules.drafts import Draft, DraftLine
from contracts.rules.schedule_input import WEEKDAYS
from core.web.api import StrictSchema

LINES = "lines"
HEAD_FIELDS = (
    "title",
    "start_on",
    "end_on",
    "payment_days",
    "inspection_hours",
    "lead_workdays",
)
HOLIDAYS = ("PREV", "NEXT", "SKIP", "KEEP")


class DraftForm(Schema):
    title = fields.String(required=True, validate=validate.Length(max=80))
    start_on = fields.Date(required=True)
    end_on = fields.Date(required=True)
    payment_days = fields.Integer(required=True)
    inspection_hours = fields.Integer(required=True)
    lead_workdays = fields.Integer(required=True)
    tolerance = fields.Integer(required=True, validate=validate.Range(0, 20))
    weekdays = fields.List(fields.String(validate=validate.OneOf(WEEKDAYS)), load_default=list)
    holiday_action = fields.String(load_default="PREV", validate=validate.OneOf(HOLIDAYS))
    sites = fields.List(fields.String(), load_default=list)
    note = fields.String(load_default="", validate=validate.Length(max=400))


class CallOffForm(Schema):
    deliver_on = fields.Date(required=True)
    site = fields.String(required=True)
    form_key = fields.String(required=True, validate=validate.Length(max=40))


class HashForm(Schema):
    content_sha256 = fields.String(required=True, validate=validate.Length(equal=64))


class ApproveForm(Schema):
    note = fields.String(load_default="", validate=validate.Length(max=400))
    override_reason = fields.String(load_default="", validate=validate.Length(max=400))


class ReasonForm(Schema):
    note = fields.String(required=True, validate=validate.Length(max=400))


class SignForm(Schema):
    pin = fields.String(required=True, validate=validate.Length(max=12))
    code = fields.String(required=True, validate=validate.Length(max=12))
    acknowledged = fields.List(fields.String(), load_default=list)


class PinForm(Schema):
    pin = fields.String(required=True, validate=validate.Length(max=12))
    again = fields.String(required=True, validate=validate.Length(max=12))


class CallOffLineIn(StrictSchema):
    line_ref = fields.String(required=True)
    quantity_g = fields.Integer(required=True, validate=validate.Range(min=1))


class CallOffIn(StrictSchema):
    deliver_on = fields.Date(required=True)
    site_ref = fields.String(required=True)
    lines = fields.List(
        fields.Nested(CallOffLineIn), required=True, validate=validate.Length(min=1, max=40)
    )


class CallOffOut(Schema):
    ref = fields.String(attribute="call_off_ref")
    number = fields.String()
    order_ref = fields.String(attribute="order_group_ref")
    order_number = fields.String()
    amount_fen = fields.Integer()


class QuantitiesOut(Schema):
    committed_g = fields.Integer()
    called_g = fields.Integer()
    in_transit_g = fields.Integer(attribute="transit_g")
    delivered_g = fields.Integer()
    remaining_g = fields.Integer()


class PartyOut(Schema):
    ref = fields.String()
    name_zh = fields.String()
    name_en = fields.String()


class ContractOut(Schema):
    ref = fields.String()
    number = fields.String()
    title = fields.String()
    state = fields.String()
    buyer = fields.Nested(PartyOut)
    seller = fields.Nested(PartyOut)
    start_on = fields.Date()
    end_on = fields.Date()
    amount_fen = fields.Integer()
    quantities = fields.Nested(QuantitiesOut)
    next_call_off_deadline = fields.DateTime(attribute="next_deadline", allow_none=True)


class ContractListOut(Schema):
    items = fields.List(fields.Nested(ContractOut))
    next_cursor = fields.String(allow_none=True)


class WeekOut(Schema):
    monday = fields.Date()
    cap_g = fields.Integer()
    left_g = fields.Integer()
    is_open = fields.Boolean()
    call_off_deadline = fields.DateTime(attribute="deadline")
    quantities = fields.Nested(QuantitiesOut)


class LineOut(Schema):
    ref = fields.String()
    name_zh = fields.String()
    name_en = fields.String()
    price_e4 = fields.Integer()
    priced_by = fields.String()
    piece_g = fields.Integer()
    total_g = fields.Integer()
    left_g = fields.Integer()
    quantities = fields.Nested(QuantitiesOut)
    weeks = fields.List(fields.Nested(WeekOut))


class SiteOut(Schema):
    ref = fields.String()
    name = fields.String()


class ContractSheetOut(Schema):
    contract = fields.Nested(ContractOut, attribute="row")
    content_sha256 = fields.String()
    payment_days = fields.Integer()
    inspection_hours = fields.Integer()
    sites = fields.List(fields.Nested(SiteOut))
    lines = fields.List(fields.Nested(LineOut))


def read_draft(
    head: Mapping[str, Any],
    typed: Mapping[str, str],
    goods: Iterable[Terms],
    parties: tuple[int, int],
) -> Draft:
    """Turn the posted form of a contract into a draft.

    Args:
        head: what DraftForm read.
        typed: the raw form; a product is in when its total is filled in.
        goods: what the seller offers.
        parties: ids of buyer and seller.

    Raises:
        BadDraft: an amount cannot be read; `fields` names it.
    """
    faults: dict[str, str] = {} if head["weekdays"] else {"weekdays": "required"}
    rule = {
        "frequency": "WEEKLY",
        "weekdays": sorted(head["weekdays"], key=WEEKDAYS.index),
        "holiday_action": head["holiday_action"],
    }
    lines = [
        _line(terms, typed, (head["tolerance"] * 100, rule), faults)
        for terms in goods
        if typed.get(f"total_{terms.listing_ref}", "").strip()
    ]
    if faults:
        raise BadDraft("bad_draft", fields=faults)
    return Draft(
        buyer_org_id=parties[0],
        seller_org_id=parties[1],
        site_refs=tuple(head["sites"]),
        lines=tuple(lines),
        **{name: head[name] for name in HEAD_FIELDS},
    )


def _line(
    terms: Terms,
    typed: Mapping[str, str],
    shared: tuple[int, dict[str, object]],
    faults: dict[str, str],
) -> DraftLine:
    ref = terms.listing_ref
    return DraftLine(
        listing_id=terms.listing_id,
        price_e4=_scaled(typed, f"price_{ref}", 10_000, faults),
        total_g=_scaled(typed, f"total_{ref}", 1000, faults),
        tol_over_bp=shared[0],
        schedule=shared[1],
        quality=typed.get(f"quality_{ref}", "").strip(),
    )


def read_call_off(typed: Mapping[str, str], line_refs: Iterable[str]) -> dict[str, int]:
    """Read the wanted kilograms of each line as grams; empty fields are left out.

    Raises:
        BadDraft: an amount cannot be read; `fields` names it.
    """
    faults: dict[str, str] = {}
    grams = {
        ref: _scaled(typed, f"q_{ref}", 1000, faults)
        for ref in line_refs
        if typed.get(f"q_{ref}", "").strip()
    }
    if faults:
        raise BadDraft("bad_call_off", fields=faults)
    return grams


def week_of(text: str | None) -> date | None:
    """Read the week of an address, or None."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _scaled(typed: Mapping[str, str], name: str, scale: int, faults: dict[str, str]) -> int:
    text = typed.get(name, "").strip().replace(",", "").replace("，", "")
    try:
        value = Decimal(text) * scale
        if value.is_finite() and value == value.to_integral_value() and abs(value) < 10**12:
            return int(value)
    except InvalidOperation:
        pass
    faults[name] = "invalid_number"
    return 0
