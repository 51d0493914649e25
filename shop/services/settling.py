"""Settle a packed order: what is sent of each line, what it costs, what goes back.

Called by `fulfilment` only; the order has been checked there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from accounts.rules.actor import Actor
from catalog.queries.lots import lots_of_allocation
from catalog.services import allocation, counting, stock
from logistics.services import delivery
from shop.models.orders import OrderLine, SellerOrder
from shop.queries.weighings import shortages_of_lines
from shop.rules.catch_weight import Settlement, settle_counted, settle_weighed
from shop.rules.lifecycle import SellerOrderState
from shop.rules.orders import PaymentMethod
from shop.rules.pieces import Piece, PieceState, kept_grams
from shop.services import refunds
from shop.services.states import close_if_finished, move_seller_order

NOTHING_LEFT = "nothing_left"


@dataclass(frozen=True, slots=True)
class PackedLine:
    """A line with the grams of each piece that is sent, and how many are short."""

    row: OrderLine
    pieces_g: tuple[int, ...]
    short: int
    reason: str

    @property
    def sent(self) -> int:
        """Pieces that are sent."""
        return len(self.pieces_g)


def packed_lines(
    lines: Sequence[OrderLine], pieces: Mapping[str, Sequence[Piece]]
) -> list[PackedLine]:
    """What is sent of each line.

    Args:
        lines: the lines of one order.
        pieces: the pieces of the weighed lines, by line reference.
    """
    shortages = shortages_of_lines([line.id for line in lines])
    found = []
    for line in lines:
        said = shortages.get(line.id)
        if line.ref in pieces:
            mine = pieces[line.ref]
            grams = tuple(kept_grams(mine))
            short = sum(piece.state is PieceState.SHORT for piece in mine)
        else:
            short = said.pieces if said else 0
            grams = (line.piece_g,) * (line.pieces - short)
        found.append(PackedLine(line, grams, short, said.reason if said else ""))
    return found


def settle(actor: Actor, order: SellerOrder, packed: Sequence[PackedLine], *, at: datetime) -> None:
    """Write what each line costs, and let go of the goods that are not sent."""
    for line in packed:
        _settle_line(actor, order, line, at=at)
    order.settled_fen = sum(line.settled_fen or 0 for line in order.lines)
    order.settled_tax_fen = sum(line.settled_tax_fen or 0 for line in order.lines)
    order.settled_at = at


def _settle_line(actor: Actor, order: SellerOrder, packed: PackedLine, *, at: datetime) -> None:
    line, settled = packed.row, _cost(packed)
    line.settled_g = settled.grams
    line.settled_fen = settled.settled_fen
    line.settled_tax_fen = settled.tax_fen
    before = _held(line)
    if packed.sent:
        allocation.weigh(actor, line_ref=line.ref, pieces_g=_by_stock_piece(packed), at=at)
    else:
        stock.release(actor, owner_ref=order.ref, line_refs=[line.ref], at=at)
        delivery.cancel(actor, order_ref=order.group.ref, line_refs=[line.ref], at=at)
    _write_off(actor, packed, before, at=at)


def _by_stock_piece(packed: PackedLine) -> tuple[int, ...]:
    """The grams of each piece of the stock: a pack is taken from its lots piece by piece."""
    unit = packed.row.unit_pieces
    return tuple(grams // unit for grams in packed.pieces_g for _ in range(unit))


def _cost(packed: PackedLine) -> Settlement:
    line = packed.row
    if line.is_catch_weight:
        return settle_weighed(
            line.price_e4,
            packed.pieces_g,
            max_g=line.max_g,
            ceiling_fen=line.ceiling_fen,
            tax_bp=line.tax_bp,
        )
    return settle_counted(
        line.ceiling_fen,
        piece_g=line.piece_g,
        pieces=line.pieces,
        short=packed.short,
        tax_bp=line.tax_bp,
    )


def _held(line: OrderLine) -> dict[str, int]:
    held: dict[str, int] = {}
    for lot in lots_of_allocation([line.ref]).get(line.ref, ()):
        held[lot.lot_ref] = held.get(lot.lot_ref, 0) + lot.pieces
    return held


def _write_off(
    actor: Actor, packed: PackedLine, before: Mapping[str, int], *, at: datetime
) -> None:
    """Short pieces are not there or not good: they leave the books of the lots that lost them."""
    after, left = _held(packed.row), packed.short * packed.row.unit_pieces
    for lot_ref, pieces in before.items():
        gone = min(left, pieces - after.get(lot_ref, 0))
        if gone > 0:
            write = counting.WriteOff(lot_ref, gone, packed.reason, packed.row.ref)
            counting.write_off(actor, write, at=at)
            left -= gone


def cancel_empty(
    actor: Actor, order: SellerOrder, packed: Sequence[PackedLine], *, at: datetime
) -> int:
    """No piece is left to send: the order ends, all of it goes back, freight included."""
    move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=NOTHING_LEFT, at=at)
    before = {line.row.ref: _held(line.row) for line in packed}
    back = let_go(actor, order, NOTHING_LEFT, f"settle-{order.ref}", at=at)
    for line in packed:
        _write_off(actor, line, before[line.row.ref], at=at)
    close_if_finished(actor, order.group_id, at=at)
    return back


def let_go(
    actor: Actor, order: SellerOrder, reason: str, cause_ref: str, *, at: datetime
) -> int:  # fmt: skip
    """Free the goods and the places of an order that is not sent; what was paid goes back.

    Returns:
        Fen that go back.
    """
    stock.release(actor, owner_ref=order.ref, at=at)
    refs = [line.ref for line in order.lines]
    delivery.cancel(actor, order_ref=order.group.ref, line_refs=refs, at=at)
    return _give_back(actor, order, order.due_fen, reason, cause_ref, at=at)


def give_difference_back(
    actor: Actor, order: SellerOrder, packed: Sequence[PackedLine], *, at: datetime
) -> int:
    """One refund for what was prepaid and is not sent.

    Returns:
        Fen that go back; 0 for an order on terms.
    """
    difference = order.goods_fen - (order.settled_fen or 0)
    reason = "short_of_goods" if any(line.short for line in packed) else "weighed_less"
    return _give_back(actor, order, difference, reason, f"settle-{order.ref}", at=at)


def _give_back(
    actor: Actor, order: SellerOrder, amount_fen: int, reason: str, cause_ref: str, *, at: datetime
) -> int:
    if amount_fen == 0 or order.group.payment_method == PaymentMethod.TERMS:
        return 0
    refunds.request_refund(
        actor,
        group_ref=order.group.ref,
        seller_order_ref=order.ref,
        amount_fen=amount_fen,
        reason=reason,
        cause_ref=cause_ref,
        at=at,
    )
    return amount_fen
