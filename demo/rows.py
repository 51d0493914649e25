"""The shapes of the example rows in `demo/data`: what a good, a seller, a buyer is described by."""

from __future__ import annotations

from dataclasses import dataclass

ALL_YEAR = (1, 12)


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """One product of the example catalogue with the terms of its first listing.

    Prices are yuan per sold piece, or per kilogram where `per_kg`; the listing takes the middle
    of the band. `grams` is (nominal, least, most) of one sold piece, packing included.
    """

    code: str
    family: str
    zh: str
    en: str
    county: str
    seller: str
    sold_by: str
    yuan: tuple[float, float]
    grams: tuple[int, int, int]
    temperature: str
    papers: str  # SC CC AQ OR GR GI HL, separated by spaces
    plate: str
    per_kg: bool = False
    months: tuple[int, int] = ALL_YEAR
    days: int | None = None
    set_point_c10: int | None = None
    gi: str = ""
    grade: str = ""
    variety: tuple[str, str] = ("", "")
    ingredients: str = ""  # prepacked food only
    net: str = ""
    tax_bp: int = 900
    is_wine: bool = False
    is_segregated: bool = False
    weekly: int = 60  # pieces a week, roughly
    chargeable_permille: int = 1000
    note: tuple[str, str] = ("", "")

    @property
    def paper_set(self) -> frozenset[str]:
        """The papers as a set."""
        return frozenset(self.papers.split())

    @property
    def is_catch_weight(self) -> bool:
        """Whether pieces differ in weight."""
        return self.per_kg and self.grams[1] < self.grams[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class SellerRow:
    """An invented producer; the first base is the seat."""

    key: str
    zh: str
    en: str
    form: str
    bases: tuple[str, ...]
    manager: str
    phone: str
    mail: str
    story: tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerRow:
    """An invented buyer with its doors."""

    key: str
    zh: str
    en: str
    form: str
    kind: str
    size: str
    district: str
    manager: str
    phone: str
    mail: str
    sites: tuple[tuple[str, str, str, str, int], ...]  # name, address, from, to, inspectors
    is_public: bool = False
    min_remaining_pct: int = 0
    payment_days: int = 0
    approval_over_yuan: int | None = None
    earmark_pct: int = 0
    refuses_alcohol: bool = False
    sells: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody who signs in to the demo."""

    name: str
    phone: str
    mail: str
    org: str = ""
    roles: tuple[str, ...] = ()
