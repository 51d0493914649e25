"""The form with which a buyer without an account asks for the money of recalled goods."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from accounts.rules.phones import normalise_phone


class ClaimForm(Schema):
    order_number = fields.String(required=True, validate=validate.Length(max=24))
    phone = fields.String(required=True, validate=validate.Length(max=20))

    @post_load
    def as_kept(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """The number as orders keep it."""
        number = normalise_phone(data["phone"])
        if number is None:
            raise ValidationError({"phone": ["invalid_phone"]})
        data["phone"] = number
        return data
