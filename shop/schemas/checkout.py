"""Shape of the checkout form."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from accounts.rules.phones import normalise_phone
from accounts.rules.places import FUJIAN_DISTRICTS, NINGXIA, find_place
from logistics.rules.address import AddressSnapshot
from shop.queries.checkout import NEW_ADDRESS
from shop.rules.orders import PaymentMethod
from shop.services.checkout import CheckoutChoices

DISTRICTS = frozenset(place.code for place in (*FUJIAN_DISTRICTS, *NINGXIA))


class CheckoutForm(Schema):
    form_key = fields.String(required=True, validate=validate.Length(min=8, max=64))
    payment_method = fields.Enum(PaymentMethod, by_value=True, required=True)
    address = fields.String(load_default=None, validate=validate.Length(max=26))
    site = fields.String(load_default=None, validate=validate.Length(max=26))
    receiver = fields.String(load_default="", validate=validate.Length(max=60))
    phone = fields.String(load_default="", validate=validate.Length(max=20))
    district_code = fields.String(load_default="", validate=validate.Length(max=6))
    detail = fields.String(load_default="", validate=validate.Length(max=200))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    is_address_kept = fields.Boolean(load_default=False)
    is_age_confirmed = fields.Boolean(load_default=False)
    is_no_return_confirmed = fields.Boolean(load_default=False)
    seen_due_fen = fields.Integer(load_default=None)
    seen_on = fields.Date(load_default=None)

    @validates_schema
    def check_new_address(self, data: dict[str, Any], **_more: Any) -> None:
        """A new address needs all its fields, each with its own message."""
        if data.get("address") != NEW_ADDRESS:
            return
        wrong: dict[str, list[str]] = {
            name: ["required"] for name in ("receiver", "phone", "detail") if not data.get(name)
        }
        if data.get("phone") and normalise_phone(data["phone"]) is None:
            wrong["phone"] = ["invalid_phone"]
        if data.get("district_code") not in DISTRICTS:
            wrong["district_code"] = ["required"]
        if wrong:
            raise ValidationError(wrong)


def choices_of(values: dict[str, Any]) -> CheckoutChoices:
    """The loaded form as the service takes it."""
    is_new = values["address"] == NEW_ADDRESS
    return CheckoutChoices(
        form_key=values["form_key"],
        payment_method=values["payment_method"],
        address_ref=None if is_new else values["address"],
        new_address=new_address(values) if is_new else None,
        site_ref=values["site"],
        note=values["note"],
        is_age_confirmed=values["is_age_confirmed"],
        is_no_return_confirmed=values["is_no_return_confirmed"],
        is_address_kept=values["is_address_kept"],
        seen_due_fen=values["seen_due_fen"],
        seen_on=values["seen_on"],
    )


def new_address(values: dict[str, Any]) -> AddressSnapshot:
    """The typed address; the city follows from the district."""
    district = find_place(values["district_code"])
    return AddressSnapshot(
        name=values["receiver"],
        phone=normalise_phone(values["phone"]) or "",
        city_code=district.parent if district else "",
        district_code=values["district_code"],
        detail=values["detail"],
    )
