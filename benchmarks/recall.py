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
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from sqlalchemy import JSON, Date, DateTime, Table, TypeDecorator, insert, text

from catalog.queries.genealogy import descendant_ids
from catalog.queries.lots import load_facts
from config.app import create_app
from core.db import Base, UtcDateTime, db, session
from logistics.queries.boxes import get_box
from logistics.queries.lot_history import Addresses, get_lot_history
from logistics.queries.trace import get_trace
from shop.queries.recalls import trace_lots
from tests.conftest import make_settings

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PER_PARCEL = 10
PARCELS = EVENTS // PER_PARCEL
LINES = PARCELS * 2
LOTS = max(LINES // 100, 10)
BIG = 5_000  # lines of the big lot
LIMIT_MS = 1_000
AT = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
KINDS = ("planned", "allocated", "packed", "dispatched", "at_hub", "out_for_delivery", "delivered")
CHUNK = 10_000
FILLERS: dict[str, Any] = {"str": "", "int": 0, "bool": False}


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


def reset() -> None:
    """An empty database."""
    if db.engine.dialect.name == "postgresql":
        with db.engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    db.create_all()


def row(name: str, **known: Any) -> dict[str, Any]:
    """A row with every column that has to be there."""
    table = table_of(name)
    filled = dict(known)
    for column in table.columns:
        has_value = column.default is not None or column.server_default is not None
        if column.name in filled or column.nullable or column.primary_key or has_value:
            continue
        filled[column.name] = AT if isinstance(column.type, UtcDateTime) else filler(column.type)
    return filled


def filler(kind: Any) -> Any:
    """Something of a type."""
    if isinstance(kind, Date):
        return AT.date()
    if isinstance(kind, TypeDecorator):
        return filler(kind.impl_instance) if not isinstance(kind, UtcDateTime) else AT
    if isinstance(kind, JSON):
        return {}
    if isinstance(kind, DateTime):
        return AT
    return FILLERS[kind.python_type.__name__]


def table_of(name: str) -> Table:
    """A table by its name."""
    return Base.metadata.tables[name]


def put(name: str, rows: Iterator[dict[str, Any]]) -> None:
    """Insert in large bites."""
    with db.engine.begin() as connection:
        while bite := list(islice(rows, CHUNK)):
            connection.execute(insert(table_of(name)), bite)


def seed() -> None:
    """Everything that a recall looks at; ids are numbered from 1."""
    put("person", iter([row("person", id=1, ref="person", phone="13800000001")]))
    put(
        "organisation",
        iter(
            [
                row(
                    "organisation",
                    id=1,
                    ref="org",
                    name_zh="示例",
                    legal_form="cooperative",
                    capacities=["sells"],
                    county_code="640323",
                )
            ]
        ),
    )
    put(
        "product_spec",
        iter(
            [
                row(
                    "product_spec",
                    id=1,
                    ref="spec",
                    code="leg",
                    family="lamb",
                    name_zh="羊后腿",
                    temperature="frozen",
                    piece_g=2_300,
                )
            ]
        ),
    )
    put(
        "listing",
        iter(
            [
                row(
                    "listing",
                    id=1,
                    ref="listing",
                    seller_id=1,
                    spec_id=1,
                    nominal_g=2_300,
                    min_g=2_300,
                    max_g=2_300,
                    price_e4=900_000,
                )
            ]
        ),
    )
    put("stock_pool", iter([row("stock_pool", id=1, seller_id=1, spec_id=1, county_code="640323")]))
    put(
        "hub",
        iter(
            [row("hub", id=i, ref=f"hub{c}", code=c) for i, c in enumerate(("640300", "350100"), 1)]
        ),
    )
    put(
        "service",
        iter(
            [
                row(
                    "service",
                    id=1,
                    ref="service",
                    code="s",
                    origin_hub="640300",
                    destination_hub="350100",
                    metres=2_313_000,
                    transit_days=2,
                )
            ]
        ),
    )
    put("departure", (departure(n) for n in range(1, 401)))
    put("lot", (lot(n) for n in range(1, LOTS + 1)))
    put("reading", (reading(n) for n in range(1, 40_001)))
    put("order_group", (group(n) for n in range(1, PARCELS + 1)))
    put("seller_order", (seller_order(n) for n in range(1, PARCELS + 1)))
    put("order_line", (order_line(n) for n in range(1, LINES + 1)))
    put("reservation", (reservation(n) for n in range(1, LINES + 1)))
    put("allocation", (allocation(n) for n in range(1, LINES + 1)))
    put("consignment", (consignment(n) for n in range(1, PARCELS + 1)))
    put("consignment_line", (consignment_line(n) for n in range(1, LINES + 1)))
    put("handling_unit", (unit(n) for n in range(1, PARCELS + 1)))
    put("handling_unit_content", (content(n) for n in range(1, LINES + 1)))
    put("logistics_event", (event(n) for n in range(EVENTS)))
    with db.engine.begin() as connection:
        connection.execute(text("ANALYZE"))


def lot_of(line: int) -> int:
    """The first lot went into many lines, the others into a hundred each."""
    return 1 if line <= BIG else 2 + line % (LOTS - 1)


def parcel_of(line: int) -> int:
    """One row."""
    return (line + 1) // 2


def departure(n: int) -> dict[str, Any]:
    """One row."""
    day = AT.date() - timedelta(days=n)
    return row(
        "departure",
        id=n,
        ref=f"dep{n}",
        number=f"L-{n}",
        service_id=1,
        departs_on=day,
        origin_hub="640300",
        destination_hub="350100",
        state="arrived",
        departed_at=AT,
    )


def lot(n: int) -> dict[str, Any]:
    """One row."""
    parent = 2 if 3 <= n <= 22 else None  # lot 2 was cut into twenty
    return row(
        "lot",
        id=n,
        ref=f"lot{n}",
        seller_id=1,
        spec_id=1,
        pool_id=1,
        parent_id=parent,
        lot_no=f"0323-261101-{n:05d}",
        county_code="640323",
        state="released",
    )


def reading(n: int) -> dict[str, Any]:
    """One row."""
    at = AT + timedelta(minutes=n)
    return row(
        "reading",
        id=n,
        departure_id=1 + n % 400,
        temperature="frozen",
        read_at=at,
        celsius_c10=-190,
    )


def group(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "order_group",
        id=n,
        ref=f"g{n}",
        number=f"MN-{n}",
        source_key=f"k{n}",
        channel="retail",
        payment_method="online",
        state="placed",
        buyer_user_id=1,
        phone="13800000002",
    )


def seller_order(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "seller_order",
        id=n,
        ref=f"so{n}",
        group_id=n,
        seller_org_id=1,
        number=f"MN-{n}-1",
        state="delivered",
    )


def order_line(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "order_line",
        id=n,
        ref=f"line{n}",
        seller_order_id=parcel_of(n),
        listing_id=1,
        spec_id=1,
        pieces=2,
    )


def reservation(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "reservation",
        id=n,
        pool_id=1,
        listing_id=1,
        owner_ref=f"so{parcel_of(n)}",
        line_ref=f"line{n}",
        pieces=2,
        state="consumed",
    )


def allocation(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "allocation",
        id=n,
        reservation_id=n,
        pool_id=1,
        lot_id=lot_of(n),
        owner_ref=f"so{parcel_of(n)}",
        line_ref=f"line{n}",
        pieces=2,
        state="shipped",
    )


def consignment(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "consignment",
        id=n,
        ref=f"c{n}",
        number=f"MP-{n}",
        order_ref=f"g{n}",
        state="delivered",
        temperature="frozen",
        origin_hub="640300",
        destination_hub="350100",
        departure_id=1 + n % 400,
    )


def consignment_line(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "consignment_line",
        id=n,
        consignment_id=parcel_of(n),
        line_ref=f"line{n}",
        seller_id=1,
        spec_id=1,
        listing_id=1,
        grams=4_600,
        pack_grams=2_300,
        priority="retail",
    )


def unit(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "handling_unit",
        id=n,
        ref=f"box{n}",
        code=f"MP-{n}-1",
        kind="box",
        consignment_id=n,
        seller_id=1,
        temperature="frozen",
        grams=9_200,
    )


def content(n: int) -> dict[str, Any]:
    """One row."""
    return row(
        "handling_unit_content",
        id=n,
        unit_id=parcel_of(n),
        line_ref=f"line{n}",
        lot_id=lot_of(n),
        pieces=2,
        grams=4_600,
    )


def event(n: int) -> dict[str, Any]:
    """One row."""
    parcel, number = divmod(n, PER_PARCEL)
    return row(
        "logistics_event",
        id=n + 1,
        ref=f"e{n}",
        subject="consignment",
        subject_ref=f"c{parcel + 1}",
        number=number + 1,
        kind=KINDS[number % len(KINDS)],
        hash=f"h{n}",
    )


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
