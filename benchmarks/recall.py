"""How fast a recall finds everything among a million events.

    python benchmarks/recall.py                         # SQLite
    python tools/pg.py -- python benchmarks/recall.py   # the PostgreSQL of TEST_DATABASE_URL
    python benchmarks/recall.py 100000                  # another number of events

A fresh database is filled with parcels (ten events each, two order lines), then the questions of a
recall are asked: of an ordinary lot, of a lot that went into 5,000 lines, and of a whole family.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.filling import AT, reset
from benchmarks.recall_rows import BIG, EVENTS, LINES, LOTS, lot_of, seed
from catalog.queries.genealogy import descendant_ids
from catalog.queries.lots import load_facts
from config.app import create_app
from core.db import db, session
from logistics.queries.boxes import get_box
from logistics.queries.lot_history import Addresses, get_lot_history
from logistics.queries.trace import get_trace
from shop.queries.recalls import trace_lots
from tests.conftest import make_settings

LIMIT_MS = 1_000


def main() -> int:
    """Fill, ask, print; 1 if a question took longer than a second."""
    url = os.environ.get("TEST_DATABASE_URL")
    with tempfile.TemporaryDirectory() as folder:
        where = url or f"sqlite:///{folder}/bench.sqlite"
        app = create_app(make_settings(Path(folder), database_url=where))
        with app.app_context():
            reset()
            began = time.perf_counter()
            seed()
            print(
                f"{db.engine.dialect.name}: {EVENTS:,} events, {LINES:,} lines in {LOTS:,} lots,"
                f" filled in {time.perf_counter() - began:.0f} s"
            )
            return ask()


def ask() -> int:
    """Time the questions of a recall, each on a fresh session."""
    places = Addresses(lot=str, box=str, truck=str, place=str)
    questions: tuple[tuple[str, Callable[[], object]], ...] = (
        ("an ordinary lot → its order lines", lambda: trace_lots([30]).lines),
        (f"a lot in {BIG:,} lines → all of them", lambda: trace_lots([1]).lines),
        ("a family of 21 lots → their lines", lambda: trace_lots(descendant_ids([2])).lines),
        ("public page of a lot", lambda: get_trace("lot30", at=AT)),
        (f"public page of the lot in {BIG:,} lines", lambda: get_trace("lot1", at=AT)),
        ("public page of a box", lambda: get_box("box77", at=AT)),
        ("a door → all its lots", lambda: load_facts([lot_of(77), lot_of(78)])),
        ("EPCIS of an ordinary lot", lambda: get_lot_history("lot30", places).steps),
        (f"EPCIS of the lot in {BIG:,} lines", lambda: get_lot_history("lot1", places).steps),
    )
    slow = 0
    for words, question in questions:
        session().rollback()
        session().expunge_all()
        began = time.perf_counter()
        found = question()
        spent = (time.perf_counter() - began) * 1000
        slow += spent > LIMIT_MS
        count = f"{len(found):,}" if isinstance(found, (tuple, list)) else ""
        print(f"  {spent:7.0f} ms  {words}  {count}")
    return int(slow > 0)


if __name__ == "__main__":
    raise SystemExit(main())
