"""Shape of the form that plans a sale round; times are those of the farm, Asia/Shanghai."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, post_load, validate

from core.types.dates import SHANGHAI

FORMAT = "%Y-%m-%dT%H:%M"
PIECES = validate.Range(min=1, max=1_000_000)


class RoundForm(Schema):
    listing = fields.String(required=True, validate=validate.Length(max=26))
    name_zh = fields.String(required=True, validate=validate.Length(max=120))
    name_en = fields.String(load_default="", validate=validate.Length(max=160))
    opens_at = fields.NaiveDateTime(required=True, format=FORMAT)
    cutoff_at = fields.NaiveDateTime(required=True, format=FORMAT)
    harvest_from = fields.Date(required=True)
    harvest_to = fields.Date(required=True)
    cap_pieces = fields.Integer(load_default=None, validate=PIECES)
    min_pieces = fields.Integer(load_default=None, validate=PIECES)

    @post_load
    def place(self, data: dict[str, Any], **_more: Any) -> dict[str, Any]:
        """A time that somebody types is Shanghai time."""
        for name in ("opens_at", "cutoff_at"):
            data[name] = data[name].replace(tzinfo=SHANGHAI)
        listing_ref = data.pop("listing")
        return {**data, "listing_ref": listing_ref}
