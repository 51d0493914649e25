"""The packing table: every piece to weigh, lot by lot, first expiring first, over all orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from catalog.rules.cards import AllocatedLot
from shop.models.orders import OrderLine
from shop.queries.packing import PackLine, PackOrder, list_seller_orders
from shop.rules.lifecycle import SellerOrderState
from shop.rules.pieces import Piece, PieceState

S = SellerOrderState


@dataclass(frozen=True, slots=True)
class ScalePiece:
    """One piece of one order, with what the scale has to know."""

    line: OrderLine
    order_ref: str
    number: str
    receiver: str
    ship_by: datetime | None
    piece: Piece

    @property
    def is_open(self) -> bool:
        """Whether it still has to go on the scale."""
        return self.piece.state in (PieceState.MISSING, PieceState.SWAP)

    @property
    def is_settled(self) -> bool:
        """Whether nothing more has to happen to it."""
        return self.piece.is_settled


@dataclass(frozen=True, slots=True)
class ScaleLot:
    """What is taken from one lot for all orders together."""

    ref: str
    number: str
    best_before: date | None
    line: OrderLine
    pieces: tuple[ScalePiece, ...]
    counted: int
    orders: int

    @property
    def total(self) -> int:
        """Pieces to take."""
        return len(self.pieces) + self.counted

    @property
    def done(self) -> int:
        """Pieces that are settled; counted goods need no scale."""
        return sum(piece.is_settled for piece in self.pieces) + self.counted

    @property
    def is_done(self) -> bool:
        """Whether the scale has nothing more to do."""
        return self.done == self.total


@dataclass(frozen=True, slots=True)
class PackingTable:
    """Everything on the table: lots being picked, orders to begin, orders to box, boxes to go."""

    lots: tuple[ScaleLot, ...]
    waiting: tuple[PackOrder, ...]
    picking: tuple[PackOrder, ...]
    boxed: tuple[PackOrder, ...]

    @property
    def waiting_orders(self) -> int:
        """Orders to begin."""
        return len(self.waiting)

    @property
    def picking_orders(self) -> int:
        """Orders on the table."""
        return len(self.picking)

    @property
    def boxed_orders(self) -> int:
        """Orders in their boxes."""
        return len(self.boxed)

    @property
    def complete(self) -> list[PackOrder]:
        """Orders being picked of which nothing is missing any more."""
        return [order for order in self.picking if not order.missing]

    @property
    def asking(self) -> int:
        """Light pieces whose buyer has not answered yet."""
        pieces = (p for lot in self.lots for p in lot.pieces)
        return sum(one.piece.state is PieceState.WAITING for one in pieces)

    def find_lot(self, ref: str | None) -> ScaleLot | None:
        """The lot asked for, else the first one with something to weigh, else the first."""
        open_lots = [lot for lot in self.lots if any(piece.is_open for piece in lot.pieces)]
        wanted = [lot for lot in self.lots if lot.ref == ref]
        return next(iter([*wanted, *open_lots, *self.lots]), None)


def read_table(*, org_id: int) -> PackingTable:
    """The packing table of a seller.

    Args:
        org_id: the seller.
    """
    orders = list_seller_orders(org_id=org_id, limit=500)
    by_state: dict[str, list[PackOrder]] = {}
    for order in orders:
        by_state.setdefault(order.row.state, []).append(order)
    picking = by_state.get(S.PICKING, [])
    return PackingTable(
        lots=tuple(_lots(picking)),
        waiting=tuple(by_state.get(S.PLACED, []) + by_state.get(S.ACCEPTED, [])),
        picking=tuple(picking),
        boxed=tuple(by_state.get(S.READY, [])),
    )


def _lots(orders: list[PackOrder]) -> list[ScaleLot]:
    found: dict[tuple[int, int], list[tuple[PackOrder, PackLine, AllocatedLot, list[Piece]]]] = {}
    for order in orders:
        for line in order.lines:
            for lot, pieces in _shares(line):
                key = (lot.lot_id, line.row.listing_id)
                found.setdefault(key, []).append((order, line, lot, pieces))
    lots = [_lot(entries) for entries in found.values()]
    return sorted(lots, key=lambda lot: (lot.best_before or date.max, lot.number, lot.line.id))


def _shares(line: PackLine) -> Iterator[tuple[AllocatedLot, list[Piece]]]:
    """Which pieces come from which lot: in the order of the lots, as they are settled."""
    left = [piece for piece in line.pieces if piece.state is not PieceState.SHORT]
    for lot in line.lots:
        mine, left = left[: lot.pieces], left[lot.pieces :]
        yield lot, mine


def _lot(entries: list[tuple[PackOrder, PackLine, AllocatedLot, list[Piece]]]) -> ScaleLot:
    _, first, lot, _ = entries[0]
    pieces = [_piece(order, line, piece) for order, line, _, mine in entries for piece in mine]
    counted = 0
    if not first.row.is_catch_weight:
        counted = sum(one.pieces for _, _, one, _ in entries)
    return ScaleLot(
        ref=lot.lot_ref,
        number=lot.lot_no,
        best_before=lot.best_before,
        line=first.row,
        pieces=tuple(pieces),
        counted=counted,
        orders=len({order.row.id for order, _, _, _ in entries}),
    )


def _piece(order: PackOrder, line: PackLine, piece: Piece) -> ScalePiece:
    row = order.row
    return ScalePiece(line.row, row.ref, row.number, order.receiver_masked, row.ship_by, piece)
