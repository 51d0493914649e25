"""Shape of a typed address."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, validate, validates_schema

from accounts.rules.phones import normalise_phone
from accounts.rules.places import FUJIAN_DISTRICTS, NINGXIA, find_place
from logistics.rules.address import AddressSnapshot

DISTRICTS = frozenset(place.code for place in (*FUJIAN_DISTRICTS, *NINGXIA))


class AddressFields(Schema):
    receiver = fields.String(load_default="", validate=validate.Length(max=60))
    phone = fields.String(load_default="", validate=validate.Length(max=20))
    district_code = fields.String(load_default="", validate=validate.Length(max=6))
    detail = fields.String(load_default="", validate=validate.Length(max=200))


class AddressForm(AddressFields):
    is_default = fields.Boolean(load_default=False)

    @validates_schema
    def check(self, data: dict[str, Any], **_more: Any) -> None:
        """Every field is needed, each with its own message."""
        check_address(data)


def check_address(data: dict[str, Any]) -> None:
    """Refuse an address that misses something, field by field."""
    wrong = _wrong(data, ("receiver", "phone", "detail"))
    if data.get("district_code") not in DISTRICTS:
        wrong["district_code"] = ["required"]
    if wrong:
        raise ValidationError(wrong)


def check_receiver(data: dict[str, Any]) -> None:
    """Refuse a pick-up without the name and number of who comes."""
    wrong = _wrong(data, ("receiver", "phone"))
    if wrong:
        raise ValidationError(wrong)


def _wrong(data: dict[str, Any], needed: tuple[str, ...]) -> dict[str, list[str]]:
    wrong = {name: ["required"] for name in needed if not data.get(name)}
    if data.get("phone") and normalise_phone(data["phone"]) is None:
        wrong["phone"] = ["invalid_phone"]
    return wrong


def address_of(values: dict[str, Any]) -> AddressSnapshot:
    """The typed address; the city follows from the district."""
    district = find_place(values["district_code"])
    return AddressSnapshot(
        name=values["receiver"],
        phone=normalise_phone(values["phone"]) or "",
        city_code=district.parent if district else "",
        district_code=values["district_code"],
        detail=values["detail"],
    )
