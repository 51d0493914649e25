"""Changes of a text as people read them: a label, what it was, what it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.rules.redline import Change
from contracts.views.words import CHANGE_WORDS, HOLIDAY_WORDS, WEEKDAY_WORDS
from core.web.format import day_full, fen, grams, local, price_e4
from core.web.language import _


@dataclass(frozen=True, slots=True)
class ShownChange:
    """One row; an empty side means that there was or is nothing."""

    label: str
    before: str
    after: str


def shown_changes(changes: Iterable[Change]) -> list[ShownChange]:
    """Put changes into words."""
    return [
        ShownChange(_label(one), _text(one.kind, one.before), _text(one.kind, one.after))
        for one in changes
    ]


def _label(one: Change) -> str:
    label = str(CHANGE_WORDS[one.what])
    return f"{local(one, 'of')} · {label}" if one.of_zh else label


def _text(kind: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if kind == "percent":
        return f"+{value / 100:g}%"
    if kind == "weekdays":
        return _("、").join(str(WEEKDAY_WORDS[one]) for one in value)
    return FORMATS[kind](value) if kind in FORMATS else str(value)


def _day(iso: str) -> str:
    return day_full(date.fromisoformat(iso))


def _holiday(code: str) -> str:
    return str(HOLIDAY_WORDS[code])


FORMATS: dict[str, Callable[[Any], str]] = {
    "grams": grams,
    "price": price_e4,
    "money": fen,
    "day": _day,
    "holiday": _holiday,
}
