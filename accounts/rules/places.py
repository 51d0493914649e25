"""The places of the two provinces, by national division code.

Sellers, lots, hubs and delivery addresses all name a place by its six-digit code: a county or
district ("640323"), or a prefecture city ("350100", the code of a hub city). A code that is not
in these tables does not exist for us; nobody types place names.
"""

from __future__ import annotations

from dataclasses import dataclass

from accounts.rules import place_rows_fujian as fujian
from accounts.rules import place_rows_ningxia as ningxia

NINGXIA_CODE = "640000"
FUJIAN_CODE = "350000"


@dataclass(frozen=True, slots=True)
class Place:
    """One province, city, or county; `parent` is the code of the place it belongs to."""

    code: str
    zh: str
    en: str
    parent: str

    @property
    def name_zh(self) -> str:
        """The Chinese name, for the `local` filter."""
        return self.zh

    @property
    def name_en(self) -> str:
        """The English name, for the `local` filter."""
        return self.en


PROVINCES: tuple[Place, ...] = (
    Place(NINGXIA_CODE, "宁夏回族自治区", "Ningxia", ""),
    Place(FUJIAN_CODE, "福建省", "Fujian", ""),
)
NINGXIA_CITIES: tuple[Place, ...] = tuple(Place(*row, NINGXIA_CODE) for row in ningxia.CITY_ROWS)
FUJIAN_CITIES: tuple[Place, ...] = tuple(Place(*row, FUJIAN_CODE) for row in fujian.CITY_ROWS)
NINGXIA: tuple[Place, ...] = tuple(Place(*row, row[0][:4] + "00") for row in ningxia.COUNTY_ROWS)
FUJIAN_DISTRICTS: tuple[Place, ...] = tuple(
    Place(*row, row[0][:4] + "00") for row in fujian.COUNTY_ROWS
)
FUJIAN: dict[str, tuple[Place, ...]] = {
    city.code: tuple(place for place in FUJIAN_DISTRICTS if place.parent == city.code)
    for city in FUJIAN_CITIES
}
CITIES: tuple[Place, ...] = NINGXIA_CITIES + FUJIAN_CITIES
COUNTIES: tuple[Place, ...] = NINGXIA + FUJIAN_DISTRICTS

_BY_CODE: dict[str, Place] = {place.code: place for place in PROVINCES + CITIES + COUNTIES}


def find_place(code: str | None) -> Place | None:
    """The place of a code, or None when we know no such place."""
    return _BY_CODE.get(code or "")


def place_name(code: str | None, lang: str = "zh") -> str:
    """The name of a place as a reader of `lang` ("zh" or "en") knows it; "" if unknown."""
    place = find_place(code)
    if place is None:
        return ""
    return place.en if lang == "en" else place.zh


def full_place_name(code: str | None, lang: str = "zh") -> str:
    """City and county together, as on an address: 福州市鼓楼区, Gulou District, Fuzhou."""
    place = find_place(code)
    if place is None:
        return ""
    city = find_place(place.parent)
    if city is None or city in PROVINCES:
        return place_name(code, lang)
    return f"{place.en}, {city.en}" if lang == "en" else f"{city.zh}{place.zh}"


def city_of(code: str) -> str:
    """The city code of a county or district: 350102 is in 350100; a city is its own city.

    Raises:
        KeyError: The code is not a city or county of Ningxia or Fujian.
    """
    place = _BY_CODE[code]
    if place in PROVINCES:
        raise KeyError(code)
    return place.code if place.parent in (NINGXIA_CODE, FUJIAN_CODE) else place.parent


def is_in_ningxia(code: str) -> bool:
    """Whether a place code lies in Ningxia."""
    return code.startswith("64") and code in _BY_CODE


def is_in_fujian(code: str) -> bool:
    """Whether a place code lies in Fujian."""
    return code.startswith("35") and code in _BY_CODE


def list_districts(city_code: str) -> tuple[Place, ...]:
    """The counties and districts of a city, in code order; empty for an unknown city."""
    return tuple(place for place in COUNTIES if place.parent == city_code)
