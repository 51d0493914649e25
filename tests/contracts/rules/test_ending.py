"""How a contract ends."""

from __future__ import annotations

import pytest

from contracts.rules.ending import ending, open_items
from contracts.rules.lifecycle import ContractState
from contracts.rules.progress import Quantities

FULL = Quantities(100, 0, 0, 100)
MORE = Quantities(100, 0, 0, 104)  # within the tolerance
ON_ROAD = Quantities(100, 10, 20, 70)
OPEN = Quantities(100, 0, 20, 70)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([FULL], ContractState.COMPLETED),
        ([FULL, MORE], ContractState.COMPLETED),
        ([FULL, OPEN], ContractState.EXPIRED),
        ([MORE, OPEN], ContractState.EXPIRED),  # more of one thing is not less of another
        ([FULL, ON_ROAD], None),
    ],
)
def test_a_contract_is_completed_only_when_every_line_was_delivered(lines, state):
    assert ending(lines) == state


def test_what_stands_open_at_the_end_goes_on_record():
    assert open_items([FULL, OPEN]) == {
        "delivered_g": 170,
        "under_way_g": 20,
        "not_called_g": 10,
    }
