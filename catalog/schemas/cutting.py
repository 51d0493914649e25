"""The form of a cut: what leaves the lot, and up to four kinds of parts. Kilograms are typed."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from catalog.schemas.forms import MAX_KILOGRAMS

ROWS = 4


def _kilograms(*, is_required: bool) -> fields.Decimal:
    limits = validate.Range(min=Decimal("0.001"), max=MAX_KILOGRAMS)
    shape: dict[str, Any] = {"places": 3, "rounding": ROUND_HALF_UP, "validate": limits}
    if is_required:
        return fields.Decimal(required=True, **shape)
    return fields.Decimal(load_default=None, **shape)


def _pieces(*, is_required: bool) -> fields.Integer:
    limits = validate.Range(min=1, max=1_000_000)
    if is_required:
        return fields.Integer(required=True, validate=limits)
    return fields.Integer(load_default=None, validate=limits)


_Shape = Schema.from_dict(
    {
        "pieces": _pieces(is_required=True),
        "kilograms": _kilograms(is_required=True),
        **{f"spec_{row}": fields.String(load_default="") for row in range(ROWS)},
        **{f"pieces_{row}": _pieces(is_required=False) for row in range(ROWS)},
        **{f"kilograms_{row}": _kilograms(is_required=False) for row in range(ROWS)},
    },
    name="CutShape",
)


class CutForm(_Shape):  # type: ignore[misc, valid-type]  # made above, row by row
    """A part is in when its kind is chosen."""

    @post_load
    def gather(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Put the rows together: (row, spec ref, pieces, grams)."""
        parts = [
            (row, data[f"spec_{row}"], data[f"pieces_{row}"] or 0, _grams(data, row))
            for row in range(ROWS)
            if data[f"spec_{row}"]
        ]
        return {
            "pieces": data["pieces"],
            "grams": int(data["kilograms"] * 1000),
            "parts": parts,
        }


def _grams(data: dict[str, Any], row: int) -> int:
    kilograms = data[f"kilograms_{row}"]
    return int(kilograms * 1000) if kilograms is not None else 0
