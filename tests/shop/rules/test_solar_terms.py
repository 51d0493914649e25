from datetime import date

from shop.rules.solar_terms import NAMES, term_day, term_of, terms_of_year

DAYS_2026 = (
    "1-5 1-20 2-4 2-18 3-5 3-20 4-5 4-20 5-5 5-21 6-5 6-21 "
    "7-7 7-23 8-7 8-23 9-7 9-23 10-8 10-23 11-7 11-22 12-7 12-22"
)


def test_the_terms_of_2026_begin_on_the_days_of_the_printed_calendar() -> None:
    terms = terms_of_year(2026)
    assert " ".join(f"{t.starts_on.month}-{t.starts_on.day}" for t in terms) == DAYS_2026
    assert [t.name_zh for t in terms] == [zh for zh, _ in NAMES]


def test_a_term_begins_on_its_first_day_and_not_on_the_eve() -> None:
    assert term_of(date(2026, 11, 22)).name_zh == "小雪"
    assert term_of(date(2026, 11, 21)).name_zh == "立冬"


def test_days_are_counted_from_the_first() -> None:
    here = term_day(date(2026, 11, 25))
    assert (here.term.name_en, here.day_number) == ("Minor Snow", 4)
    assert (here.following.name_zh, here.days_left) == ("大雪", 12)


def test_the_turn_of_the_year_is_counted_through() -> None:
    here = term_day(date(2026, 12, 31))
    assert (here.term.name_zh, here.following.starts_on) == ("冬至", date(2027, 1, 5))
