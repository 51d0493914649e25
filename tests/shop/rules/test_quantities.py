from dataclasses import dataclass

from shop.rules.quantities import check_pieces, fit_pieces, may_order


@dataclass(frozen=True)
class Terms:
    state: str = "live"
    moq: int = 2
    step: int = 2
    is_alcohol: bool = False


def codes(verdict):
    return [reason.code for reason in verdict.reasons]


def test_a_whole_number_of_steps_from_the_minimum_is_fine():
    assert check_pieces(6, moq=6, step=6).ok


def test_too_few_and_no_whole_step_are_both_named():
    assert codes(check_pieces(5, moq=6, step=6)) == ["below_minimum", "not_a_step"]


def test_absurd_numbers_are_refused():
    assert codes(check_pieces(10_000, moq=1, step=1)) == ["too_many_pieces"]


def test_a_paused_listing_cannot_be_ordered_and_says_only_that():
    assert codes(may_order(Terms(state="paused"), 2, available=0)) == ["not_on_sale"]


def test_stock_that_does_not_suffice_says_what_is_left():
    verdict = may_order(Terms(), 4, available=2)
    assert codes(verdict) == ["out_of_stock"]
    assert verdict.reasons[0].context == {"left": 2}


def test_unknown_stock_is_left_to_the_reservation():
    assert may_order(Terms(), 4, available=None).ok


def test_canteens_get_no_alcohol():
    wine = Terms(is_alcohol=True)
    assert codes(may_order(wine, 2, available=9, refuses_alcohol=True)) == [
        "no_alcohol_for_canteens"
    ]
    assert may_order(wine, 2, available=9).ok


def test_a_wish_is_brought_to_whole_steps_within_minimum_and_stock():
    fits = [fit_pieces(n, moq=4, step=2, available=9) for n in (1, 5, 6, 99)]
    assert fits == [4, 4, 6, 8]
    assert fit_pieces(3, moq=2, step=1, available=0) == 2
