"""Who has goods of a recalled lot: one question over lots, lines, orders and parcels."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select

from accounts.queries import get_orgs
from accounts.rules.access import mask_name
from accounts.rules.cards import OrgCard
from accounts.rules.phones import mask_phone
from catalog.models.recalls import Recall
from catalog.models.stock import Allocation, Lot
from catalog.queries.lots import SHOWN_STATES
from catalog.queries.recalls import RecallCard, get_recall
from core.db import session
from core.errors import NotFound
from logistics.models.consignments import Consignment, ConsignmentLine
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.models.recalls import RecallLine
from shop.rules.recalls import Outcome, Place, place_of


@dataclass(frozen=True, slots=True)
class TracedLine:
    """Pieces of a lot in an order line, with the order and where the goods are."""

    line_id: int
    line_ref: str
    group_id: int
    group_ref: str
    order_number: str
    channel: str
    contract_ref: str | None
    buyer_org_id: int | None
    receiver: str
    phone: str
    city_code: str
    lot_id: int
    lot_no: str
    name_zh: str
    name_en: str
    pieces: int
    grams: int
    allocation_state: str
    promised_on: date
    consignment_ref: str | None
    parcel: str | None
    parcel_state: str
    delivered_at: datetime | None

    @property
    def place(self) -> Place:
        """Where the goods are."""
        return place_of(self.parcel_state)


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that has goods of some lots, and how long it took to find out."""

    lines: tuple[TracedLine, ...]
    milliseconds: int

    @property
    def orders(self) -> int:
        """How many orders."""
        return len({line.group_id for line in self.lines})

    @property
    def grams(self) -> int:
        """How much went to buyers or waits for them."""
        return sum(line.grams for line in self.lines)

    @property
    def by_place(self) -> dict[str, int]:
        """Lines by where the goods are."""
        return dict(Counter(line.place.value for line in self.lines))


@dataclass(frozen=True, slots=True)
class RecallRow:
    """A line of a recall as its report shows it; people masked."""

    ref: str
    order_number: str
    group_ref: str
    channel: str
    buyer: str
    buyer_org: OrgCard | None
    phone: str
    city_code: str
    name_zh: str
    name_en: str
    lot_no: str
    pieces: int
    grams: int
    place: str
    parcel: str | None
    outcome: str
    note: str
    refund_fen: int | None
    notified_at: datetime | None
    settled_at: datetime | None
    settled_by: str


def trace_lots(lot_ids: Sequence[int]) -> Trace:
    """Every order line, call-off and parcel with goods of these lots.

    Args:
        lot_ids: the lots, with everything cut from them.
    """
    began = time.perf_counter()
    rows = [TracedLine(*row) for row in session().execute(_traced(lot_ids))]
    return Trace(tuple(rows), round((time.perf_counter() - began) * 1000))


COLUMNS = (  # in the order of TracedLine's fields; the parcel's follow
    OrderLine.id,
    OrderLine.ref,
    OrderGroup.id,
    OrderGroup.ref,
    OrderGroup.number,
    OrderGroup.channel,
    OrderGroup.contract_ref,
    OrderGroup.buyer_org_id,
    OrderGroup.receiver,
    OrderGroup.phone,
    OrderGroup.city_code,
    Lot.id,
    Lot.lot_no,
    OrderLine.name_zh,
    OrderLine.name_en,
    Allocation.pieces,
    Allocation.grams,
    Allocation.state,
    OrderGroup.promised_on,
)


def _traced(lot_ids: Sequence[int]) -> Any:
    travels = (ConsignmentLine.line_ref == OrderLine.ref) & ConsignmentLine.is_cancelled.is_(False)
    state = func.coalesce(Consignment.state, "")
    return (
        select(*COLUMNS, Consignment.ref, Consignment.number, state, Consignment.delivered_at)
        .select_from(Allocation)
        .join(Lot, Lot.id == Allocation.lot_id)
        .join(OrderLine, OrderLine.ref == Allocation.line_ref)
        .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
        .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
        .outerjoin(ConsignmentLine, travels)
        .outerjoin(Consignment, Consignment.id == ConsignmentLine.consignment_id)
        .where(Allocation.lot_id.in_(lot_ids), Allocation.state.in_(SHOWN_STATES))
        .order_by(OrderGroup.id, OrderLine.id, Allocation.id)
    )


def list_recall_rows(recall_id: int) -> list[RecallRow]:
    """The lines of a recall, what is open first."""
    statement = (
        select(RecallLine, OrderLine, OrderGroup, Lot.lot_no, Consignment.number)
        .join(OrderLine, OrderLine.id == RecallLine.line_id)
        .join(OrderGroup, OrderGroup.id == RecallLine.group_id)
        .join(Lot, Lot.id == RecallLine.lot_id)
        .outerjoin(Consignment, Consignment.ref == RecallLine.consignment_ref)
        .where(RecallLine.recall_id == recall_id)
        .order_by(RecallLine.outcome != "", OrderGroup.id, RecallLine.id)
    )
    rows = session().execute(statement).all()
    orgs = get_orgs({group.buyer_org_id for _, _, group, _, _ in rows if group.buyer_org_id})
    return [
        RecallRow(
            ref=row.ref,
            order_number=group.number,
            group_ref=group.ref,
            channel=group.channel,
            buyer=mask_name(group.receiver),
            buyer_org=orgs.get(group.buyer_org_id or 0),
            phone=mask_phone(group.phone),
            city_code=group.city_code,
            name_zh=line.name_zh,
            name_en=line.name_en,
            lot_no=lot_no,
            pieces=row.pieces,
            grams=row.grams,
            place=row.place,
            parcel=parcel,
            outcome=row.outcome,
            note=row.note,
            refund_fen=row.refund_fen,
            notified_at=row.notified_at,
            settled_at=row.settled_at,
            settled_by=row.settled_by,
        )
        for row, line, group, lot_no, parcel in rows
    ]


def find_recall_of_order(group_ref: str) -> RecallCard | None:
    """The latest recall, not an exercise, that has goods of an order."""
    found = (
        select(Recall.ref)
        .join(RecallLine, RecallLine.recall_id == Recall.id)
        .join(OrderGroup, OrderGroup.id == RecallLine.group_id)
        .where(OrderGroup.ref == group_ref, Recall.is_drill.is_(False))
        .where(RecallLine.outcome != Outcome.REPLACED.value)
        .order_by(Recall.id.desc())
        .limit(1)
    )
    ref = session().scalar(found)
    return get_recall(ref) if ref else None


def get_public_recall(ref: str) -> RecallCard:
    """A recall as everybody may see it; exercises are nobody's business.

    Raises:
        NotFound: there is none.
    """
    recall = get_recall(ref)
    if recall.is_drill:
        raise NotFound("recall_not_found")
    return recall
