"""Shape of the checkout form."""

from __future__ import annotations

from typing import Any

from marshmallow import fields, validate, validates_schema

from accounts.rules.phones import normalise_phone
from shop.queries.checkout import NEW_ADDRESS, PICKUP
from shop.rules.orders import PaymentMethod
from shop.schemas.address import AddressFields, address_of, check_address, check_receiver
from shop.services.checkout import CheckoutChoices, Pickup


class CheckoutForm(AddressFields):
    form_key = fields.String(required=True, validate=validate.Length(min=8, max=64))
    payment_method = fields.Enum(PaymentMethod, by_value=True, required=True)
    address = fields.String(load_default=None, validate=validate.Length(max=40))
    site = fields.String(load_default=None, validate=validate.Length(max=26))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    is_address_kept = fields.Boolean(load_default=False)
    is_age_confirmed = fields.Boolean(load_default=False)
    is_no_return_confirmed = fields.Boolean(load_default=False)
    seen_due_fen = fields.Integer(load_default=None)
    seen_on = fields.Date(load_default=None)

    @validates_schema
    def check_new_address(self, data: dict[str, Any], **_more: Any) -> None:
        """A new address needs all its fields, each with its own message."""
        if data.get("address") == NEW_ADDRESS:
            check_address(data)
        elif (data.get("address") or "").startswith(PICKUP):
            check_receiver(data)


def choices_of(values: dict[str, Any]) -> CheckoutChoices:
    """The loaded form as the service takes it."""
    address = values["address"] or ""
    is_new, is_pickup = address == NEW_ADDRESS, address.startswith(PICKUP)
    return CheckoutChoices(
        form_key=values["form_key"],
        payment_method=values["payment_method"],
        address_ref=None if is_new or is_pickup else values["address"],
        pickup=_pickup(address, values) if is_pickup else None,
        new_address=address_of(values) if is_new else None,
        site_ref=values["site"],
        note=values["note"],
        is_age_confirmed=values["is_age_confirmed"],
        is_no_return_confirmed=values["is_no_return_confirmed"],
        is_address_kept=values["is_address_kept"],
        seen_due_fen=values["seen_due_fen"],
        seen_on=values["seen_on"],
    )


def _pickup(address: str, values: dict[str, Any]) -> Pickup:
    phone = normalise_phone(values["phone"]) or ""
    return Pickup(address.removeprefix(PICKUP), values["receiver"], phone)
