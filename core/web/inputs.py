"""What may come in from outside, before anybody reads it.

Text: control characters (a NUL ends a string for PostgreSQL) are dropped from form fields and
query parameters, so that a pasted cell of a spreadsheet still works. An address with one is not
found, JSON with one is refused. Numbers and days beyond any trade are out of range.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from flask import Flask, Request, request
from werkzeug.datastructures import ImmutableMultiDict, MultiDict

from core.errors import NotFound

UNREADABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
LARGEST = 10**15  # 10 trillion yuan in fen, a billion tonnes in grams
YEARS = range(1900, 2200)


class ReadableValues(ImmutableMultiDict[str, Any]):
    """Form fields and query parameters without control characters."""

    def __init__(self, mapping: Any = None) -> None:
        pairs = mapping
        if isinstance(mapping, MultiDict):
            pairs = mapping.items(multi=True)
        elif isinstance(mapping, Mapping):
            pairs = mapping.items()
        super().__init__([(readable(name), readable(value)) for name, value in pairs or ()])


class HouseRequest(Request):
    """Flask's request with readable values."""

    parameter_storage_class = ReadableValues


def readable(value: Any) -> Any:
    """Text without control characters; anything else as it is."""
    return UNREADABLE.sub("", value) if isinstance(value, str) else value


def fault_of(value: Any) -> str | None:
    """The error code of a value that no column can hold; None if it is plausible.

    Lists and tables are looked into.
    """
    if isinstance(value, str):
        return "invalid" if UNREADABLE.search(value) else None
    if isinstance(value, date):  # an instant is a date as well
        return None if value.year in YEARS else "out_of_range"
    if isinstance(value, int | Decimal):
        number = Decimal(value)
        return None if number.is_finite() and abs(number) <= LARGEST else "out_of_range"
    if isinstance(value, Mapping):
        value = list(value.values())
    if isinstance(value, list | tuple):
        return next((fault for one in value if (fault := fault_of(one))), None)
    return None


def faults_of(values: Mapping[str, Any]) -> dict[str, str]:
    """The error code of each implausible field."""
    return {name: fault for name, value in values.items() if (fault := fault_of(value))}


def init_inputs(app: Flask) -> None:
    """Addresses that no reference can have are not found."""

    def refuse_unreadable_address() -> None:
        if UNREADABLE.search(request.path):
            raise NotFound

    app.before_request_funcs.setdefault(None, []).insert(0, refuse_unreadable_address)
