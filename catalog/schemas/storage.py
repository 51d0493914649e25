"""Shapes of the forms of grain storage. Tonnes and kilograms are typed, grams are kept."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marshmallow import Schema, fields, post_load, validate

from catalog.schemas.forms import at_most


def _number(places: int, most: int, *, least: int = 0, required: bool = True) -> fields.Decimal:
    limits = validate.Range(min=Decimal(least), max=Decimal(most))
    more: dict[str, Any] = {} if required else {"load_default": None}
    return fields.Decimal(
        required=required, places=places, rounding=ROUND_HALF_UP, validate=limits, **more
    )


def _percent() -> fields.Decimal:
    return _number(2, 40)


class SiloForm(Schema):
    name = fields.String(required=True, validate=at_most(60))
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    capacity_t = _number(3, 1_000_000)
    fee = _number(4, 1_000)
    shrink_percent = _number(2, 10)

    @post_load
    def count(self, data: dict[str, Any], **_about: Any) -> dict[str, Any]:
        """Turn tonnes into grams, yuan and per cent into their ten-thousandths."""
        return {
            "name": data["name"],
            "county_code": data["county_code"],
            "capacity_g": int(data["capacity_t"] * 1_000_000),
            "fee_e4": int(data["fee"] * 10_000),
            "shrink_bp": int(data["shrink_percent"] * 100),
        }


class _Tests(Schema):
    moisture = _percent()
    impurity = fields.String(load_default="", validate=at_most(20))
    unsound = fields.String(load_default="", validate=at_most(20))
    rotation_on = fields.Date(required=True)

    def gather(self, data: dict[str, Any]) -> dict[str, Any]:
        """Per cent become ten-thousandths; tests that were not made are left out."""
        tests = {name: data.pop(name) for name in ("impurity", "unsound")}
        data["moisture_bp"] = int(data.pop("moisture") * 100)
        return data | {"tests": {name: text for name, text in tests.items() if text}}


class IntakeForm(_Tests):
    spec = fields.String(required=True)
    grade = fields.String(required=True, validate=at_most(40))
    gross_kg = _number(3, 100_000_000)
    tare_kg = _number(3, 100_000_000)
    produced_on = fields.Date(required=True)
    certificate_no = fields.String(load_default="", validate=at_most(80))

    @post_load
    def weigh(self, data: dict[str, Any], **_about: Any) -> dict[str, Any]:
        """Kilograms become grams."""
        data["gross_g"] = int(data.pop("gross_kg") * 1000)
        data["tare_g"] = int(data.pop("tare_kg") * 1000)
        return self.gather(data)


class CheckForm(_Tests):
    rest_kg = _number(3, 100_000_000, required=False)
    note = fields.String(load_default="", validate=at_most(400))

    @post_load
    def weigh(self, data: dict[str, Any], **_about: Any) -> dict[str, Any]:
        """Kilograms become grams; no weight means that nothing was weighed."""
        rest = data.pop("rest_kg")
        data["rest_g"] = None if rest is None else int(rest * 1000)
        return self.gather(data)


class AnswerForm(Schema):
    answer = fields.String(required=True, validate=at_most(400))
