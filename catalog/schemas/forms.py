"""Shapes of the forms of the catalog. Prices are typed in yuan, weights in grams."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from accounts.rules.places import find_place
from catalog.rules.certificates import CertificateKind
from catalog.rules.listing import PricedBy, SoldBy
from catalog.rules.photos import in_order
from catalog.rules.publishing import LABEL_FIELDS
from catalog.rules.tiers import MOST_TIERS

MAX_PRICE = Decimal(1_000_000)
MAX_KILOGRAMS = Decimal(100_000_000)
TAX_RATES_BP = (0, 100, 300, 900, 1300)
LABEL_PREFIX = "label_"


def at_most(length: int) -> validate.Length:
    """A text of at most so many signs."""
    return validate.Length(max=length)


class Yuan(fields.Decimal):
    """A price typed in yuan with up to four decimals, kept as 1/10000 yuan."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        amount = super()._deserialize(value, attr, data, **kwargs)
        scaled = amount * 10_000
        if not amount.is_finite() or not 0 < amount <= MAX_PRICE:
            raise self.make_error("too_large")
        if scaled != scaled.to_integral_value():
            raise self.make_error("special")
        return int(scaled)

    default_error_messages = {  # noqa: RUF012 -- marshmallow's own protocol
        "too_large": "out_of_range",
        "special": "invalid_number",
    }


def _is_county(code: str) -> bool:
    return find_place(code) is not None


class ListingForm(Schema):
    spec = fields.String(required=True)
    sku = fields.String(required=True, validate=at_most(40))
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    title_zh = fields.String(required=True, validate=at_most(120))
    title_en = fields.String(load_default="", validate=at_most(160))
    story_zh = fields.String(load_default="", validate=at_most(2000))
    story_en = fields.String(load_default="", validate=at_most(2000))
    sold_by = fields.String(required=True, validate=validate.OneOf([s.value for s in SoldBy]))
    priced_by = fields.String(required=True, validate=validate.OneOf([p.value for p in PricedBy]))
    nominal_g = fields.Integer(required=True, validate=validate.Range(min=1, max=10_000_000))
    min_g = fields.Integer(load_default=None, validate=validate.Range(min=1, max=10_000_000))
    max_g = fields.Integer(load_default=None, validate=validate.Range(min=1, max=10_000_000))
    step = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
    unit_pieces = fields.Integer(load_default=1, validate=validate.Range(min=1, max=10_000))
    moq = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100_000))
    price = Yuan(required=True)
    tax_bp = fields.Integer(required=True, validate=validate.OneOf(TAX_RATES_BP))
    min_remaining_days = fields.Integer(load_default=0, validate=validate.Range(min=0, max=3650))
    photos = fields.List(fields.String(validate=validate.Length(max=26)), load_default=list)
    cover = fields.String(load_default="", validate=at_most(26))
    tier_1_pieces = fields.Integer(load_default=None, validate=validate.Range(min=1, max=100_000))
    tier_1_price = Yuan(load_default=None)
    tier_2_pieces = fields.Integer(load_default=None, validate=validate.Range(min=1, max=100_000))
    tier_2_price = Yuan(load_default=None)
    tier_3_pieces = fields.Integer(load_default=None, validate=validate.Range(min=1, max=100_000))
    tier_3_price = Yuan(load_default=None)
    is_halal = fields.Boolean(load_default=False)
    uses_gi = fields.Boolean(load_default=False)
    label_ingredients = fields.String(load_default="", validate=at_most(400))
    label_net_content = fields.String(load_default="", validate=at_most(120))
    label_producer = fields.String(load_default="", validate=at_most(120))
    label_producer_address = fields.String(load_default="", validate=at_most(200))
    label_shelf_life = fields.String(load_default="", validate=at_most(120))
    label_storage = fields.String(load_default="", validate=at_most(200))
    label_standard_no = fields.String(load_default="", validate=at_most(80))
    label_licence_no = fields.String(load_default="", validate=at_most(80))
    label_allergens = fields.String(load_default="", validate=at_most(200))
    label_nutrition = fields.String(load_default="", validate=at_most(600))

    @post_load
    def gather(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Put the label fields together; without a range a piece has one weight."""
        label = {name: data.pop(LABEL_PREFIX + name) for name in LABEL_FIELDS}
        nominal = data["nominal_g"]
        data["min_g"] = nominal if data["min_g"] is None else data["min_g"]
        data["max_g"] = nominal if data["max_g"] is None else data["max_g"]
        data["price_e4"] = data.pop("price")
        data["photos"] = in_order(data["photos"], data.pop("cover"))
        data["tiers"] = _tiers(data)
        return data | {"label": {name: text for name, text in label.items() if text}}


def _tiers(data: dict[str, Any]) -> list[list[int]]:
    """Take the rows of tiers out of a form; half a row names the half that is missing."""
    tiers: list[list[int]] = []
    for number in range(1, MOST_TIERS + 1):
        pieces, price = data.pop(f"tier_{number}_pieces"), data.pop(f"tier_{number}_price")
        if (pieces is None) != (price is None):
            missing = "pieces" if pieces is None else "price"
            raise ValidationError({f"tier_{number}_{missing}": ["required"]})
        if pieces is not None:
            tiers.append([pieces, price])
    return tiers


class LotForm(Schema):
    spec = fields.String(required=True)
    county_code = fields.String(required=True, validate=validate.Length(equal=6))
    lot_no = fields.String(load_default="", validate=at_most(40))
    produced_on = fields.Date(required=True)
    best_before = fields.Date(load_default=None)
    pieces = fields.Integer(required=True, validate=validate.Range(min=1, max=1_000_000))
    kilograms = fields.Decimal(
        required=True,
        places=3,
        rounding=ROUND_HALF_UP,
        validate=validate.Range(min=Decimal("0.001"), max=MAX_KILOGRAMS),
    )
    grade = fields.String(load_default="", validate=at_most(40))
    measure = fields.Integer(load_default=None, validate=validate.Range(min=1, max=100_000))
    certificate_no = fields.String(load_default="", validate=at_most(80))

    @post_load
    def weigh(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Turn the typed kilograms into grams."""
        kilograms = data.pop("kilograms")
        return data | {"grams": int(kilograms * 1000)}


class ReasonForm(Schema):
    reason = fields.String(required=True, validate=at_most(400))


class CertificateForm(Schema):
    kind = fields.Enum(CertificateKind, by_value=True, required=True)
    issuer = fields.String(required=True, validate=at_most(120))
    number = fields.String(required=True, validate=at_most(80))
    valid_from = fields.Date(required=True)
    valid_to = fields.Date(load_default=None)
    spec = fields.String(load_default="")


FORECAST_WEEKS = 8


def _kilograms() -> fields.Decimal:
    limits = validate.Range(min=Decimal(0), max=MAX_KILOGRAMS)
    return fields.Decimal(load_default=None, places=3, rounding=ROUND_HALF_UP, validate=limits)


ForecastForm = Schema.from_dict(
    {
        "first": fields.Date(required=True, validate=validate.Range(max=date(2099, 12, 31))),
        **{f"p50_{week}": _kilograms() for week in range(FORECAST_WEEKS)},
        **{f"p80_{week}": _kilograms() for week in range(FORECAST_WEEKS)},
    },
    name="ForecastForm",
)


class NoteForm(Schema):
    note = fields.String(load_default="", validate=at_most(400))
