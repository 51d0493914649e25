from datetime import UTC, datetime, timedelta

from shop.rules.acceptance import accepted_by_silence_at
from shop.rules.holds import hold_expires_at, order_by, promise_instant

WEDNESDAY = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai


def hold(method, temperatures=("ambient",), cutoffs=(), at=WEDNESDAY):
    return hold_expires_at(method, temperatures, cutoffs=cutoffs, at=at)


def test_an_online_order_is_held_for_fifty_minutes():
    assert hold("online") == WEDNESDAY + timedelta(minutes=50)


def test_a_transfer_for_fresh_goods_is_held_for_a_day():
    assert hold("bank_transfer", ("ambient", "chilled")) == WEDNESDAY + timedelta(hours=24)


def test_a_transfer_for_other_goods_is_held_for_three_working_days():
    assert hold("bank_transfer", ("ambient", "frozen")) == datetime(
        2026, 11, 30, 15, 59, 59, tzinfo=UTC
    )


def test_no_hold_lasts_past_the_cut_off():
    cutoff = WEDNESDAY + timedelta(hours=5)
    later = cutoff + timedelta(hours=9)
    assert hold("bank_transfer", ("chilled",), [later, cutoff]) == cutoff


def test_terms_need_no_hold():
    assert hold("terms") is None


def test_the_promise_waits_for_the_money():
    assert promise_instant("online", WEDNESDAY) == WEDNESDAY + timedelta(minutes=50)
    assert promise_instant("terms", WEDNESDAY) == WEDNESDAY


def test_silence_accepts_after_the_longest_window_of_the_goods():
    assert accepted_by_silence_at(["chilled"], WEDNESDAY) == WEDNESDAY + timedelta(hours=48)
    assert accepted_by_silence_at(["chilled", "frozen"], WEDNESDAY) == WEDNESDAY + timedelta(
        hours=72
    )
    assert accepted_by_silence_at(["cool", "ambient"], WEDNESDAY) == WEDNESDAY + timedelta(days=7)


def test_the_cut_off_of_a_shopper_leaves_time_for_the_money():
    cutoff = WEDNESDAY + timedelta(hours=5)
    assert promise_instant("online", order_by(cutoff)) == cutoff
