from logistics.rules.returnables import Move, balances

US, CARRIER, HUB = 1, 2, 3


def test_a_balance_is_what_was_given_less_what_came_back():
    moves = [Move(US, CARRIER, "crate", 40), Move(CARRIER, US, "crate", 12)]
    assert balances(US, moves) == {(CARRIER, "crate"): 28}
    assert balances(CARRIER, moves) == {(US, "crate"): -28}


def test_partners_and_kinds_are_kept_apart():
    moves = [
        Move(US, CARRIER, "crate", 4),
        Move(US, HUB, "crate", 5),
        Move(US, CARRIER, "pallet", 1),
    ]
    assert balances(US, moves) == {
        (CARRIER, "crate"): 4,
        (HUB, "crate"): 5,
        (CARRIER, "pallet"): 1,
    }
