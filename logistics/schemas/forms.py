"""Shape of what forms send to logistics."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from marshmallow import (
    EXCLUDE,
    Schema,
    ValidationError,
    fields,
    post_load,
    validate,
    validates_schema,
)

from core.types.dates import SHANGHAI
from core.types.temperature import TemperatureClass
from logistics.rules.cold_chain import SPOTS
from logistics.rules.states import ExcursionState
from logistics.services.tours import ENDS_A_STOP, Outcome

STEPS = (
    "dispatched",
    "in_transit",
    "at_hub",
    "out_for_delivery",
    "delivered",
    "rejected",
    "on_hold",
    "released",
)
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2999, 12, 31)  # a week fits on either side
REFUSALS = ("temperature", "damaged", "missing")  # why a receiver does not take goods


class CelsiusField(fields.Field[int]):
    """Degrees with one decimal as people type them ("−18.4"), kept as tenths."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **_kwargs: Any) -> int:
        del attr, data
        text = str(value).replace("−", "-").replace("℃", "").replace(",", ".").strip()
        sign = -1 if text.startswith("-") else 1
        whole, _, part = text.lstrip("-+").partition(".")
        if not whole.isdigit() or not (part or "0").isdigit() or len(part) > 1:
            raise ValidationError("invalid_celsius")
        tenths = sign * (int(whole) * 10 + int(part or 0))
        if not -600 <= tenths <= 600:
            raise ValidationError("out_of_range")
        return tenths


class DayArgs(Schema):
    class Meta:
        unknown = EXCLUDE

    day = fields.Date(load_default=None, validate=validate.Range(min=FIRST_DAY, max=LAST_DAY))


class StepForm(Schema):
    kind = fields.String(required=True, validate=validate.OneOf(STEPS))
    note = fields.String(load_default="", validate=validate.Length(max=300))
    recipient = fields.String(load_default="", validate=validate.Length(max=60))
    door_c10 = CelsiusField(load_default=None, data_key="door_celsius")
    happened_at = fields.NaiveDateTime(load_default=None, format="%Y-%m-%dT%H:%M")
    action_id = fields.String(load_default=None, validate=validate.Length(max=60))

    @post_load
    def in_shanghai(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Times typed into forms are on a Shanghai wall clock."""
        typed = data["happened_at"]
        if isinstance(typed, datetime):
            data["happened_at"] = typed.replace(tzinfo=SHANGHAI)
        return data


class ReadingForm(Schema):
    temperature = fields.String(
        required=True, validate=validate.OneOf([c.value for c in TemperatureClass])
    )
    celsius_c10 = CelsiusField(required=True, data_key="celsius")
    read_at = fields.NaiveDateTime(load_default=None, format="%Y-%m-%dT%H:%M")
    spot = fields.String(load_default="", validate=validate.OneOf(["", *SPOTS]))

    @post_load
    def in_shanghai(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Times typed into forms are on a Shanghai wall clock."""
        if data["read_at"] is not None:
            data["read_at"] = data["read_at"].replace(tzinfo=SHANGHAI)
        return data


class DecisionForm(Schema):
    decision = fields.Enum(ExcursionState, by_value=True, required=True)
    note = fields.String(load_default="", validate=validate.Length(max=300))


class DepartureForm(Schema):
    seal = fields.String(load_default="", validate=validate.Length(max=40))
    note = fields.String(load_default="", validate=validate.Length(max=300))


class TourForm(Schema):
    hub = fields.String(required=True, validate=validate.Length(max=6))


class DoorForm(Schema):
    """One door: `boxes` are (reference, class) of what is handed over, each with its `t_…`."""

    kind = fields.String(required=True, validate=validate.OneOf(ENDS_A_STOP))
    recipient = fields.String(load_default="", validate=validate.Length(max=60))
    note = fields.String(load_default="", validate=validate.Length(max=200))
    reason = fields.String(load_default="", validate=validate.OneOf(["", *REFUSALS]))
    action_id = fields.String(load_default="", validate=validate.Length(max=34))

    @validates_schema
    def is_complete(self, data: dict[str, Any], **_kwargs: Any) -> None:
        """Handing over wants a name and temperatures; a refusal wants its reason."""
        missing = [
            name
            for name, value in data.items()
            if data["kind"] == "delivered" and name.startswith("t_") and value is None
        ]
        if data["kind"] == "delivered" and not data["recipient"]:
            missing.append("recipient")
        if data["kind"] == "rejected" and not data["reason"]:
            missing.append("reason")
        if missing:
            raise ValidationError({name: ["required"] for name in missing})

    @classmethod
    def of(cls, boxes: Sequence[tuple[str, str]]) -> Schema:
        """The form of a door with these boxes; ambient goods are not probed."""
        probes: dict[str, fields.Field[Any]] = {
            f"t_{ref}": CelsiusField(load_default=None)
            for ref, temperature in boxes
            if temperature != TemperatureClass.AMBIENT.value
        }
        return cls.from_dict(probes)()


def outcomes_of(values: dict[str, Any], boxes: Sequence[tuple[str, str]]) -> list[Outcome]:
    """What a filled door form says of each box."""
    return [
        Outcome(
            consignment_ref=ref,
            kind=values["kind"],
            door_c10=values.get(f"t_{ref}"),
            recipient=values["recipient"],
            note=values["note"],
            reason=values["reason"] if values["kind"] == "rejected" else "",
            action_id=f"{values['action_id']}:{ref[:20]}" if values["action_id"] else None,
        )
        for ref, _ in boxes
    ]


def _counted() -> fields.Integer:
    return fields.Integer(load_default=0, validate=validate.Range(0, 10_000, error="out_of_range"))


class CountForm(Schema):
    """Crates and pallets counted with a partner outside a hand-over."""

    action_id = fields.String(required=True, validate=validate.Length(min=10, max=60))
    partner = fields.String(required=True)
    crates_given = _counted()
    crates_back = _counted()
    pallets_given = _counted()
    pallets_back = _counted()
    note = fields.String(load_default="", validate=validate.Length(max=120))
