"""What may be cut out of a lot."""

from __future__ import annotations

from datetime import date

import pytest

from catalog.rules.genealogy import Cut, Part, cut_faults, part_lasts_until

HALVES = (Part(7, 2, 14_000),)


def test_two_halves_and_a_kilogram_of_loss():
    cut = Cut(1, 15_000, HALVES)

    assert cut_faults(cut, free_pieces=2, free_g=30_000) == {}
    assert (cut.parts_g, cut.loss_g) == (14_000, 1_000)


@pytest.mark.parametrize(
    ("cut", "faults"),
    [
        (Cut(3, 15_000, HALVES), {"pieces": "more_than_free"}),
        (Cut(0, 15_000, HALVES), {"pieces": "more_than_free"}),
        (Cut(1, 30_001, HALVES), {"kilograms": "more_than_free"}),
        (Cut(1, 13_999, HALVES), {"parts": "parts_outweigh"}),
        (Cut(1, 15_000, ()), {"parts": "required"}),
        (
            Cut(1, 15_000, (Part(7, 0, 0),)),
            {"pieces_0": "at_least_one", "kilograms_0": "at_least_one"},
        ),
    ],
)
def test_a_cut_that_cannot_be_names_its_fields(cut, faults):
    assert cut_faults(cut, free_pieces=2, free_g=30_000) == faults


def test_a_part_never_lasts_longer_than_what_it_was_cut_from():
    soon, late = date(2026, 12, 1), date(2027, 12, 1)

    assert part_lasts_until(soon, late) == soon
    assert part_lasts_until(late, soon) == soon
    assert part_lasts_until(None, late) == late
    assert part_lasts_until(None, None) is None
