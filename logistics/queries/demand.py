"""What a routing run starts from: open lines, lots they may have, trucks, closed departures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, or_, select

from catalog.models.stock import Allocation, Lot, StockPool
from catalog.queries.terms import get_terms
from catalog.rules.lots import AllocationState, LotState
from catalog.rules.outlets import OWN_STORE
from core.db import session
from logistics.models.consignments import Consignment, ConsignmentLine
from logistics.models.network import Departure, VehicleType
from logistics.models.runs import Pin
from logistics.queries.network import load_network
from logistics.rules.network import Network
from logistics.rules.snapshot import Goods, OpenLine, OpenLot, Truck
from logistics.rules.states import ConsignmentState, DepartureState

PLANNABLE = (ConsignmentState.PLANNED.value, ConsignmentState.ALLOCATED.value)
BAN_LOT, BAN_DEPARTURE = "ban_lot", "ban_departure"


@dataclass(frozen=True, slots=True)
class Demand:
    """Everything but the network that a problem is made of."""

    goods: Sequence[Goods]
    lots: Sequence[OpenLot]
    lines: Sequence[OpenLine]
    trucks: Sequence[Truck]
    closed: frozenset[tuple[int, date]]


def read_demand(*, day: date, first_day: int, at: datetime) -> Demand:
    """Read what can still be planned.

    Args:
        day: the planning day.
        first_day: 0 if tonight's departures are still open, 1 if they are decided.
        at: the present instant, for pins.
    """
    rows = _open_rows(day, is_tonight_open=first_day == 0)
    held = _movable_pieces(line.line_ref for line, _ in rows)
    rows = [row for row in rows if row[0].line_ref in held]
    terms = get_terms({line.listing_id for line, _ in rows})
    network = load_network()
    goods: dict[str, Goods] = {}
    packs: dict[tuple[int, int], tuple[str, int]] = {}
    for line, consignment in rows:
        term = terms[line.listing_id]
        product = product_id(line)
        packs[line.seller_id, line.spec_id] = (product, line.pack_grams)
        goods[product] = Goods(
            product, consignment.temperature, term.chargeable_permille, term.is_green_lane
        )
    mine = Counter[str]()
    for pieces in held.values():
        mine.update(pieces)
    return Demand(
        goods=[goods[product] for product in sorted(goods)],
        lots=_open_lots(packs, mine, _banned(BAN_LOT, at)),
        lines=[_open_line(network, line, consignment) for line, consignment in rows],
        trucks=_trucks(),
        closed=_closed(day, _banned(BAN_DEPARTURE, at)),
    )


def product_id(line: ConsignmentLine) -> str:
    """Goods are the same if seller and spec are."""
    return f"{line.seller_id}-{line.spec_id}"


def _open_rows(day: date, *, is_tonight_open: bool) -> list[tuple[ConsignmentLine, Consignment]]:
    gone_day = date.min if is_tonight_open else day  # decided: what leaves tonight stays there
    statement = (
        select(ConsignmentLine, Consignment)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .outerjoin(Departure, Departure.id == Consignment.departure_id)
        .where(Consignment.state.in_(PLANNABLE), ConsignmentLine.is_cancelled.is_(False))
        .where(ConsignmentLine.packed_g.is_(None))
        .where(or_(Departure.id.is_(None), Departure.departs_on != gone_day))
        .order_by(ConsignmentLine.id)
    )
    return [(line, consignment) for line, consignment in session().execute(statement)]


def _movable_pieces(line_refs: Iterable[str]) -> dict[str, Counter[str]]:
    """Pieces by lot of lines whose allocations nobody has picked: line -> lot ref -> pieces."""
    statement = (
        select(Allocation.line_ref, Allocation.state, Allocation.pieces, Lot.ref)
        .join(Lot, Lot.id == Allocation.lot_id)
        .where(Allocation.line_ref.in_(sorted(set(line_refs))))
        .where(Allocation.state != AllocationState.FREED)
        .order_by(Allocation.id)
    )
    found: dict[str, Counter[str]] = {}
    fixed: set[str] = set()
    for line_ref, state, pieces, lot_ref in session().execute(statement):
        if state != AllocationState.PLANNED:
            fixed.add(line_ref)
        found.setdefault(line_ref, Counter())[lot_ref] += pieces
    return {ref: pieces for ref, pieces in found.items() if ref not in fixed}


def _open_lots(
    packs: dict[tuple[int, int], tuple[str, int]], mine: Counter[str], banned: frozenset[str]
) -> list[OpenLot]:
    sellers = sorted({seller for seller, _ in packs})
    statement = (
        select(Lot)
        .join(StockPool, StockPool.id == Lot.pool_id)
        .where(Lot.seller_id.in_(sellers), Lot.state == LotState.RELEASED)
        .where(StockPool.place == OWN_STORE)
        .order_by(Lot.id)
    )
    lots = []
    for lot in session().scalars(statement):
        found = packs.get((lot.seller_id, lot.spec_id))
        if found is None or lot.ref in banned:
            continue
        product, pack = found
        pieces = lot.pieces - lot.allocated_pieces + mine[lot.ref]
        lots.append(OpenLot(lot.ref, product, lot.county_code, pieces * pack, lot.best_before))
    return lots


def _open_line(network: Network, line: ConsignmentLine, consignment: Consignment) -> OpenLine:
    is_known = consignment.district_code in network.reach
    return OpenLine(
        line_ref=line.line_ref,
        product=product_id(line),
        place=consignment.district_code if is_known else consignment.city_code,
        grams=line.grams,
        pack_grams=line.pack_grams,
        promised_on=consignment.promised_on,
        min_remaining_days=line.min_remaining_days,
        priority=line.priority,
        value_fen=line.value_fen,
    )


def _trucks() -> list[Truck]:
    return [
        Truck(
            code=row.code,
            capacity_g=row.capacity_g,
            km_fen=row.km_fen,
            dispatch_fen=row.dispatch_fen,
            classes=tuple(row.classes.split()),
            is_green=row.is_green,
            min_fill_permille=row.min_fill_permille,
        )
        for row in session().scalars(select(VehicleType).order_by(VehicleType.id))
    ]


def _closed(day: date, banned: frozenset[str]) -> frozenset[tuple[int, date]]:
    statement = select(Departure).where(Departure.departs_on >= day)
    return frozenset(
        (row.service_id, row.departs_on)
        for row in session().scalars(statement)
        if row.state != DepartureState.PLANNED.value or row.ref in banned
    )


def _banned(kind: str, at: datetime) -> frozenset[str]:
    statement = select(Pin.subject_ref).where(Pin.kind == kind, Pin.expires_at > at)
    return frozenset(session().scalars(statement))


def count_open_lines() -> int:
    """How many lines wait for a plan."""
    statement = (
        select(func.count())
        .select_from(ConsignmentLine)
        .join(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(Consignment.state.in_(PLANNABLE), ConsignmentLine.is_cancelled.is_(False))
    )
    return session().scalar(statement) or 0


def lot_ids(refs: Iterable[str]) -> dict[str, int]:
    """Internal ids of lots by reference."""
    statement = select(Lot.ref, Lot.id).where(Lot.ref.in_(sorted(set(refs))))
    return {row.ref: row.id for row in session().execute(statement)}
