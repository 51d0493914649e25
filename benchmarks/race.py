"""200 buyers, 20 rounds on a stock of 1, 10 and 50, through HTTP and two gunicorn processes.

    python benchmarks/race.py                       # SQLite
    python tools/pg.py -- python benchmarks/race.py # the PostgreSQL of TEST_DATABASE_URL

Prints a line for each round and stops with 1 if anything was sold twice, lost, or answered 5xx.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from tests.journeys.race import Race, Round, race_of


def main() -> int:
    """Run the race and judge it."""
    wanted = read_arguments()
    url = os.environ.get("TEST_DATABASE_URL")
    faults = 0
    for stock in wanted.stock:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            with race_of(wanted.buyers, folder, url or f"sqlite:///{folder}/race.sqlite") as race:
                faults += run(race, stock, wanted.rounds)
    return int(faults > 0)


def read_arguments() -> argparse.Namespace:
    """How many of what."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--buyers", type=int, default=200)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--stock", type=int, nargs="+", default=[1, 10, 50])
    return parser.parse_args()


def run(race: Race, stock: int, rounds: int) -> int:
    """All rounds on one stock; returns how many brought a fault."""
    brought: list[Round] = []
    for number in range(1, rounds + 1):
        brought.append(race.run_round(stock))
        last = brought[-1]
        words = "; ".join(last.faults) or "right"
        print(
            f"stock {stock:3d}  round {number:2d}  sold {last.sold:3d}  answers "
            f"{dict(sorted(last.answers.items()))}  {last.seconds:5.1f} s  {words}",
            flush=True,
        )
    wrong = sum(bool(one.faults) for one in brought)
    seconds = median(one.seconds for one in brought)
    print(f"stock {stock:3d}: {rounds} rounds, {wrong} wrong, median {seconds:.1f} s", flush=True)
    return wrong


if __name__ == "__main__":
    sys.exit(main())
