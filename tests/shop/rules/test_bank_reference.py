"""The reference on a bank transfer: misread characters are found, sloppy writing is forgiven."""

from __future__ import annotations

import pytest

from shop.rules.bank_reference import ALPHABET, list_references, make_reference

NUMBERS = [0, 1, 2**40 - 1, 0x123456789A, 0xFEDCBA9876, 0x0F0F0F0F0F]


@pytest.mark.parametrize("number", NUMBERS)
def test_a_reference_is_found_again(number):
    code = make_reference(number)
    assert len(code) == 13
    assert list_references(code) == [code]


@pytest.mark.parametrize("number", NUMBERS)
def test_any_single_wrong_character_is_found(number):
    code = make_reference(number)
    for place in [3, 4, 5, 6, 7, 8, 9, 10, 12]:
        for other in ALPHABET:
            if other != code[place]:
                assert list_references(code[:place] + other + code[place + 1 :]) == []


@pytest.mark.parametrize("number", NUMBERS)
def test_any_two_swapped_characters_are_found(number):
    code = make_reference(number)
    places = [3, 4, 5, 6, 7, 8, 9, 10, 12]
    for i in places:
        for j in places:
            if i < j and code[i] != code[j]:
                swapped = list(code)
                swapped[i], swapped[j] = swapped[j], swapped[i]
                assert list_references("".join(swapped)) == []


@pytest.mark.parametrize(
    "written",
    [
        "nx-00000000-0",
        "NX 0000 0000 0",
        "NX000000000",
        "货款NX-OOOOOOOO-o，谢谢",
        "ＮＸ－００００００００－０",
        "转账（NX_00000000_0）订单",
    ],
)
def test_sloppy_writing_is_forgiven(written):
    assert list_references(written) == ["NX-00000000-0"]


def test_two_references_are_both_seen_and_one_named_twice_counts_once():
    a, b = make_reference(5), make_reference(6)
    assert list_references(f"{a} {b} {a}") == [a, b]


def test_ordinary_words_are_no_reference():
    assert list_references("NX 货款 2026112512345 LINUX00000000A") == []
