import pytest

from core.types.money import line_total_fen
from shop.rules.catch_weight import (
    LightAnswer,
    PieceFit,
    answer_after_silence,
    judge_piece,
    light_piece_way,
    settle_counted,
    settle_weighed,
)


def settle(pieces_g, ordered, price_e4=980_000, max_g=2600):
    ceiling = line_total_fen(price_e4, max_g * ordered)
    return settle_weighed(price_e4, pieces_g, max_g=max_g, ceiling_fen=ceiling, tax_bp=900)


def test_the_difference_to_the_ceiling_goes_back():
    line = settle([2150, 2340], ordered=2)
    assert (line.grams, line.settled_fen, line.refund_fen) == (4490, 44002, 6958)


def test_a_line_never_costs_more_than_its_ceiling():
    line = settle([2650, 2700], ordered=2, price_e4=580_000)
    assert (line.settled_fen, line.refund_fen) == (30160, 0)


def test_a_heavy_piece_beside_a_light_one_is_charged_by_weight_below_the_ceiling():
    assert settle([2700, 2100], ordered=2).settled_fen == line_total_fen(980_000, 4800)


def test_after_dropping_a_piece_the_ceiling_is_that_of_the_kept_ones():
    line = settle([2900], ordered=2)
    assert (line.settled_fen, line.refund_fen) == (25480, 25480)


def test_nothing_kept_means_everything_goes_back():
    line = settle([], ordered=1)
    assert (line.settled_fen, line.refund_fen, line.tax_fen) == (0, 25480, 0)


def test_tax_is_counted_from_what_is_settled():
    assert settle([2150, 2340], ordered=2).tax_fen == 3633


def test_a_counted_line_settles_at_what_was_prepaid():
    line = settle_counted(8800, piece_g=500, pieces=1, tax_bp=1300)
    assert (line.settled_fen, line.refund_fen, line.tax_fen) == (8800, 0, 1012)


@pytest.mark.parametrize(
    ("net_g", "fit", "difference"),
    [
        (1999, PieceFit.LIGHT, 1),
        (2000, PieceFit.WITHIN, 0),
        (2600, PieceFit.WITHIN, 0),
        (2601, PieceFit.OVER, 1),
    ],
)
def test_the_agreed_range_includes_both_ends(net_g, fit, difference):
    verdict = judge_piece(net_g, min_g=2000, max_g=2600)
    assert (verdict.fit, verdict.difference_g) == (fit, difference)


def test_without_a_range_every_weight_fits():
    assert judge_piece(1, min_g=None, max_g=None).fit is PieceFit.WITHIN


def test_the_preference_of_the_buyer_decides_about_a_light_piece():
    assert light_piece_way("replace") is LightAnswer.SWAP
    assert light_piece_way("refund") is LightAnswer.DROP
    assert light_piece_way("ask") is None


def test_silence_after_a_question_drops_the_piece():
    assert answer_after_silence("ask") is LightAnswer.DROP
    assert answer_after_silence("replace") is LightAnswer.SWAP
