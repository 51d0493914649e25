"""A recall over everything sold: find, stop, tell, pay back, account for. Exercises only find."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Permission
from catalog.queries.lots import lots_of_allocation
from catalog.queries.recalls import family_ids, get_recall
from catalog.rules.lots import HELD_STATES
from catalog.services import recalls
from catalog.services.recalls import Progress, RecallWish
from core.db import session, update_where
from core.errors import Conflict, InvalidInput, NotFound
from core.outbox import publish
from logistics.services.reports import Deed, report
from shop.errors import NothingCaptured, RefundTooLarge
from shop.events import RecallNoticeDue
from shop.models.orders import OrderGroup, OrderLine, SellerOrder
from shop.models.recalls import RecallLine
from shop.queries.recalls import Trace, TracedLine, trace_lots
from shop.rules.recalls import BY_HAND, STOPPABLE, Outcome, share_fen
from shop.services.refunds import request_refund

REASON = "recalled"


def open_recall(actor: Actor, *, lot_ref: str, wish: RecallWish, at: datetime) -> str:
    """Recall a lot with everything cut from it.

    The sale stops, lines that have not left look for other lots, parcels on the way are held, every
    buyer is told. An exercise finds and measures all of it and touches nothing.

    Args:
        actor: operator of the platform.
        lot_ref: the lot.
        wish: reason, advice, exercise or not.
        at: now.

    Returns:
        Reference of the recall.

    Raises:
        NotFound: there is no such lot.
        InvalidInput: reason or advice is missing.
        Conflict: the lot has been recalled already.
    """
    actor.require(Permission.OPERATE)
    lot_ids = family_ids(lot_ref)
    trace = trace_lots(lot_ids)
    recall_id, ref = recalls.begin_recall(
        actor, lot_ids=lot_ids, wish=wish, traced_ms=trace.milliseconds, at=at
    )
    replaced = set() if wish.is_drill else _replaced(trace, set(lot_ids))
    _write_lines(recall_id, trace, replaced, at)
    if not wish.is_drill:
        _hold_parcels(actor, trace.lines, recall_ref=ref, at=at)
        for group_ref in sorted({line.group_ref for line in trace.lines}):
            publish(RecallNoticeDue(ref, group_ref), dedupe_key=f"{ref}:{group_ref}")
    _count(recall_id)
    return ref


def _replaced(trace: Trace, lot_ids: set[int]) -> set[str]:
    """Lines in the store that have other lots now; what is boxed already is not among them."""
    waiting = [
        line.line_ref
        for line in trace.lines
        if line.allocation_state in HELD_STATES and line.parcel_state not in STOPPABLE
    ]
    now = lots_of_allocation(waiting)
    return {
        ref
        for ref in waiting
        if now.get(ref) and not any(lot.lot_id in lot_ids for lot in now[ref])
    }


def _write_lines(recall_id: int, trace: Trace, replaced: set[str], at: datetime) -> None:
    """One row per line and lot, however many allocations it has there."""
    rows: dict[tuple[int, int], RecallLine] = {}
    for line in trace.lines:
        known = rows.get((line.line_id, line.lot_id))
        if known is not None:
            known.pieces += line.pieces
            known.grams += line.grams
            continue
        is_replaced = line.line_ref in replaced
        rows[line.line_id, line.lot_id] = RecallLine(
            recall_id=recall_id,
            line_id=line.line_id,
            group_id=line.group_id,
            lot_id=line.lot_id,
            consignment_ref=line.consignment_ref,
            pieces=line.pieces,
            grams=line.grams,
            place=line.place.value,
            outcome=Outcome.REPLACED.value if is_replaced else "",
            settled_at=at if is_replaced else None,
            settled_by=SYSTEM.name if is_replaced else "",
        )
    session().add_all(rows.values())
    session().flush()  # counted below


def _hold_parcels(
    actor: Actor, lines: Iterable[TracedLine], *, recall_ref: str, at: datetime
) -> None:
    del actor  # an operator may recall, the parcels are held by the system
    stopped = {
        line.consignment_ref
        for line in lines
        if line.consignment_ref and line.parcel_state in STOPPABLE
    }
    for ref in sorted(stopped):
        action = f"recall:{recall_ref}:{ref}"
        deed = Deed("on_hold", at, note=f"recall {recall_ref}", action_id=action)
        report(SYSTEM, consignment_ref=ref, deed=deed)


def refund_lines(actor: Actor, *, recall_ref: str, at: datetime) -> tuple[int, int]:
    """Pay everything back that is still open, each line at once and only once.

    Returns:
        How many lines were refunded, and how many could not be.

    Raises:
        NotFound: there is no such recall, or it is an exercise.
    """
    actor.require(Permission.OPERATE)
    recall_id = _real(recall_ref)
    done = failed = 0
    for row in _open_rows(recall_id):
        try:
            with session().begin_nested():
                refund_line(actor, row, at=at)
            done += 1
        except (NothingCaptured, RefundTooLarge):
            failed += 1
    _count(recall_id)
    return done, failed


def refund_line(actor: Actor, row: RecallLine, *, at: datetime) -> None:
    """Give the money of a lot's pieces in a line back.

    Raises:
        NothingCaptured: the order was never paid.
        RefundTooLarge: most of it has gone back already.
    """
    line, seller_order, group = (
        session()
        .execute(
            select(OrderLine, SellerOrder, OrderGroup)
            .join(SellerOrder, SellerOrder.id == OrderLine.seller_order_id)
            .join(OrderGroup, OrderGroup.id == SellerOrder.group_id)
            .where(OrderLine.id == row.line_id)
        )
        .one()
    )
    money = line.ceiling_fen if line.settled_fen is None else line.settled_fen
    amount = share_fen(money, row.pieces, line.stock_pieces)
    row.refund_ref = request_refund(
        actor,
        group_ref=group.ref,
        seller_order_ref=seller_order.ref,
        amount_fen=amount,
        reason=REASON,
        cause_ref=f"recall:{row.ref}",
        at=at,
    )
    row.refund_fen = amount
    _settle(row, Outcome.REFUNDED, actor, "", at)


def settle_line(
    actor: Actor, *, recall_ref: str, line_ref: str, outcome: Outcome, note: str, at: datetime
) -> None:
    """Write down how a line ended without money: returned, destroyed, or nobody reached.

    Raises:
        NotFound: there is no such line in this recall.
        InvalidInput: an outcome that is not for hands, or no note.
        Conflict: the line has ended already.
    """
    actor.require(Permission.OPERATE)
    recall_id = get_recall(recall_ref).id
    row = session().scalar(
        select(RecallLine).where(RecallLine.recall_id == recall_id, RecallLine.ref == line_ref)
    )
    if row is None:
        raise NotFound("recall_not_found")
    faults = {} if outcome in BY_HAND else {"outcome": "invalid_choice"}
    if not note.strip():
        faults["note"] = "required"
    if faults:
        raise InvalidInput(fields=faults)
    if row.outcome:
        raise Conflict("recall_line_settled")
    _settle(row, outcome, actor, note.strip(), at)
    _count(recall_id)


def claim_refund(*, recall_ref: str, order_number: str, phone: str, at: datetime) -> int:
    """A buyer without an account asks for the money back, by order number and phone.

    Returns:
        How many lines were refunded now; 0 if all of them were before.

    Raises:
        NotFound: there is no such recall.
        InvalidInput: nothing of this order and phone is in the recall (it does not say which).
    """
    recall_id = _real(recall_ref)
    mine = (
        select(RecallLine)
        .join(OrderGroup, OrderGroup.id == RecallLine.group_id)
        .where(RecallLine.recall_id == recall_id)
        .where(OrderGroup.number == order_number.strip().upper(), OrderGroup.phone == phone)
        .order_by(RecallLine.id)
    )
    rows = list(session().scalars(mine))
    if not rows:
        raise InvalidInput(fields={"order_number": "recall_no_match"})
    open_rows = [row for row in rows if not row.outcome]
    for row in open_rows:
        refund_line(SYSTEM, row, at=at)
    _count(recall_id)
    return len(open_rows)


def note_told(*, recall_ref: str, group_ref: str, at: datetime) -> None:
    """A buyer was told."""
    recall_id = get_recall(recall_ref).id
    group_id = session().scalar(select(OrderGroup.id).where(OrderGroup.ref == group_ref))
    update_where(
        RecallLine,
        RecallLine.recall_id == recall_id,
        RecallLine.group_id == group_id,
        RecallLine.notified_at.is_(None),
        notified_at=at,
    )
    _count(recall_id)


def _settle(row: RecallLine, outcome: Outcome, actor: Actor, note: str, at: datetime) -> None:
    row.outcome, row.note = outcome.value, note[:200]
    row.settled_at, row.settled_by = at, actor.name


def _open_rows(recall_id: int) -> Sequence[RecallLine]:
    statement = (
        select(RecallLine)
        .where(RecallLine.recall_id == recall_id, RecallLine.outcome == "")
        .order_by(RecallLine.id)
    )
    return session().scalars(statement).all()


def _real(ref: str) -> int:
    """The id of a recall that is not an exercise."""
    recall = get_recall(ref)
    if recall.is_drill:
        raise NotFound("recall_not_found")
    return recall.id


def _count(recall_id: int) -> None:
    session().flush()  # the sums below are read from the rows
    mine = RecallLine.recall_id == recall_id
    settled, told = RecallLine.outcome != "", RecallLine.notified_at.is_not(None)
    orders = func.count(func.distinct(RecallLine.group_id))

    def ask(what: object, *conditions: object) -> int:
        statement = select(what).select_from(RecallLine).where(mine, *conditions)  # type: ignore[call-overload]  # any column
        return int(session().scalar(statement) or 0)

    progress = Progress(
        total_lines=ask(func.count()),
        settled_lines=ask(func.count(), settled),
        total_orders=ask(orders),
        notified_orders=ask(orders, told),
    )
    recalls.note_progress(recall_id, progress)
