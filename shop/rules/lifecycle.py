"""Which state may follow which. Order group and seller order are kept apart. ADR 0002.

A group waits for money (orders on terms do not) and is placed; it ends closed, expired or
cancelled. A seller order walks from placed to accepted by the buyer without skipping a step;
the buyer can call it off until picking begins; a packed-off picking ends cancelled only when no
piece is left to send. Payment never gates delivery on terms.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from core.types.verdict import Reason, Verdict
from shop.errors import IllegalMove


class GroupState(StrEnum):
    """States of one checkout as a whole."""

    DRAFT = "draft"
    PENDING_APPROVAL = "pending_approval"
    AWAITING_PAYMENT = "awaiting_payment"
    PLACED = "placed"
    CLOSED = "closed"
    REJECTED = "rejected"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


class SellerOrderState(StrEnum):
    """States of the part of an order that one seller fulfils."""

    PLACED = "placed"
    ACCEPTED = "accepted"
    PICKING = "picking"
    WEIGHED = "weighed"
    READY = "ready"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    ACCEPTED_BY_BUYER = "accepted_by_buyer"
    CLOSED = "closed"
    CANCELLED = "cancelled"
    ON_HOLD = "on_hold"


G, S = GroupState, SellerOrderState

GROUP_MOVES: dict[GroupState, frozenset[GroupState]] = {
    G.DRAFT: frozenset({G.PENDING_APPROVAL, G.AWAITING_PAYMENT, G.PLACED}),
    G.PENDING_APPROVAL: frozenset({G.AWAITING_PAYMENT, G.PLACED, G.REJECTED, G.EXPIRED}),
    G.AWAITING_PAYMENT: frozenset({G.PLACED, G.EXPIRED, G.CANCELLED}),
    G.PLACED: frozenset({G.CLOSED, G.CANCELLED}),
    G.EXPIRED: frozenset({G.PLACED}),
    G.CLOSED: frozenset(),
    G.REJECTED: frozenset(),
    G.CANCELLED: frozenset(),
}
SELLER_MOVES: dict[SellerOrderState, frozenset[SellerOrderState]] = {
    S.PLACED: frozenset({S.ACCEPTED, S.CANCELLED, S.ON_HOLD}),
    S.ACCEPTED: frozenset({S.PICKING, S.CANCELLED, S.ON_HOLD}),
    S.PICKING: frozenset({S.WEIGHED, S.CANCELLED, S.ON_HOLD}),
    S.WEIGHED: frozenset({S.READY, S.ON_HOLD}),
    S.READY: frozenset({S.SHIPPED, S.ON_HOLD}),
    S.SHIPPED: frozenset({S.DELIVERED}),
    S.DELIVERED: frozenset({S.ACCEPTED_BY_BUYER}),
    S.ACCEPTED_BY_BUYER: frozenset({S.CLOSED}),
    S.CLOSED: frozenset(),
    S.CANCELLED: frozenset({S.PLACED}),
    S.ON_HOLD: frozenset({S.PLACED, S.ACCEPTED, S.PICKING, S.WEIGHED, S.READY, S.CANCELLED}),
}
CANCELLABLE = frozenset({S.PLACED, S.ACCEPTED, S.ON_HOLD})
FINISHED = frozenset({S.ACCEPTED_BY_BUYER, S.CLOSED, S.CANCELLED})
SELLER_PATH = (
    S.PLACED,
    S.ACCEPTED,
    S.PICKING,
    S.WEIGHED,
    S.READY,
    S.SHIPPED,
    S.DELIVERED,
    S.ACCEPTED_BY_BUYER,
)


def check_group_move(current: str, wanted: GroupState) -> None:
    """Go on only if a group may move from ``current`` to ``wanted``.

    Raises:
        IllegalMove: the state table does not have this step.
    """
    if wanted not in GROUP_MOVES[GroupState(current)]:
        raise IllegalMove("order_group", current, wanted)


def check_seller_move(current: str, wanted: SellerOrderState) -> None:
    """Go on only if a seller order may move from ``current`` to ``wanted``.

    Raises:
        IllegalMove: the state table does not have this step.
    """
    if wanted not in SELLER_MOVES[SellerOrderState(current)]:
        raise IllegalMove("seller_order", current, wanted)


def may_cancel(group_state: str, seller_states: Iterable[str]) -> Verdict:
    """Whether a buyer may still call the whole order off, without anybody's consent."""
    reasons: list[Reason | None] = []
    if GroupState(group_state) not in (G.AWAITING_PAYMENT, G.PLACED):
        reasons.append(Reason("order_is_over", {"state": group_state}))
    begun = [state for state in seller_states if SellerOrderState(state) not in CANCELLABLE]
    if begun:
        reasons.append(Reason("picking_has_begun", {"state": begun[0]}))
    return Verdict.of(reasons)


def is_finished(seller_states: Iterable[str]) -> bool:
    """Whether nothing more will happen to any seller order of a group."""
    return all(SellerOrderState(state) in FINISHED for state in seller_states)
