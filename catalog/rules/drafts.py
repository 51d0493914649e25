"""What a seller writes into a listing, and what a change of it amounts to.

The goods come from a county; its province decides the direction of trade.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from catalog.rules.browsing import FUJIAN_TO_NINGXIA, NINGXIA_TO_FUJIAN
from catalog.rules.listing import Pack, PricedBy, SoldBy


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingDraft:
    """One version of a listing; prices in 1/10000 yuan, weights in grams, tax in basis points.

    ``unit_pieces`` is how many pieces of the stock one sold unit holds; ``photos`` are references,
    the cover first; ``tiers`` are pairs of least pieces and price.
    """

    spec_id: int
    sku: str
    county_code: str
    title_zh: str
    title_en: str
    sold_by: str
    priced_by: str
    nominal_g: int
    min_g: int
    max_g: int
    price_e4: int
    tax_bp: int
    step: int = 1
    moq: int = 1
    unit_pieces: int = 1
    min_remaining_days: int = 0
    story_zh: str = ""
    story_en: str = ""
    label: dict[str, str] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    tiers: list[list[int]] = field(default_factory=list)
    is_halal: bool = False
    uses_gi: bool = False

    @property
    def pack(self) -> Pack:
        """The pack as the rules see it."""
        return Pack(
            SoldBy(self.sold_by),
            PricedBy(self.priced_by),
            self.nominal_g,
            self.min_g,
            self.max_g,
            self.step,
            self.moq,
        )

    @property
    def direction(self) -> str:
        """Which way the goods travel."""
        return FUJIAN_TO_NINGXIA if self.county_code.startswith("35") else NINGXIA_TO_FUJIAN

    def to_json(self) -> dict[str, Any]:
        """The version as it is kept in a revision."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> ListingDraft:
        """The version out of a revision."""
        return cls(**{f.name: kept[f.name] for f in fields(cls) if f.name in kept})


FIELD_NAMES: tuple[str, ...] = tuple(f.name for f in fields(ListingDraft))
# What names the goods never changes once a listing has been written.
FIXED_FIELDS = ("spec_id", "sku")


@dataclass(frozen=True, slots=True)
class Change:
    """One field of a revision: what it was, what it shall be."""

    field: str
    before: Any
    after: Any


def changes(before: Mapping[str, Any], proposed: Mapping[str, Any]) -> list[Change]:
    """List what a revision changes, label fields one by one; a first version changes everything.

    Example:
        >>> changes({"moq": 1}, {"moq": 2})
        [Change(field='moq', before=1, after=2)]
    """
    found: list[Change] = []
    for name in FIELD_NAMES:
        old, new = before.get(name), proposed.get(name)
        if name == "label":
            found += _label_changes(old or {}, new or {})
        elif old != new and not (old is None and new in ("", False, [])):
            found.append(Change(name, old, new))
    return found


def _label_changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    names = sorted({*before, *after})
    return [
        Change(f"label.{name}", before.get(name), after.get(name))
        for name in names
        if before.get(name, "") != after.get(name, "")
    ]
