"""Shapes of rows of tables: the forms' own fields, with codes in place of references."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, post_load, pre_load, validate

from catalog.gateways import SheetBroken, SheetRow
from catalog.rules.imports import SheetLine
from catalog.rules.sheets import (
    Column,
    SheetKind,
    column_letter,
    fields_of,
    key_of,
    match_header,
)
from catalog.schemas.forms import MAX_KILOGRAMS, ListingForm, LotForm
from core.web.field_errors import code_of
from core.web.inputs import faults_of

YES = {"1", "true", "yes", "是", "y"}
NO = {"", "0", "false", "no", "否", "n"}


class SendForm(Schema):
    kind = fields.String(required=True, validate=validate.OneOf([k.value for k in SheetKind]))
    submit = fields.Boolean(load_default=False)


class ListingRow(ListingForm):
    """A listing; the tax stands in per cent, yes and no in words."""

    @pre_load
    def read_words(self, data: dict[str, str], **_about: Any) -> dict[str, Any]:
        """Per cent become basis points, words become yes or no."""
        read: dict[str, Any] = dict(data)
        for name in ("is_halal", "uses_gi"):
            word = data.get(name, "").casefold()
            if word not in YES | NO:
                raise ValidationError({name: ["invalid_choice"]})
            read[name] = word in YES
        percent = data.get("tax_bp", "").rstrip("% ")
        read["tax_bp"] = f"{percent}00" if percent.isdecimal() else data.get("tax_bp")
        return read


class LotRow(LotForm):
    """A lot; it needs a number of its own, so that the same file twice is one lot."""

    lot_no = fields.String(required=True, validate=validate.Length(min=1, max=40))


def _kilograms() -> fields.Decimal:
    limits = validate.Range(min=Decimal(0), max=MAX_KILOGRAMS)
    return fields.Decimal(required=True, places=3, rounding=ROUND_HALF_UP, validate=limits)


class ForecastRow(Schema):
    """One week of one spec."""

    spec = fields.String(required=True)
    monday = fields.Date(required=True)
    p50_kg = _kilograms()
    p80_kg = _kilograms()

    @post_load
    def weigh(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Turn kilograms into grams."""
        p50, p80 = data.pop("p50_kg"), data.pop("p80_kg")
        return data | {"p50_g": int(p50 * 1000), "p80_g": int(p80 * 1000)}


SCHEMAS: dict[SheetKind, Schema] = {
    SheetKind.LISTINGS: ListingRow(),
    SheetKind.LOTS: LotRow(),
    SheetKind.FORECASTS: ForecastRow(),
}


def read_row(kind: SheetKind, cells: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row, and the error code of each field that cannot be read."""
    try:
        values: dict[str, Any] = SCHEMAS[kind].load(cells, unknown=EXCLUDE)
    except ValidationError as refused:
        messages: dict[str, Any] = dict(refused.messages)  # type: ignore[arg-type]  # a table
        return {}, {name: code_of(message) for name, message in messages.items()}
    return values, faults_of(values)


def read_lines(kind: SheetKind, rows: Iterator[SheetRow]) -> Iterator[SheetLine]:
    """The rows under the heading, read one by one.

    Raises:
        SheetBroken: the file cannot be read, or the heading lacks columns; names them.
    """
    heading = next(rows, None)
    header, missing = match_header(kind, heading.cells if heading else ())
    if missing:
        raise SheetBroken("columns_missing", missing)
    for row in rows:
        yield _line(kind, header, row)


def _line(kind: SheetKind, header: dict[int, Column], row: SheetRow) -> SheetLine:
    typed = fields_of(header, row.cells)
    cells = {c.field: f"{column_letter(at)}{row.number}" for at, c in header.items()}
    formulas = {
        column.field: "formula_not_read"
        for at, column in header.items()
        if at < len(row.cells) and row.cells[at] == 0 and not column.is_shown_only
    }
    if formulas:
        return SheetLine(row.number, cells, typed, {}, formulas)
    values, codes = read_row(kind, typed)
    return SheetLine(row.number, cells, typed, values, codes, key_of(kind, typed))
