"""Shapes of the forms of supply bases. Volumes are typed in tonnes, kept in grams."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

MOST_GOODS = 3
MOST_TONNES = Decimal(1_000_000)
GRAMS_PER_TONNE = 1_000_000
AREA = validate.Range(min=1, max=10_000_000)


def _length(most: int) -> validate.Length:
    return validate.Length(max=most)


def _tonnes() -> fields.Decimal:
    return fields.Decimal(
        load_default=None,
        places=3,
        rounding=ROUND_HALF_UP,
        validate=validate.Range(min=Decimal("0.001"), max=MOST_TONNES),
    )


class BaseForm(Schema):
    name_zh = fields.String(required=True, validate=_length(80))
    name_en = fields.String(load_default="", validate=_length(120))
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    place = fields.String(required=True, validate=_length(160))
    area_mu = fields.Integer(required=True, validate=AREA)
    about_zh = fields.String(load_default="", validate=_length(1000))
    about_en = fields.String(load_default="", validate=_length(1000))
    spec_1 = fields.String(required=True)
    from_on_1 = fields.Date(required=True)
    to_on_1 = fields.Date(required=True)
    capacity_1 = _tonnes()
    guaranteed_1 = _tonnes()
    spec_2 = fields.String(load_default="")
    from_on_2 = fields.Date(load_default=None)
    to_on_2 = fields.Date(load_default=None)
    capacity_2 = _tonnes()
    guaranteed_2 = _tonnes()
    spec_3 = fields.String(load_default="")
    from_on_3 = fields.Date(load_default=None)
    to_on_3 = fields.Date(load_default=None)
    capacity_3 = _tonnes()
    guaranteed_3 = _tonnes()

    @post_load
    def gather(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Put the goods together: every row that names one, complete and in order."""
        goods = [self._good(data, number) for number in range(1, MOST_GOODS + 1)]
        return data | {"goods": [good for good in goods if good is not None]}

    def _good(self, data: dict[str, Any], number: int) -> dict[str, Any] | None:
        names = ("spec", "from_on", "to_on", "capacity", "guaranteed")
        good = {name: data.pop(f"{name}_{number}") for name in names}
        if not good["spec"]:
            return None
        faults = {f"{name}_{number}": ["required"] for name, value in good.items() if value is None}
        if not faults and good["to_on"] < good["from_on"]:
            faults[f"to_on_{number}"] = ["ends_before_start"]
        if not faults and good["guaranteed"] > good["capacity"]:
            faults[f"guaranteed_{number}"] = ["guarantee_above_capacity"]
        if faults:
            raise ValidationError(faults)
        for name in ("capacity", "guaranteed"):
            good[f"{name}_g"] = int(good.pop(name) * GRAMS_PER_TONNE)
        return good


class InspectionForm(Schema):
    inspected_on = fields.Date(required=True)
    inspectors = fields.String(required=True, validate=_length(200))
    area_mu = fields.Integer(required=True, validate=AREA)
    findings = fields.String(required=True, validate=_length(1000))
    is_good = fields.Boolean(required=True)


class DesignationForm(Schema):
    until_on = fields.Date(required=True)
