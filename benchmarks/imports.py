"""20,000 rows of a table, sent, looked through and taken over by the worker's own path.

    python benchmarks/imports.py                         # SQLite
    python tools/pg.py -- python benchmarks/imports.py   # the PostgreSQL of TEST_DATABASE_URL
    python benchmarks/imports.py lots 2000               # one kind, another number of rows

Each kind runs in a process of its own, on an empty database. Printed: seconds on the wall and of
the processor (with the child that reads the file), and by how much the process has grown; 1 if a
kind took longer than a minute or grew by more than 150 MB, or a row did not come in.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, RUSAGE_SELF, getrusage

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import select

from benchmarks.filling import reset
from catalog.gateways import Sheets
from catalog.models.imports import ImportJob
from catalog.services.imports import SentTable, confirm_import, send_table
from config.app import create_app
from core import outbox
from core.db import db, session
from core.files import FileStore
from core.ports import port
from core.unit_of_work import unit_of_work
from tests.conftest import make_settings
from tests.factories.accounts import actor_for, make_org
from tests.factories.catalog import AT, make_listing, make_spec

KINDS = ("listings", "lots", "forecasts")
MOST_S, MOST_MB = 60, 150
SPECS = 20
MONDAY = date(2026, 11, 30)
HEADS = {
    "listings": "sku,spec,title_zh,title_en,county_code,sold_by,priced_by,price,tax_bp,nominal_g",
    "lots": "lot_no,spec,county_code,produced_on,pieces,kilograms,certificate_no",
    "forecasts": "spec,monday,p50_kg,p80_kg",
}


def rows_of(kind: str, count: int) -> Iterator[list[str]]:
    """A heading and its rows, spread over all specs."""
    yield HEADS[kind].split(",")
    for n in range(count):
        spec = f"SPEC{n % SPECS}"
        day = date(2026, 11, 24) - timedelta(days=n % 90)
        week = MONDAY + timedelta(weeks=n // SPECS)
        yield {
            "listings": f"S-{n},{spec},滩羊后腿,Leg,640323,piece,kg,98.00,9,2300",
            "lots": f"L-{n},{spec},640323,{day},10,23.5,C-{n}",
            "forecasts": f"{spec},{week},{100 + n % 50},80",
        }[kind].split(",")


def write(kind: str, count: int, path: str) -> None:
    """The workbook; made in a process of its own, so that its memory is not counted."""
    with create_app(make_settings(Path(path).parent)).app_context():
        Path(path).write_bytes(port(Sheets).write_xlsx([(kind, rows_of(kind, count))]))


def run(kind: str, count: int) -> int:
    """Send, look, confirm, take over; print what it took."""
    url = os.environ.get("TEST_DATABASE_URL")
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/{kind}.xlsx"
        maker = get_context("spawn").Process(target=write, args=(kind, count, path))
        maker.start()
        maker.join()
        where = url or f"sqlite:///{folder}/bench.sqlite"
        app = create_app(make_settings(Path(folder), database_url=where))
        with app.app_context():
            reset()
            return measure(kind, count, Path(path))


def measure(kind: str, count: int, path: Path) -> int:
    """The import itself."""
    with unit_of_work():
        seller = make_org()
        actor = actor_for(seller)
        for n in range(SPECS):
            make_listing(seller=seller, spec=make_spec(f"SPEC{n}"))
    outbox.run_due()
    began, used, grown = time.perf_counter(), cpu(), megabytes()
    with unit_of_work():
        table = SentTable(kind, path.read_bytes(), path.name, is_submitting=False)
        ref = send_table(actor, table, seller_id=seller.id, store=port(FileStore), at=AT)
    outbox.run_due()
    looked = time.perf_counter() - began
    with unit_of_work():
        confirm_import(actor, import_ref=ref, at=AT)
    outbox.run_due()
    spent, used, grown = time.perf_counter() - began, cpu() - used, megabytes() - grown
    job = session().scalars(select(ImportJob).where(ImportJob.ref == ref)).one()
    is_right = (job.state, job.rows_new, job.rows_bad) == ("done", count, 0)
    print(
        f"{db.engine.dialect.name} {kind}: {job.rows_new:,} rows in, {job.rows_bad} refused,"
        f" {job.state}; look {looked:.1f} s, all {spent:.1f} s on the wall,"
        f" {used:.1f} s of the processor; grown by {grown:.0f} MB to {megabytes():.0f} MB",
        flush=True,
    )
    return int(not is_right or spent > MOST_S or grown > MOST_MB)


def cpu() -> float:
    """Seconds of the processor so far, with ended children."""
    both = getrusage(RUSAGE_SELF), getrusage(RUSAGE_CHILDREN)
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def megabytes() -> float:
    """The most memory this process has held so far."""
    return getrusage(RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """One kind here, or each in a process of its own."""
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 20_000
    if len(sys.argv) > 1:
        return run(sys.argv[1], count)
    return max(subprocess.call([sys.executable, __file__, kind, str(count)]) for kind in KINDS)


if __name__ == "__main__":
    raise SystemExit(main())
