"""The clock: aware instants, Shanghai days."""

from datetime import UTC, date, datetime

import pytest

from core import clock
from core.refs import new_ref, seeded


def test_late_evening_in_utc_is_tomorrow_in_shanghai() -> None:
    assert clock.local_day(datetime(2026, 11, 25, 16, 30, tzinfo=UTC)) == date(2026, 11, 26)


def test_a_pinned_clock_stands_still() -> None:
    instant = datetime(2026, 2, 28, 3, 0, tzinfo=UTC)
    with clock.at(instant):
        assert clock.now() == instant
        assert clock.today() == date(2026, 2, 28)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        clock.shanghai(datetime(2026, 1, 1))  # noqa: DTZ001 -- the refusal is the test


def test_references_are_128_bits_and_repeat_only_when_seeded() -> None:
    assert len(new_ref()) == 26
    assert new_ref() != new_ref()
    with seeded(7):
        first = [new_ref() for _ in range(3)]
    with seeded(7):
        assert [new_ref() for _ in range(3)] == first
