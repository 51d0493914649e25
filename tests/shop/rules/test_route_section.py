from datetime import UTC, datetime, timedelta

from shop.rules.route_section import WIDE, draw, progress

LEFT = datetime(2026, 11, 25, 13, tzinfo=UTC)
TRIP = {"departs_at": LEFT, "arrives_at": LEFT + timedelta(hours=40)}


def share(hours, *, has_left=True, has_arrived=False):
    at = LEFT + timedelta(hours=hours)
    return progress(**TRIP, has_left=has_left, has_arrived=has_arrived, at=at)


def test_a_truck_stands_where_the_timetable_puts_it_between_what_was_recorded():
    assert share(20, has_left=False) == 0.0
    assert share(20) == 0.5
    assert share(90) == 0.97
    assert share(-2) == 0.03
    assert share(1, has_arrived=True) == 1.0


def test_the_line_begins_at_the_first_hub_and_ends_at_the_last():
    south, north = (draw(WIDE, 0.0, is_northbound=way) for way in (False, True))
    assert (south.here, south.end) == (WIDE[0], WIDE[-1])
    assert (north.here, north.end) == (WIDE[-1], WIDE[0])
    assert [passed for _, _, passed in draw(WIDE, 0.5, is_northbound=False).places] == [
        True,
        True,
        False,
        False,
    ]
