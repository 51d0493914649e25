"""What a new text changes, in the terms of people: which thing, before, after.

Lines are matched by their listing. Only what was agreed is compared; what follows from it (weeks,
amounts of lines) is left out, except the amount of the whole.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

HEAD = {
    "title": "text",
    "start_on": "day",
    "end_on": "day",
    "payment_days": "number",
    "inspection_hours": "number",
    "lead_workdays": "number",
}
LINE = {"total_g": "grams", "price_e4": "price", "quality": "text", "tol_over_bp": "percent"}


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different; `of` names the goods, empty for the whole."""

    what: str
    kind: str
    before: Any
    after: Any
    of_zh: str = ""
    of_en: str = ""


def redline(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """List the changes from one text to the next, in the order of the paper."""
    return (*_head(old, new), *_lines(old, new), *_amount(old, new))


def _head(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for what, kind in HEAD.items():
        if old[what] != new[what]:
            yield Change(what, kind, old[what], new[what])
    before, after = _names(old), _names(new)
    if before != after:
        yield Change("sites", "text", before, after)


def _names(content: Mapping[str, Any]) -> str:
    return "、".join(site["name"] for site in content["sites"])


def _amount(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    if old["amount_fen"] != new["amount_fen"]:
        yield Change("amount_fen", "money", old["amount_fen"], new["amount_fen"])


def _lines(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before = {line["listing"]: line for line in old["lines"]}
    after = {line["listing"]: line for line in new["lines"]}
    for listing, line in before.items():
        if listing not in after:
            yield Change("goods", "grams", line["total_g"], None, line["name_zh"], line["name_en"])
    for listing, line in after.items():
        if listing not in before:
            yield Change("goods", "grams", None, line["total_g"], line["name_zh"], line["name_en"])
        else:
            yield from _line(before[listing], line)


def _line(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    names = (new["name_zh"], new["name_en"])
    for what, kind in LINE.items():
        if old[what] != new[what]:
            yield Change(what, kind, old[what], new[what], *names)
    for what, kind in {"weekdays": "weekdays", "holiday_action": "holiday"}.items():
        before, after = old["schedule"].get(what), new["schedule"].get(what)
        if before != after:
            yield Change(what, kind, before, after, *names)
