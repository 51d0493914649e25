"""Seller orders as the cooperative sees them: what to pack, from which lot, what to weigh."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from catalog.queries.lots import lots_of_allocation
from catalog.rules.cards import AllocatedLot
from core.db import session
from shop.errors import OrderNotFound
from shop.models.orders import LineShortage, OrderGroup, OrderLine, SellerOrder
from shop.queries.weighings import pieces_of_lines, shortages_of_lines
from shop.rules.lifecycle import GroupState, SellerOrderState
from shop.rules.pieces import Piece, kept_grams, missing_pieces, next_piece

S = SellerOrderState
TO_DO = (S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY, S.ON_HOLD)
VISIBLE = (GroupState.PLACED, GroupState.CLOSED, GroupState.CANCELLED)


@dataclass(frozen=True, slots=True)
class PackLine:
    """A line to pack: its lots, first expiring first, and its pieces if it is weighed."""

    row: OrderLine
    lots: tuple[AllocatedLot, ...]
    pieces: tuple[Piece, ...]
    shortage: LineShortage | None = None

    @property
    def short(self) -> int:
        """Pieces that the seller has said cannot be sent."""
        return self.shortage.pieces if self.shortage else 0

    @property
    def is_without_lot(self) -> bool:
        """Whether its lot was blocked and no other lot could take its place."""
        return self.row.settled_fen is None and not self.lots and self.short < self.row.pieces

    @property
    def missing(self) -> int:
        """Pieces that still need the scale or a word."""
        return missing_pieces(self.pieces)

    @property
    def weighed(self) -> int:
        """Pieces that are settled."""
        return len(self.pieces) - self.missing

    @property
    def next(self) -> Piece | None:
        """The piece to put on the scale now."""
        return next_piece(self.pieces)

    @property
    def sent(self) -> int:
        """Pieces that are sent."""
        if self.pieces:
            return len(kept_grams(self.pieces))
        return self.row.pieces - self.short

    @property
    def net_g(self) -> int:
        """Grams of the kept pieces."""
        return sum(kept_grams(self.pieces))


@dataclass(frozen=True, slots=True)
class PackOrder:
    """A seller order to pack."""

    row: SellerOrder
    group: OrderGroup
    lines: tuple[PackLine, ...]

    @property
    def missing(self) -> int:
        """Pieces of all lines that still need the scale or a word."""
        return sum(line.missing for line in self.lines)

    @property
    def pieces(self) -> int:
        """All pieces."""
        return sum(line.row.pieces for line in self.lines)

    def is_late(self, at: datetime) -> bool:
        """Whether its truck should have had it by now."""
        is_open = self.row.state in TO_DO
        return is_open and self.row.ship_by is not None and self.row.ship_by < at

    @property
    def receiver_masked(self) -> str:
        """The receiver as sellers see them: the first character only."""
        return self.group.receiver[:1] + "**"


@dataclass(frozen=True, slots=True)
class PickLot:
    """What to take from one lot for all orders together."""

    lot_no: str
    lot_ref: str
    name_zh: str
    name_en: str
    best_before: date | None
    orders: int
    pieces: int
    weighed: int
    is_catch_weight: bool


def list_seller_orders(
    *, org_id: int, states: tuple[str, ...] = TO_DO, limit: int = 100
) -> list[PackOrder]:
    """A seller's placed orders in some states, the earliest departure first."""
    statement = (
        _orders_of(org_id)
        .where(SellerOrder.state.in_(states))
        .order_by(SellerOrder.ship_by, SellerOrder.id)
        .limit(limit)
    )
    return _packed(list(session().scalars(statement)))


def get_seller_order(ref: str, *, org_id: int) -> PackOrder:
    """One placed order of a seller.

    Raises:
        OrderNotFound: unknown, not placed yet, or another seller's.
    """
    statement = _orders_of(org_id).where(SellerOrder.ref == ref)
    row = session().scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise OrderNotFound
    return _packed([row])[0]


def get_order_of_line(line_ref: str, *, org_id: int) -> str:
    """The reference of the seller order that a line belongs to.

    Raises:
        OrderNotFound: unknown, or another seller's.
    """
    statement = select(SellerOrder.ref).join(OrderLine).where(OrderLine.ref == line_ref)
    ref = session().scalar(statement.where(SellerOrder.seller_org_id == org_id))
    if ref is None:
        raise OrderNotFound
    return ref


def pick_list(*, org_id: int) -> list[PickLot]:
    """What to take from which lot for all orders being picked, first expiring first."""
    found: dict[tuple[int, str], list[tuple[PackOrder, PackLine, AllocatedLot]]] = {}
    for order in list_seller_orders(org_id=org_id, states=(S.ACCEPTED, S.PICKING)):
        for line in order.lines:
            for lot in line.lots:
                found.setdefault((lot.lot_id, line.row.name_zh), []).append((order, line, lot))
    lots = [_pick_lot(entries) for entries in found.values()]
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.lot_no))


def _pick_lot(entries: list[tuple[PackOrder, PackLine, AllocatedLot]]) -> PickLot:
    _, first, lot = entries[0]
    return PickLot(
        lot_no=lot.lot_no,
        lot_ref=lot.lot_ref,
        name_zh=first.row.name_zh,
        name_en=first.row.name_en,
        best_before=lot.best_before,
        orders=len({order.row.id for order, _, _ in entries}),
        pieces=sum(one.pieces for _, _, one in entries),
        weighed=sum(min(one.pieces, line.weighed) for _, line, one in entries),
        is_catch_weight=first.row.is_catch_weight,
    )


def _orders_of(org_id: int) -> Select[SellerOrder]:
    return (
        select(SellerOrder)
        .join(SellerOrder.group)
        .where(SellerOrder.seller_org_id == org_id, OrderGroup.state.in_(VISIBLE))
        .where(OrderGroup.placed_at.is_not(None))
        .options(selectinload(SellerOrder.lines), selectinload(SellerOrder.group))
    )


def _packed(rows: list[SellerOrder]) -> list[PackOrder]:
    lines = [line for row in rows for line in row.lines]
    short = shortages_of_lines([x.id for x in lines])
    lots, pieces = lots_of_allocation([x.ref for x in lines]), pieces_of_lines(lines, short)

    def packed(line: OrderLine) -> PackLine:
        mine, scale = tuple(lots.get(line.ref, ())), tuple(pieces.get(line.ref, ()))
        return PackLine(line, mine, scale, short.get(line.id))

    return [PackOrder(row, row.group, tuple(packed(line) for line in row.lines)) for row in rows]
