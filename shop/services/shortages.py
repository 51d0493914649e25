"""The seller cannot send all of it: turn an order down, or say how many pieces are missing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from core.db import session
from core.errors import InvalidInput
from shop.errors import CannotDecline, IllegalMove, LineNotFound
from shop.models.orders import LineShortage, OrderLine
from shop.queries.weighings import pieces_of_lines
from shop.rules.lifecycle import SellerOrderState
from shop.rules.pieces import kept_grams
from shop.rules.shortages import RECORDABLE, ShortReason, check_shortage, may_decline
from shop.services import settling
from shop.services.fulfilment import own_order
from shop.services.states import close_if_finished, move_seller_order

DECLINED = "declined_by_seller"


@dataclass(frozen=True, slots=True)
class Shortage:
    """So many pieces of a line cannot be sent; 0 takes it back."""

    line_ref: str
    pieces: int
    reason: ShortReason
    note: str = ""


def decline_order(actor: Actor, *, seller_order_ref: str, at: datetime) -> int:
    """Turn an order down before it is picked; the buyer gets all of it back, freight included.

    Returns:
        Fen that go back to the buyer.

    Raises:
        OrderNotFound: unknown, or another seller's.
        CannotDecline: it is a call-off, or picking has begun.
    """
    order = own_order(actor, seller_order_ref)
    verdict = may_decline(order.group.channel, order.state)
    if not verdict.ok:
        raise CannotDecline(verdict.reasons[0].code)
    move_seller_order(actor, order, SellerOrderState.CANCELLED, cause=DECLINED, at=at)
    back = settling.let_go(actor, order, DECLINED, f"decline-{order.ref}", at=at)
    close_if_finished(actor, order.group_id, at=at)
    return back


def record_shortage(
    actor: Actor, *, seller_order_ref: str, shortage: Shortage, at: datetime
) -> None:
    """Say how many pieces of a line cannot be sent; the newest word counts until it is settled.

    Raises:
        OrderNotFound: unknown, or another seller's.
        LineNotFound: not a line of this order.
        IllegalMove: the order is settled already.
        InvalidInput: more pieces than are not weighed yet.
    """
    order = own_order(actor, seller_order_ref)
    if SellerOrderState(order.state) not in RECORDABLE:
        raise IllegalMove("seller_order", order.state, SellerOrderState.PICKING)
    line = next((one for one in order.lines if one.ref == shortage.line_ref), None)
    if line is None:
        raise LineNotFound
    kept = len(kept_grams(pieces_of_lines([line]).get(line.ref, [])))
    fault = check_shortage(shortage.pieces, ordered=line.pieces, kept=kept)
    if fault:
        raise InvalidInput("shortage_invalid", fields={"pieces": fault})
    _write(actor, line, shortage, at=at)


def _write(actor: Actor, line: OrderLine, shortage: Shortage, *, at: datetime) -> None:
    row = session().scalar(select(LineShortage).where(LineShortage.line_id == line.id))
    if row is None:
        row = LineShortage(line_id=line.id, created_at=at)
        session().add(row)
    row.pieces = shortage.pieces
    row.reason = shortage.reason.value
    row.note = shortage.note.strip()
    row.operator_name = actor.name[:60]
    row.operator_id = actor.user_id
    session().flush()  # two people at once meet at the unique line
