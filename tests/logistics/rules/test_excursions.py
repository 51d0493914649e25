from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from logistics.rules.cold_chain import is_outside
from logistics.rules.curve import draw_curve
from logistics.rules.excursions import Point, latest_episode
from logistics.rules.tour_line import draw_tour

NOON = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)


def points(*minutes_and_c10: tuple[int, int]) -> list[Point]:
    return [Point(NOON + timedelta(minutes=m), c10) for m, c10 in minutes_and_c10]


@pytest.mark.parametrize(
    ("temperature", "readings", "severity"),
    [
        ("chilled", ((0, 52),), None),  # one reading is an event, not an excursion
        ("chilled", ((0, 52), (14, 52)), None),
        ("chilled", ((0, 52), (15, 52)), "minor"),
        ("chilled", ((0, 52), (15, 61)), "minor"),  # 15 minutes above 4, none above 6 yet
        ("chilled", ((0, 61), (15, 61)), "major"),
        ("chilled", ((0, 81), (30, 81)), "critical"),
        ("chilled", ((0, 101),), "critical"),  # above 10 at once
        ("chilled", ((0, -1), (15, -2)), "critical"),  # frost
        ("chilled", ((0, 61), (10, 30), (20, 61)), None),  # broken in between
        ("frozen", ((0, -160), (60, -160)), None),
        ("frozen", ((0, -140), (15, -140)), "minor"),
        ("cool", ((0, 75), (30, 75)), "minor"),
        ("ambient", ((0, 360), (240, 360)), "minor"),
    ],
)
def test_unbroken_time_beyond_a_limit_makes_the_severity(temperature, readings, severity) -> None:
    episode = latest_episode(temperature, points(*readings))
    assert (episode.severity if episode else None) == severity


def test_readings_inside_are_no_episode() -> None:
    assert latest_episode("chilled", points((0, 20), (60, 40))) is None
    assert not is_outside("frozen", -160)


def test_an_episode_knows_its_start_its_end_and_its_worst() -> None:
    episode = latest_episode("chilled", points((0, 30), (10, 65), (30, 72), (40, 35)))
    assert episode is not None
    assert (episode.started_at, episode.ended_at) == (
        NOON + timedelta(minutes=10),
        NOON + timedelta(minutes=40),
    )
    assert (episode.worst_c10, episode.severity) == (72, "major")


def test_frost_is_worst_at_its_coldest() -> None:
    episode = latest_episode("chilled", points((0, -3), (20, -12)))
    assert episode is not None
    assert episode.worst_c10 == -12


def test_a_curve_keeps_its_readings_in_order_and_marks_what_is_outside() -> None:
    assert draw_curve("chilled", []) is None
    curve = draw_curve("chilled", points((0, 20), (30, 70)))
    assert curve is not None
    assert [dot.is_outside for dot in curve.dots] == [False, True]
    assert curve.dots[0].x < curve.dots[1].x
    assert curve.dots[1].y < curve.band_y


def test_a_tour_is_drawn_with_the_first_open_door_as_now() -> None:
    line = draw_tour([False, True, True])
    assert [dot.css for dot in line.dots] == ["done", "now", "todo"]
    assert draw_tour([False]).dots[0].css == "done"
