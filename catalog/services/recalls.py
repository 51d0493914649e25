"""Take lots back: the one that was named and everything cut from it, in one go."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import SYSTEM, Actor
from accounts.rules.permissions import Permission
from catalog.models.recalls import Recall, RecallLot
from catalog.models.stock import Lot
from catalog.rules.lots import LotState
from catalog.services.lots import recall_lot
from core.db import next_number, require_one, session, update_where
from core.errors import Conflict, InvalidInput, NotFound

OPEN, CLOSED = "open", "closed"


@dataclass(frozen=True, slots=True)
class RecallWish:
    """Why goods are taken back, what people should do, and whether it is an exercise."""

    reason: str
    advice: str
    authority: str = ""
    is_drill: bool = False


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a recall has been handled."""

    total_lines: int
    settled_lines: int
    total_orders: int
    notified_orders: int


def begin_recall(
    actor: Actor, *, lot_ids: Sequence[int], wish: RecallWish, traced_ms: int, at: datetime
) -> tuple[int, str]:
    """Write a recall down and, unless it is an exercise, stop the sale of its lots.

    Args:
        actor: operator of the platform.
        lot_ids: the named lot first.
        wish: reason, advice, exercise or not.
        traced_ms: how long finding the lines took.
        at: now.

    Returns:
        Internal id and reference.

    Raises:
        InvalidInput: no reason or no advice.
        Conflict: a lot has been recalled already.
    """
    actor.require(Permission.OPERATE)
    lots = _lots(lot_ids)
    _check(wish, lots[0])
    row = Recall(
        number=f"RC-{next_number('recall'):05d}",
        state=OPEN,
        is_drill=wish.is_drill,
        reason=wish.reason.strip(),
        advice=wish.advice.strip(),
        authority=wish.authority.strip(),
        opened_by=actor.name,
        traced_ms=traced_ms,
        created_at=at,
    )
    session().add(row)
    session().flush()  # its lots point at it
    _take_back(row, lots, at)
    return row.id, row.ref


def _check(wish: RecallWish, named: Lot) -> None:
    missing = {name: "required" for name in ("reason", "advice") if not getattr(wish, name).strip()}
    if missing:
        raise InvalidInput(fields=missing)
    if not wish.is_drill and named.state == LotState.RECALLED:
        raise Conflict("lot_recalled_already", lot_no=named.lot_no)


def _take_back(row: Recall, lots: Sequence[Lot], at: datetime) -> None:
    for lot in lots:
        left = RecallLot(
            recall_id=row.id, lot_id=lot.id, pieces_left=lot.pieces, grams_left=lot.grams
        )
        session().add(left)
    session().flush()  # what is left is kept before blocking takes it away
    for lot in sorted(lots, key=lambda lot: lot.id):
        if not row.is_drill and lot.state != LotState.RECALLED:
            recall_lot(SYSTEM, lot_ref=lot.ref, reason=row.reason, at=at)


def note_progress(recall_id: int, progress: Progress) -> None:
    """Keep how far it is, for the page that everybody may see."""
    update_where(
        Recall,
        Recall.id == recall_id,
        total_lines=progress.total_lines,
        settled_lines=progress.settled_lines,
        total_orders=progress.total_orders,
        notified_orders=progress.notified_orders,
    )


def close_recall(actor: Actor, *, recall_ref: str, conclusion: str, at: datetime) -> None:
    """End a recall once everything is accounted for; an exercise ends when it was talked over.

    Raises:
        NotFound: there is none.
        InvalidInput: no conclusion.
        Conflict: lines are still open, or it is closed.
    """
    actor.require(Permission.OPERATE)
    row = session().scalar(select(Recall).where(Recall.ref == recall_ref))
    if row is None:
        raise NotFound("recall_not_found")
    if not conclusion.strip():
        raise InvalidInput(fields={"conclusion": "required"})
    if row.settled_lines < row.total_lines and not row.is_drill:
        raise Conflict("recall_not_settled", left=row.total_lines - row.settled_lines)
    changed = update_where(
        Recall,
        Recall.id == row.id,
        Recall.state == OPEN,
        state=CLOSED,
        closed_at=at,
        closed_by=actor.name,
        conclusion=conclusion.strip()[:400],
    )
    require_one(changed, Conflict("recall_closed"))


def _lots(lot_ids: Sequence[int]) -> list[Lot]:
    rows = {lot.id: lot for lot in session().scalars(select(Lot).where(Lot.id.in_(lot_ids)))}
    return [rows[lot_id] for lot_id in lot_ids]
