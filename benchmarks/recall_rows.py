"""The rows of a valley with a million events: ids are numbered from 1."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from sqlalchemy import text

from benchmarks.filling import AT, put, row
from core.db import db

EVENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
PER_PARCEL = 10
PARCELS = EVENTS // PER_PARCEL
LINES = PARCELS * 2
LOTS = max(LINES // 100, 10)
BIG = 5_000  # lines of the big lot
KINDS = ("planned", "allocated", "packed", "dispatched", "at_hub", "out_for_delivery", "delivered")


Facts = dict[str, Any]
SINGLES: tuple[tuple[str, Facts], ...] = (
    ("person", {"ref": "person", "phone": "13800000001"}),
    ("organisation", {"ref": "org", "name_zh": "示例", "legal_form": "cooperative"}),
    ("product_spec", {"ref": "spec", "code": "leg", "family": "lamb", "temperature": "frozen"}),
    ("listing", {"ref": "listing", "seller_id": 1, "spec_id": 1, "price_e4": 900_000}),
    ("stock_pool", {"seller_id": 1, "spec_id": 1, "county_code": "640323"}),
)
MORE: dict[str, Facts] = {
    "listing": {"nominal_g": 2_300, "min_g": 2_300, "max_g": 2_300},
    "product_spec": {"name_zh": "羊后腿", "piece_g": 2_300},
}
LANE = {"origin_hub": "640300", "destination_hub": "350100"}


def seed() -> None:
    """Everything that a recall looks at."""
    for name, facts in SINGLES:
        put(name, iter([row(name, id=1, **facts, **MORE.get(name, {}))]))
    put("hub", (row("hub", id=n, ref=f"hub{n}", code=c) for n, c in enumerate(LANE.values(), 1)))
    way = {"metres": 2_313_000, "transit_days": 2}
    put("service", iter([row("service", id=1, ref="service", code="s", **LANE, **way)]))
    for name, count, build in MANY:
        put(name, (build(n) for n in range(1, count + 1)))
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
        **LANE,
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
        **LANE,
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


MANY: tuple[tuple[str, int, Callable[[int], Facts]], ...] = (
    ("departure", 400, departure),
    ("lot", LOTS, lot),
    ("reading", 40_000, reading),
    ("order_group", PARCELS, group),
    ("seller_order", PARCELS, seller_order),
    ("order_line", LINES, order_line),
    ("reservation", LINES, reservation),
    ("allocation", LINES, allocation),
    ("consignment", PARCELS, consignment),
    ("consignment_line", LINES, consignment_line),
    ("handling_unit", PARCELS, unit),
    ("handling_unit_content", LINES, content),
    ("logistics_event", EVENTS, lambda n: event(n - 1)),
)
