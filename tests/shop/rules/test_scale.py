from datetime import UTC, datetime, timedelta

import pytest

from shop.rules.scale import believable_time, read_scale

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "grams"),
    [
        ("2444", 2444),
        (" 2444 g ", 2444),
        ("2.444kg", 2444),
        ("2,444 kg", 2444),
        ("2 千克", 2000),
        ("ST,GS,+  2.444kg", 2444),
        ("ST,NT,+002.444 kg", 2444),
        ("0", 0),
    ],
)
def test_a_scale_and_a_finger_are_both_understood(text, grams):
    assert read_scale(text).grams == grams


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "grams_whole"),
        ("abc", "grams_whole"),
        ("-5", "grams_whole"),
        ("1.2", "grams_need_unit"),
        ("1.23456 kg", "grams_whole"),
        ("2.4445 kg", "grams_whole"),
        ("US,GS,+ 2.444kg", "scale_moves"),
    ],
)
def test_what_cannot_be_a_weight_says_why(text, fault):
    read = read_scale(text)
    assert (read.grams, read.fault) == (None, fault)


@pytest.mark.parametrize(
    ("said", "counts"),
    [
        (None, NOW),
        (NOW - timedelta(hours=5), NOW - timedelta(hours=5)),
        (NOW + timedelta(hours=5), NOW),
        (NOW - timedelta(days=30), NOW - timedelta(days=3)),
        (datetime(2026, 11, 25, 1, 0), NOW),  # noqa: DTZ001 -- a phone that forgets its offset
    ],
)
def test_the_clock_of_a_phone_is_believed_only_within_reason(said, counts):
    assert believable_time(said, now=NOW) == counts
