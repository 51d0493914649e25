import pytest

from shop.rules.catch_weight import settle_counted
from shop.rules.orders import Channel
from shop.rules.pieces import PieceState, Weighing, kept_grams, missing_pieces, read_pieces
from shop.rules.shortages import check_shortage, may_decline


@pytest.mark.parametrize("state", ["placed", "accepted"])
def test_a_shop_order_can_be_declined_before_it_is_picked(state):
    assert may_decline(Channel.RETAIL, state).ok


def test_a_call_off_is_owed_and_cannot_be_declined():
    verdict = may_decline(Channel.CONTRACT, "placed")
    assert [reason.code for reason in verdict.reasons] == ["call_off_is_owed"]


def test_nothing_is_declined_once_picking_has_begun():
    verdict = may_decline(Channel.B2B, "picking")
    assert [reason.code for reason in verdict.reasons] == ["too_late_to_decline"]


@pytest.mark.parametrize(
    ("pieces", "kept", "fault"),
    [
        (0, 0, None),
        (5, 0, None),
        (6, 0, "shortage_out_of_range"),
        (-1, 0, "shortage_out_of_range"),
        (3, 2, None),
        (4, 2, "shortage_over_weighed"),
    ],
)
def test_no_more_can_be_short_than_was_ordered_and_is_not_weighed(pieces, kept, fault):
    assert check_shortage(pieces, ordered=5, kept=kept) == fault


def test_missing_pieces_of_a_counted_line_go_back_to_the_fen():
    line = settle_counted(11880, piece_g=500, pieces=12, short=3, tax_bp=900)
    assert (line.grams, line.settled_fen, line.refund_fen) == (4500, 8910, 2970)


def test_short_pieces_are_taken_from_the_end_of_those_not_weighed():
    pieces = read_pieces(3, [Weighing(1, 3, 2300, "within")], short=1)
    states = [piece.state for piece in pieces]
    assert states == [PieceState.MISSING, PieceState.SHORT, PieceState.KEPT]
    assert (missing_pieces(pieces), kept_grams(pieces)) == (1, [2300])
