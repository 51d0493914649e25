from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from logistics.rules.charts import DESK, Bar, Window, draw_flows, draw_timeline
from logistics.rules.cold_chain import heat_severity, is_refused_at_door
from logistics.rules.states import CONSIGNMENT_STEPS, ConsignmentState, may_follow
from logistics.rules.troubles import troubles_of

START = datetime(2026, 11, 24, 16, 0, tzinfo=UTC)  # midnight in Shanghai
NOW = START + timedelta(hours=10)


@pytest.mark.parametrize(
    ("temperature", "core_c10", "is_refused"),
    [
        ("chilled", 60, False),
        ("chilled", 61, True),
        ("cool", 69, True),
        ("cool", 181, True),
        ("frozen", -120, False),
        ("frozen", -119, True),
        ("ambient", 400, False),
    ],
)
def test_goods_beyond_the_limit_of_their_class_may_be_refused(
    temperature: str, core_c10: int, is_refused: bool
) -> None:
    assert is_refused_at_door(temperature, core_c10) is is_refused


@pytest.mark.parametrize(
    ("celsius_c10", "minutes", "severity"),
    [
        (47, 6, None),
        (47, 15, "minor"),
        (65, 15, "major"),
        (85, 30, "critical"),
        (101, 1, "critical"),
    ],
)
def test_an_excursion_is_as_bad_as_heat_and_time(
    celsius_c10: int, minutes: int, severity: str | None
) -> None:
    assert heat_severity("chilled", celsius_c10, minutes) == severity


def test_only_parcels_that_have_not_left_can_be_cancelled() -> None:
    cancelled = ConsignmentState.CANCELLED
    allowed = {state.value for state in ConsignmentState if cancelled in CONSIGNMENT_STEPS[state]}
    assert allowed == {"planned", "allocated", "picking", "packed", "on_hold"}
    assert not may_follow(CONSIGNMENT_STEPS, ConsignmentState.DISPATCHED, cancelled)


def test_departures_of_a_lane_that_overlap_stand_below_each_other() -> None:
    bars = [
        Bar(name, "a-b", START + timedelta(days=day), START + timedelta(days=day + 2), 1000,
            {"chilled": 500})
        for name, day in (("one", 1), ("two", 2), ("three", 4))
    ]  # fmt: skip
    drawn = {bar.key: bar for bar in draw_timeline(Window(START, 8, NOW), ["a-b"], bars).bars}
    assert drawn["one"].y < drawn["two"].y
    assert drawn["one"].y == drawn["three"].y
    assert drawn["one"].parts[0].css == "chill"


def test_no_goods_draw_no_flows() -> None:
    assert draw_flows(DESK, ["a"], ["b"], {}) is None
    chart = draw_flows(DESK, ["a"], ["b"], {("a", "b", "frozen"): 1000})
    assert chart is not None
    assert [band.css for band in chart.bands] == ["frozen"]


def test_a_parcel_past_its_promise_is_a_trouble() -> None:
    found = troubles_of([], [("ref", "MP-000001", date(2026, 11, 20))], [], at=NOW)
    assert [(row.kind, row.subject) for row in found] == [("overdue", "MP-000001")]
