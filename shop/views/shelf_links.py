"""The addresses of a shelf: its choices, how to take one back, the sheet of filters on phones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import request, url_for

from catalog.rules.browsing import Filter, Sort
from catalog.rules.families import Family
from core.types.temperature import TemperatureClass

CHOICES = ("county", "family", "temperature", "certificate", "month", "halal")
TEXT_LENGTH = 80


@dataclass(frozen=True)
class ShelfLinks:
    """What was chosen, as the template shows it, and where each link goes."""

    chosen: Mapping[str, str]
    kept: Mapping[str, str]
    groups: tuple[str, ...]
    applied: list[tuple[str, str, str]] = field(default_factory=list)
    action: str = ""
    clear: str = ""
    sheet: str = ""
    close: str = ""
    is_sheet_open: bool = False

    @property
    def query(self) -> dict[str, str]:
        """Everything chosen and kept, without empty values."""
        return {k: v for k, v in {**self.kept, **self.chosen}.items() if v}

    @property
    def page_args(self) -> dict[str, Any]:
        """The arguments of the pager's links."""
        return {**(request.view_args or {}), **self.query}


def _month(text: str) -> str:
    return text if text.isdecimal() and 1 <= int(text) <= 12 else ""


def _one_of(kind: type, text: str) -> str:
    return text if text in {str(member.value) for member in kind} else ""  # type: ignore[attr-defined]  # an enum


def _read_choices() -> dict[str, str]:
    args = request.args
    county = args.get("county", "")
    return {
        "county": county if county.isdecimal() and len(county) == 6 else "",
        "family": _one_of(Family, args.get("family", "")),
        "temperature": _one_of(TemperatureClass, args.get("temperature", "")),
        "certificate": args.get("certificate", "")[:20],
        "month": _month(args.get("month", "")),
        "halal": "1" if args.get("halal") == "1" else "",
        "sort": _one_of(Sort, args.get("sort", "")),
    }


def read_page() -> int:
    """The page asked for; nonsense is page 1."""
    return read_number("page")


def read_number(name: str) -> int:
    """A number of the address, from 1; nonsense is 1."""
    text = request.args.get(name, "1")
    return max(1, int(text)) if text.isdecimal() and len(text) < 6 else 1


def read_links(*fixed: str) -> ShelfLinks:
    """Read the address of a shelf.

    Args:
        fixed: Choices that the page itself makes (a county page has its county).
    """
    chosen = {k: v for k, v in _read_choices().items() if k not in fixed}
    text = request.args.get("q", "").strip()[:TEXT_LENGTH]
    kept = {"q": text} if text else {}
    where = {**(request.view_args or {}), **kept}
    endpoint = str(request.endpoint)
    picked = {k: v for k, v in chosen.items() if v}

    def address(**values: str) -> str:
        return url_for(endpoint, **{**where, **values})

    applied = [
        (key, value, address(**{k: v for k, v in picked.items() if k != key}))
        for key, value in picked.items()
        if key in CHOICES
    ]
    return ShelfLinks(
        chosen=chosen,
        kept=kept,
        groups=tuple(choice for choice in CHOICES if choice not in fixed),
        applied=applied,
        action=url_for(endpoint, **(request.view_args or {})),
        clear=address(),
        sheet=address(**picked, filters="1"),
        close=address(**picked),
        is_sheet_open=request.args.get("filters") == "1",
    )


def filter_of(links: ShelfLinks, **fixed: Any) -> Filter:
    """What the catalog should look for."""
    chosen = links.chosen
    wanted: dict[str, Any] = {
        "family": chosen.get("family") or None,
        "county_code": chosen.get("county") or None,
        "temperature": chosen.get("temperature") or None,
        "season_month": int(chosen["month"]) if chosen.get("month") else None,
        "certificate": chosen.get("certificate") or None,
        "halal": True if chosen.get("halal") else None,
        "text": links.kept.get("q") or None,
        "direction": None,
        "sort": Sort(chosen.get("sort") or Sort.SEASON),
    }
    return Filter(**{**wanted, **fixed})
