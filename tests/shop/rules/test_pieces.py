from shop.rules.pieces import (
    PieceState,
    Weighing,
    kept_grams,
    missing_pieces,
    next_piece,
    read_pieces,
)


def states(pieces):
    return [piece.state for piece in pieces]


def test_a_piece_nobody_weighed_is_missing():
    pieces = read_pieces(2, [Weighing(1, 1, 2236, "within")])
    assert states(pieces) == [PieceState.KEPT, PieceState.MISSING]
    assert missing_pieces(pieces) == 1
    assert next_piece(pieces).piece_no == 2


def test_a_reversed_weighing_does_not_count():
    rows = [Weighing(1, 1, 9236, "over"), Weighing(2, 1, -9236, "over", reverses_id=1)]
    assert states(read_pieces(1, rows)) == [PieceState.MISSING]
    again = [*rows, Weighing(3, 1, 2236, "within")]
    assert kept_grams(read_pieces(1, again)) == [2236]


def test_a_light_piece_waits_for_a_word():
    pieces = read_pieces(1, [Weighing(1, 1, 1912, "light")])
    assert states(pieces) == [PieceState.WAITING]
    assert next_piece(pieces) is None


def test_a_light_piece_that_is_taken_is_kept_at_its_weight():
    pieces = read_pieces(1, [Weighing(1, 1, 1912, "light", answer="take")])
    assert (states(pieces), kept_grams(pieces)) == ([PieceState.KEPT], [1912])


def test_a_swapped_piece_goes_back_to_the_scale():
    light = Weighing(1, 1, 1912, "light", answer="swap")
    assert next_piece(read_pieces(1, [light])).piece_no == 1
    swapped = read_pieces(1, [light, Weighing(2, 1, 2210, "within")])
    assert (kept_grams(swapped), missing_pieces(swapped)) == ([2210], 0)


def test_a_dropped_piece_is_settled_and_weighs_nothing():
    pieces = read_pieces(1, [Weighing(1, 1, 1912, "light", answer="drop")])
    assert (missing_pieces(pieces), kept_grams(pieces)) == (0, [])
