"""Shelves: what a buyer may filter and sort by.

"In season first" is the default order; nobody can pay for a place.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PAGE_SIZE = 24
NINGXIA_TO_FUJIAN = "nx_fj"
FUJIAN_TO_NINGXIA = "fj_nx"


class Sort(StrEnum):
    """The order of a shelf."""

    SEASON = "season"
    PRICE = "price"
    NEWEST = "newest"


@dataclass(frozen=True, slots=True)
class Filter:
    """What a buyer looks for; None means any."""

    family: str | None = None
    county_code: str | None = None
    temperature: str | None = None
    season_month: int | None = None
    certificate: str | None = None
    halal: bool | None = None
    text: str | None = None
    seller_id: int | None = None
    direction: str | None = NINGXIA_TO_FUJIAN
    sort: Sort = Sort.SEASON
