"""The SCHEDULE notation: every published case, the refusals, and that sums are always exact."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from contracts.errors import BadSchedule
from contracts.rules.calendar import workdays_before
from contracts.rules.schedule import make_schedule, split_in_packs
from contracts.rules.schedule_case import answer_schedule
from contracts.rules.schedule_input import read_rule
from contracts.rules.weeks import weekly_g

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))
SCHEDULES = [case for case in CASES if case["case"]["kind"] == "SCHEDULE"]
WEEKLY = {"frequency": "WEEKLY", "weekdays": ["MO"], "quantity": {"per_delivery": "1"}}


@pytest.mark.parametrize("case", SCHEDULES, ids=lambda case: case["id"])
def test_a_published_case_comes_out_exactly(case):
    assert answer_schedule(case["case"]) == case["expected"]


@pytest.mark.parametrize(
    ("changes", "path", "code"),
    [
        ({"frequency": "DAILY"}, "rule.frequency", "invalid_choice"),
        ({"frequency": None}, "rule.frequency", "missing_field"),
        ({"weekdays": ["XX"]}, "rule.weekdays", "invalid_choice"),
        ({"every": 0}, "rule.every", "out_of_range"),
        ({"every": "2"}, "rule.every", "invalid_number"),
        ({"max_shift_days": -1}, "rule.max_shift_days", "out_of_range"),
        ({"season_windows": [["05-41", "11-30"]]}, "rule.season_windows.0", "invalid_date"),
        ({"quantity": {"per_delivery": "a lot"}}, "rule.quantity.per_delivery", "invalid_number"),
        ({"quantity": {}}, "rule.quantity.split_total", "missing_field"),
        (
            {"quantity": {"split_total": "10", "pack_size": "0"}},
            "rule.quantity.pack_size",
            "out_of_range",
        ),
        (
            {"quantity": {"split_total": "10", "weights": ["0", "0"]}},
            "rule.quantity.weights",
            "inconsistent",
        ),
    ],
)
def test_a_bad_rule_is_refused_with_the_path_that_is_wrong(changes, path, code):
    with pytest.raises(BadSchedule) as refused:
        read_rule(WEEKLY | changes)

    assert refused.value.fields == {path: code}


def test_an_end_before_the_start_is_out_of_range():
    with pytest.raises(BadSchedule) as refused:
        make_schedule(date(2026, 9, 2), date(2026, 9, 1), read_rule(WEEKLY))

    assert refused.value.fields == {"end": "out_of_range"}


def test_another_number_of_weights_than_entries_is_inconsistent():
    rule = WEEKLY | {"quantity": {"split_total": "10", "weights": ["1"]}}

    with pytest.raises(BadSchedule) as refused:
        make_schedule(date(2026, 8, 3), date(2026, 8, 17), read_rule(rule))

    assert refused.value.code == "inconsistent"


def test_a_season_may_wrap_over_new_year():
    rule = WEEKLY | {"season_windows": [["12-15", "01-10"]], "calendar": "SEVEN_DAYS"}

    days = [
        e.on for e in make_schedule(date(2026, 12, 1), date(2027, 1, 31), read_rule(rule)).entries
    ]

    assert days == [date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4)]


def test_every_second_week_counts_from_the_week_of_the_start():
    rule = WEEKLY | {"every": 2}

    days = [
        e.on for e in make_schedule(date(2026, 11, 4), date(2026, 12, 5), read_rule(rule)).entries
    ]

    assert days == [date(2026, 11, 16), date(2026, 11, 30)]


def test_where_dates_meet_drop_keeps_the_nominal_one():
    rule = WEEKLY | {"weekdays": ["WE", "TH"], "holiday_action": "PREV", "collision": "DROP"}

    schedule = make_schedule(date(2026, 9, 28), date(2026, 10, 2), read_rule(rule))

    assert [(e.on, e.action) for e in schedule.entries] == [(date(2026, 9, 30), "KEPT")]
    assert schedule.dropped == (date(2026, 10, 1),)


def test_a_season_without_any_date_is_a_total_of_nothing():
    rule = WEEKLY | {
        "season_windows": [["01-01", "01-02"]],
        "quantity": {"split_total": "100"},
    }

    schedule = make_schedule(date(2026, 8, 3), date(2026, 8, 30), read_rule(rule))

    assert (schedule.entries, schedule.total_m) == ((), 0)


@given(
    total=some.integers(0, 10**9),
    pack=some.integers(1, 50_000),
    weights=some.lists(some.integers(0, 9), min_size=1, max_size=40).filter(sum),
)
def test_a_split_always_sums_to_its_total(total, pack, weights):
    parts = split_in_packs(total, pack, weights)

    assert sum(parts) == total
    assert all(part % pack == 0 for part in parts[1:])


@given(
    start=some.dates(date(2026, 1, 1), date(2026, 12, 1)),
    length=some.integers(7, 200),
    action=some.sampled_from(["PREV", "NEXT", "SKIP", "KEEP"]),
)
def test_the_weeks_of_a_split_total_sum_to_it(start, length, action):
    rule = {
        "frequency": "WEEKLY",
        "weekdays": ["TU", "FR"],
        "holiday_action": action,
        "quantity": {"split_total": "1000", "pack_size": "2.5"},
    }

    schedule = make_schedule(start, start + timedelta(days=length), read_rule(rule))

    assert sum(weekly_g(schedule.entries).values()) == (1_000_000 if schedule.entries else 0)


def test_workdays_before_a_holiday_week_skip_it_and_count_make_up_days():
    assert workdays_before(date(2026, 10, 8), 3) == date(2026, 9, 28)
    assert workdays_before(date(2026, 10, 12), 2) == date(2026, 10, 9)
