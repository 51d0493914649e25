"""Thirty buyers for ten pieces and for one, through real gunicorn processes: never more are sold.

The full size, 200 buyers and 20 rounds on a stock of 1, 10 and 50, is `make race`.
"""

from __future__ import annotations

import os
from collections import Counter as Tally
from pathlib import Path

import pytest

from tests.journeys.race import race_of

BUYERS = 30


@pytest.mark.race
@pytest.mark.slow
def test_thirty_buyers_get_exactly_what_there_is(tmp_path: Path) -> None:
    url = os.environ.get("TEST_DATABASE_URL") or f"sqlite:///{tmp_path / 'valley.sqlite'}"
    with race_of(BUYERS, tmp_path, url) as race:
        for stock in (10, 1):
            brought = race.run_round(stock)
            assert brought.faults == ()
            assert brought.answers == Tally({200: stock, 422: BUYERS - stock})
