"""Recalls as pages show them, and what a recall of a lot would touch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select

from catalog.models.recalls import Recall, RecallLot
from catalog.models.stock import Allocation, Lot
from catalog.queries.genealogy import descendant_ids
from catalog.queries.lots import SHOWN_STATES, load_facts
from catalog.rules.cards import LotFacts
from core.db import session
from core.errors import NotFound

SHOWN = 60


@dataclass(frozen=True, slots=True)
class RecallCard:
    """A recall without its lines."""

    id: int
    ref: str
    number: str
    state: str
    is_drill: bool
    reason: str
    advice: str
    authority: str
    opened_by: str
    created_at: datetime
    traced_ms: int
    total_lines: int
    settled_lines: int
    total_orders: int
    notified_orders: int
    closed_at: datetime | None
    closed_by: str
    conclusion: str

    @property
    def is_open(self) -> bool:
        """Is there something left to do?"""
        return self.state == "open"


@dataclass(frozen=True, slots=True)
class RecalledLot:
    """A lot of a recall and what was left of it in store."""

    facts: LotFacts
    pieces_left: int
    grams_left: int


@dataclass(frozen=True, slots=True)
class Exposure:
    """Pieces of a lot that an order line holds or has received."""

    line_ref: str
    lot_id: int
    pieces: int
    grams: int
    state: str


def family_ids(lot_ref: str) -> list[int]:
    """A lot by its reference, with everything that was cut from it.

    Raises:
        NotFound: there is no such lot.
    """
    lot_id = session().scalar(select(Lot.id).where(Lot.ref == lot_ref))
    if lot_id is None:
        raise NotFound("lot_not_found")
    return descendant_ids([lot_id])


def exposures_of(lot_ids: Sequence[int]) -> list[Exposure]:
    """Every order line that has goods of these lots, in the order of the lines."""
    statement = (
        select(
            Allocation.line_ref,
            Allocation.lot_id,
            Allocation.pieces,
            Allocation.grams,
            Allocation.state,
        )
        .where(Allocation.lot_id.in_(lot_ids), Allocation.state.in_(SHOWN_STATES))
        .order_by(Allocation.line_ref, Allocation.id)
    )
    return [Exposure(*row) for row in session().execute(statement)]


def list_recalls() -> list[RecallCard]:
    """The latest recalls and exercises."""
    statement = select(Recall).order_by(Recall.id.desc()).limit(SHOWN)
    return [_card(row) for row in session().scalars(statement)]


def get_recall(ref: str) -> RecallCard:
    """One recall.

    Raises:
        NotFound: there is none.
    """
    row = session().scalar(select(Recall).where(Recall.ref == ref))
    if row is None:
        raise NotFound("recall_not_found")
    return _card(row)


def list_recalled_lots(recall_id: int) -> list[RecalledLot]:
    """The lots of a recall, the named one first."""
    rows = list(
        session().scalars(
            select(RecallLot).where(RecallLot.recall_id == recall_id).order_by(RecallLot.id)
        )
    )
    facts = load_facts([row.lot_id for row in rows])
    return [
        RecalledLot(lot, row.pieces_left, row.grams_left)
        for lot, row in zip(facts, rows, strict=True)
    ]


def find_recall_of(lot_id: int) -> RecallCard | None:
    """The recall, not an exercise, that took a lot back."""
    row = session().scalar(
        select(Recall)
        .join(RecallLot, RecallLot.recall_id == Recall.id)
        .where(RecallLot.lot_id == lot_id, Recall.is_drill.is_(False))
        .order_by(Recall.id.desc())
        .limit(1)
    )
    return _card(row) if row else None


def search_lots(text: str) -> list[LotFacts]:
    """Lots by number, certificate number or reference, for somebody who must act fast."""
    wanted = text.strip()
    if len(wanted) < MIN_TEXT:
        return []
    found: Any = (Lot.lot_no == wanted.upper()) | (Lot.certificate_no == wanted)
    found |= (Lot.ref == wanted.lower()) | Lot.lot_no.startswith(wanted.upper(), autoescape=True)
    ids = session().scalars(select(Lot.id).where(found).order_by(Lot.id.desc()).limit(SHOWN_LOTS))
    return load_facts(list(ids))


MIN_TEXT, SHOWN_LOTS = 4, 12


def _card(row: Recall) -> RecallCard:
    return RecallCard(**{name: getattr(row, name) for name in RecallCard.__dataclass_fields__})
