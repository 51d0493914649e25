"""May this listing be published? Every reason is named."""

from __future__ import annotations

from dataclasses import replace

import pytest

from catalog.rules.listing import Pack, PricedBy, SoldBy
from catalog.rules.publishing import (
    LABEL_FIELDS,
    Application,
    Claim,
    check_territory,
    forbidden_words,
    kinds_needed,
    may_publish,
    missing_label_fields,
)
from catalog.rules.seasons import ALL_YEAR, mask_between

YANCHI, TONGXIN = "640323", "640324"
LABEL = dict.fromkeys(LABEL_FIELDS, "有")
GOOD = Application(
    title="手抓羊肉",
    story="盐池冬天的草膘",
    county_code=YANCHI,
    price_e4=880_000,
    pack=Pack(SoldBy.PACK, PricedBy.EACH, 500, 500, 500),
    is_prepacked=True,
    label=LABEL,
    required_kinds=frozenset({"food_permit"}),
    held_kinds=frozenset({"licence", "food_permit"}),
    is_halal=False,
    gi=None,
    season_mask=ALL_YEAR,
    shelf_life_days=30,
)


def codes(application: Application, month: int = 11) -> list[str]:
    return [reason.code for reason in may_publish(application, month=month).reasons]


def test_a_complete_listing_may_be_published() -> None:
    assert codes(GOOD) == []


def test_every_missing_paper_is_named() -> None:
    verdict = may_publish(replace(GOOD, held_kinds=frozenset(), is_halal=True), month=11)
    assert [reason.context["kind"] for reason in verdict.reasons] == [
        "food_permit",
        "halal",
        "licence",
    ]


@pytest.mark.parametrize("field", LABEL_FIELDS)
def test_prepacked_food_needs_each_label_field(field: str) -> None:
    verdict = may_publish(replace(GOOD, label=LABEL | {field: " "}), month=11)
    assert [(r.code, r.context["field"]) for r in verdict.reasons] == [
        ("label_field_missing", field)
    ]


def test_loose_produce_needs_no_label() -> None:
    assert codes(replace(GOOD, is_prepacked=False, label={})) == []
    assert missing_label_fields({}) == LABEL_FIELDS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("枸杞降血糖", ("降血糖",)),
        ("全国最好的羊肉", ("最好",)),
        ("The Best lamb", ("the best",)),
        ("一天到手，肉质细", ()),
    ],
)
def test_cures_and_superlatives_are_found(text: str, found: tuple[str, ...]) -> None:
    assert forbidden_words(text) == found


def test_a_forbidden_word_in_the_story_stops_the_listing() -> None:
    assert codes(replace(GOOD, story="可以治疗感冒")) == ["forbidden_word"]


def test_a_gi_may_be_used_inside_its_territory_only() -> None:
    claim = Claim("yanchi-tan", frozenset({YANCHI}))
    held = GOOD.held_kinds | {"gi"}
    assert codes(replace(GOOD, gi=claim, held_kinds=held)) == []
    outside = replace(GOOD, gi=claim, held_kinds=held, county_code=TONGXIN)
    assert codes(outside) == ["gi_outside_territory"]
    assert check_territory(claim, TONGXIN).reasons[0].context == {
        "gi": "yanchi-tan",
        "county": TONGXIN,
    }


def test_a_gi_needs_its_paper_too() -> None:
    claim = Claim("yanchi-tan", frozenset({YANCHI}))
    assert codes(replace(GOOD, gi=claim)) == ["certificate_missing"]


def test_fresh_goods_are_published_in_season_only() -> None:
    fresh = replace(GOOD, season_mask=mask_between(6, 9), shelf_life_days=7)
    assert codes(fresh, month=7) == []
    assert codes(fresh, month=11) == ["out_of_season"]


def test_goods_that_keep_may_be_sold_out_of_season() -> None:
    assert codes(replace(GOOD, season_mask=mask_between(6, 9), shelf_life_days=365)) == []
    assert codes(replace(GOOD, season_mask=mask_between(6, 9), shelf_life_days=None)) == []


def test_price_title_and_pack_are_checked_as_well() -> None:
    bad_pack = Pack(SoldBy.PACK, PricedBy.EACH, 500, 400, 600)
    broken = replace(GOOD, title=" ", price_e4=0, pack=bad_pack)
    assert codes(broken) == ["title_missing", "each_needs_one_weight", "price_missing"]


def test_what_a_listing_stands_on() -> None:
    assert kinds_needed(["quarantine"], is_halal=True, uses_gi=True) == {
        "licence",
        "quarantine",
        "halal",
        "gi",
    }
