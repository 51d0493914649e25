"""When a place may be called a supply base, and how much of a guarantee is kept."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from catalog.rules.bases import (
    STEPS,
    BaseCard,
    BaseState,
    InspectionCard,
    SeasonCard,
    fulfilled_permille,
    may_designate,
    may_step,
)
from tests.conftest import TODAY

DAY = date(2026, 11, 25)
SEASON = SeasonCard(1, "芹菜", "Celery", date(2026, 6, 1), date(2026, 12, 31), 9_000_000, 5_000_000)
VISIT = InspectionCard(DAY, "王建（示例）", 100, "长势好", True, "王建", ())
BASE = BaseCard(
    ref="r",
    seller_id=1,
    name_zh="示例基地",
    name_en="Example base",
    county_code="640422",
    place="单家集",
    area_mu=100,
    about_zh="",
    about_en="",
    state=BaseState.INSPECTED,
    applied_at=TODAY,
    designated_on=None,
    until_on=None,
    reason="",
    seasons=(SEASON,),
    inspections=(VISIT,),
)


def reasons(base=BASE, until_on=date(2027, 12, 31), is_seller_in=True):
    verdict = may_designate(base, until_on=until_on, today=DAY, is_seller_in=is_seller_in)
    return [reason.code for reason in verdict.reasons]


def test_a_visited_base_of_an_approved_seller_may_be_designated():
    assert reasons() == []


@pytest.mark.parametrize(
    ("base", "wish", "code"),
    [
        (BASE, {"is_seller_in": False}, "base_seller_not_in"),
        (replace(BASE, seasons=()), {}, "base_without_goods"),
        (replace(BASE, inspections=()), {}, "base_not_inspected"),
        (
            replace(BASE, inspections=(replace(VISIT, inspected_on=DAY - timedelta(days=181)),)),
            {},
            "base_not_inspected",
        ),
        (
            replace(BASE, inspections=(replace(VISIT, is_good=False), VISIT)),
            {},
            "base_found_wanting",
        ),
        (BASE, {"until_on": DAY}, "base_until_out_of_range"),
        (BASE, {"until_on": date(2030, 1, 1)}, "base_until_out_of_range"),
    ],
)
def test_what_speaks_against_it_is_named(base, wish, code):
    assert reasons(base, **wish) == [code]


def test_the_public_sees_a_base_up_to_its_last_day_only():
    base = replace(BASE, state=BaseState.DESIGNATED, designated_on=DAY, until_on=DAY)
    assert base.is_open(DAY) is True
    assert base.is_open(DAY + timedelta(days=1)) is False
    assert replace(base, state=BaseState.SUSPENDED).is_open(DAY) is False


def test_nothing_is_designated_without_a_visit():
    assert [state for state in BaseState if may_step(state, BaseState.DESIGNATED)] == [
        BaseState.INSPECTED
    ]
    assert set(STEPS) == set(BaseState)


@pytest.mark.parametrize(
    ("delivered", "guaranteed", "permille"),
    [(0, 5, 0), (750_000, 1_000_000, 750), (1, 3, 333), (2, 3, 667), (6, 5, 1200), (1, 0, 1000)],
)
def test_a_guarantee_is_kept_to_the_permille(delivered, guaranteed, permille):
    assert fulfilled_permille(delivered, guaranteed) == permille
