"""The places of both provinces."""

from __future__ import annotations

import pytest

from accounts.rules.places import (
    CITIES,
    COUNTIES,
    FUJIAN,
    FUJIAN_CITIES,
    FUJIAN_DISTRICTS,
    NINGXIA,
    city_of,
    find_place,
    full_place_name,
    is_in_fujian,
    is_in_ningxia,
    list_districts,
    place_name,
)


def test_counts_of_the_national_table() -> None:
    assert (len(NINGXIA), len(FUJIAN_CITIES), len(FUJIAN_DISTRICTS)) == (22, 9, 83)
    assert sum(len(districts) for districts in FUJIAN.values()) == 83


def test_every_code_is_used_once_and_every_county_has_its_city() -> None:
    assert len({place.code for place in CITIES + COUNTIES}) == 14 + 105
    assert {place.parent for place in COUNTIES} == {city.code for city in CITIES}


def test_every_english_name_is_plain_latin() -> None:
    assert all(place.en.replace("'", "").replace(" ", "").isascii() for place in COUNTIES)
    assert all(place.en.split()[-1] in ("County", "District", "City") for place in COUNTIES)


@pytest.mark.parametrize(
    ("code", "zh", "en", "city"),
    [
        ("640323", "盐池县", "Yanchi County", "640300"),
        ("640381", "青铜峡市", "Qingtongxia City", "640300"),
        ("640402", "原州区", "Yuanzhou District", "640400"),
        ("350102", "鼓楼区", "Gulou District", "350100"),
        ("350405", "沙县区", "Shaxian District", "350400"),
        ("350926", "柘荣县", "Zherong County", "350900"),
    ],
)
def test_names_and_cities(code: str, zh: str, en: str, city: str) -> None:
    assert (place_name(code), place_name(code, "en"), city_of(code)) == (zh, en, city)


def test_a_city_is_its_own_city() -> None:
    assert city_of("350100") == "350100"


@pytest.mark.parametrize("code", ["640000", "110101", "", "64032"])
def test_what_is_no_city_or_county_has_no_city(code: str) -> None:
    with pytest.raises(KeyError):
        city_of(code)


def test_full_names_read_like_addresses() -> None:
    assert full_place_name("350102") == "福州市鼓楼区"
    assert full_place_name("350102", "en") == "Gulou District, Fuzhou"
    assert full_place_name("350100", "en") == "Fuzhou"
    assert (full_place_name("nowhere"), full_place_name(None)) == ("", "")


def test_provinces_are_told_apart() -> None:
    assert (is_in_ningxia("640323"), is_in_fujian("640323")) == (True, False)
    assert (is_in_ningxia("649999"), is_in_fujian("350102")) == (False, True)
    assert find_place("649999") is None


def test_districts_of_a_city() -> None:
    assert [place.zh for place in list_districts("640500")] == ["沙坡头区", "中宁县", "海原县"]
