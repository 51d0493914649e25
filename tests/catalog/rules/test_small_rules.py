"""Packs, seasons, certificates, forecasts, stock arithmetic, search words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.rules.certificates import (
    CertificateState,
    days_left,
    in_force,
    is_expiring,
    may_become,
)
from catalog.rules.drafts import Change, ListingDraft, changes
from catalog.rules.families import goji_grade
from catalog.rules.listing import (
    ListingState,
    Pack,
    PricedBy,
    SoldBy,
    check_pack,
    may_move,
)
from catalog.rules.search import like_pattern, normalise, search_body, search_text, words_of
from catalog.rules.seasons import in_season, is_summer, mask_between, mask_of, months_of, opens_in
from catalog.rules.shortage import Claim, serve
from catalog.rules.stock import (
    Counters,
    Want,
    free,
    share_grams,
    sum_per_pool,
    weigh_difference_g,
)
from catalog.rules.supply import (
    atp_week_g,
    check_forecast,
    iso_week,
    pieces_for,
    promisable_g,
)

CARCASS = Pack(SoldBy.HEAD, PricedBy.KG, 15_000, 12_000, 18_000)
DAY = date(2026, 11, 25)


@dataclass
class Paper:
    kind: str = "licence"
    state: str = "verified"
    valid_from: date = date(2026, 1, 1)
    valid_to: date | None = date(2026, 12, 10)


def test_a_carcass_is_catch_weight_and_a_bottle_is_not() -> None:
    assert CARCASS.is_catch_weight
    assert not Pack(SoldBy.BOTTLE, PricedBy.EACH, 1200, 1200, 1200).is_catch_weight


@pytest.mark.parametrize(
    ("pack", "codes"),
    [
        (CARCASS, []),
        (Pack(SoldBy.BOX, PricedBy.EACH, 0, 0, 0), ["weight_missing"]),
        (Pack(SoldBy.BOX, PricedBy.KG, 5, 6, 7), ["weights_out_of_order"]),
        (Pack(SoldBy.BOX, PricedBy.EACH, 5, 5, 5, step=0), ["step_too_small"]),
        (Pack(SoldBy.BOX, PricedBy.EACH, 5, 5, 5, step=6, moq=8), ["moq_not_in_steps"]),
    ],
)
def test_a_pack_that_makes_no_sense_is_explained(pack: Pack, codes: list[str]) -> None:
    assert [reason.code for reason in check_pack(pack).reasons] == codes


def test_a_live_listing_is_paused_but_never_a_draft_again() -> None:
    assert may_move(ListingState.LIVE, ListingState.PAUSED)
    assert not may_move(ListingState.LIVE, ListingState.DRAFT)
    assert not may_move(ListingState.ENDED, ListingState.LIVE)


def test_a_season_may_run_over_new_year() -> None:
    assert months_of(mask_between(9, 4)) == (1, 2, 3, 4, 9, 10, 11, 12)
    assert months_of(mask_between(7, 7)) == (7,)
    assert in_season(mask_of([1, 12]), 12)


def test_the_next_opening_of_a_season() -> None:
    assert opens_in(mask_between(6, 9), 11) == 6
    assert opens_in(mask_between(6, 9), 7) is None
    assert opens_in(0, 7) is None


def test_wine_is_cooled_from_may_to_september() -> None:
    assert [month for month in range(1, 13) if is_summer(month)] == [5, 6, 7, 8, 9]


def test_a_certificate_holds_on_its_last_day_and_not_after() -> None:
    assert in_force(Paper(), date(2026, 12, 10))
    assert not in_force(Paper(), date(2026, 12, 11))
    assert not in_force(Paper(), date(2025, 12, 31))
    assert in_force(Paper(valid_to=None), date(2099, 1, 1))
    assert not in_force(Paper(state="submitted"), DAY)


def test_a_certificate_warns_thirty_days_before_its_end() -> None:
    assert days_left(Paper(), DAY) == 15
    assert is_expiring(Paper(), DAY)
    assert not is_expiring(Paper(valid_to=date(2026, 12, 26)), DAY)
    assert not is_expiring(Paper(valid_to=None), DAY)


def test_a_refused_certificate_stays_refused() -> None:
    assert may_become(CertificateState.SUBMITTED, CertificateState.VERIFIED)
    assert not may_become(CertificateState.REFUSED, CertificateState.VERIFIED)


@pytest.mark.parametrize(
    ("p80_g", "committed_g", "free_g"),
    [(4_800_000, 3_000_000, 1_080_000), (1_000_000, 900_000, 0), (0, 0, 0), (999, 0, 849)],
)
def test_atp_of_a_week(p80_g: int, committed_g: int, free_g: int) -> None:
    assert atp_week_g(p80_g, committed_g) == free_g


@given(st.integers(0, 10**9))
def test_what_may_be_promised_is_never_more_than_85_percent(p80_g: int) -> None:
    assert promisable_g(p80_g) == p80_g * 85 // 100


def test_a_forecast_has_its_sure_part_below_the_expected() -> None:
    monday = date(2026, 11, 23)
    assert check_forecast(monday, 10, 10).ok
    assert [r.code for r in check_forecast(monday, 9, 10).reasons] == ["p80_above_p50"]
    assert [r.code for r in check_forecast(DAY, 9, -1).reasons] == [
        "week_starts_monday",
        "forecast_negative",
    ]


def test_weeks_are_named_as_on_the_calendar() -> None:
    assert iso_week(date(2027, 1, 1)) == "2026-W53"


def test_pieces_cover_a_weight() -> None:
    assert [pieces_for(g, 15_000) for g in (0, 1, 15_000, 15_001)] == [0, 1, 1, 2]


def test_free_leaves_out_due_holds_and_never_goes_below_zero() -> None:
    assert free(Counters(10, 4, 3, 1)) == 2
    assert free(Counters(10, 4, 3, 1), due=4) == 6
    assert free(Counters(2, 4, 3, 1)) == 0


def test_lines_of_one_pool_are_added_up_in_pool_order() -> None:
    wants = [Want("a", 1, 2, 20), Want("b", 2, 1, 10), Want("c", 3, 5, 50)]
    demands = sum_per_pool(wants, {1: 9, 2: 4, 3: 9})
    assert [(d.pool_id, d.pieces, d.grams) for d in demands] == [(4, 1, 10), (9, 7, 70)]


@given(st.integers(0, 10**6), st.lists(st.integers(1, 50), min_size=1, max_size=5))
def test_shared_grams_always_add_up(grams: int, parts: list[int]) -> None:
    shares = share_grams(grams, parts)
    assert sum(shares) == grams
    assert all(share >= 0 for share in shares)


@pytest.mark.parametrize(
    ("balance", "leaving", "difference"),
    [
        ((2, 30_000), (2, 29_400), -600),
        ((2, 30_000), (2, 30_600), 600),
        ((5, 30_000), (2, 12_000), 0),
        ((5, 1_000), (2, 1_200), 200),
    ],
)
def test_the_last_piece_takes_a_lot_to_zero(
    balance: tuple[int, int], leaving: tuple[int, int], difference: int
) -> None:
    assert weigh_difference_g(balance, leaving) == difference


def test_a_shortage_serves_floors_by_signature_then_orders_then_the_rest() -> None:
    claims = [
        Claim("MN-126", 2_400_000, datetime(2026, 6, 9, tzinfo=UTC)),
        Claim("MN-119", 3_000_000, datetime(2026, 5, 28, tzinfo=UTC)),
    ]
    served = serve(5_200_000, claims, 500_000)
    assert [(s.step, s.contract_ref, s.given_g) for s in served] == [
        ("floor", "MN-119", 2_850_000),
        ("floor", "MN-126", 2_280_000),
        ("orders", "", 70_000),
        ("above", "MN-119", 0),
        ("above", "MN-126", 0),
    ]
    assert sum(s.missing_g for s in served) == 700_000


@pytest.mark.parametrize(
    ("count", "grade"), [(280, "特优"), (281, "特级"), (580, "甲级"), (900, "乙级"), (901, None)]
)
def test_goji_are_graded_by_berries_in_50_g(count: int, grade: str | None) -> None:
    assert goji_grade(count) == grade


def test_search_folds_width_case_and_spaces() -> None:
    assert normalise("ＴＡＮ　 羊") == "tan 羊"
    assert words_of("盐池、滩羊, LEG") == ("盐池", "滩羊", "leg")
    assert len(words_of("a " * 50)) == 8
    assert search_text(["带骨", None, "", "Leg"]) == "带骨 leg"


def test_signs_of_like_mean_themselves() -> None:
    assert like_pattern("50%_\\") == "%50\\%\\_\\\\%"


def test_the_question_for_elasticsearch_wants_every_word_of_live_listings() -> None:
    assert search_body(["tan", "羊"], direction="nx_fj", limit=5) == {
        "query": {
            "bool": {
                "must": [
                    {"match": {"text": {"query": "tan", "operator": "and"}}},
                    {"match": {"text": {"query": "羊", "operator": "and"}}},
                ],
                "filter": [{"term": {"state": "live"}}, {"term": {"direction": "nx_fj"}}],
            }
        },
        "size": 5,
    }


def test_a_revision_names_its_changes_and_label_fields_one_by_one() -> None:
    before = {"moq": 1, "label": {"storage": "冷冻", "producer": "甲"}, "story_zh": None}
    after = {"moq": 2, "label": {"storage": "冷藏", "producer": "甲"}, "story_zh": ""}
    assert changes(before, after) == [
        Change("moq", 1, 2),
        Change("label.storage", "冷冻", "冷藏"),
    ]


def test_goods_of_fujian_travel_the_other_way() -> None:
    facts = {"spec_id": 1, "sku": "T", "title_zh": "茶", "title_en": "tea", "tax_bp": 900}
    facts |= {"sold_by": "box", "priced_by": "each", "nominal_g": 1, "min_g": 1, "max_g": 1}
    draft = ListingDraft.from_json(facts | {"county_code": "350982", "price_e4": 1, "junk": 2})
    assert draft.direction == "fj_nx"
    assert ListingDraft.from_json(draft.to_json()) == draft
