"""Where a lot comes from and what was made of it, over all generations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import aliased

from catalog.models.stock import Lot, StockMovement
from catalog.queries.lots import load_facts
from catalog.rules.cards import LotFacts
from catalog.rules.stock import MovementKind
from core.db import session


@dataclass(frozen=True, slots=True)
class Relative:
    """A lot of the family: how many generations away, and what it weighed when it was cut."""

    facts: LotFacts
    generation: int
    parent_id: int | None
    born_pieces: int
    born_g: int


@dataclass(frozen=True, slots=True)
class Family:
    """Ancestors from the oldest on, descendants from the nearest on."""

    ancestors: tuple[Relative, ...]
    descendants: tuple[Relative, ...]


def family_of(lot_id: int) -> Family:
    """The whole family of a lot without itself."""
    up, down = _ancestors(lot_id), _descendants([lot_id])
    relatives = _relatives([*up, *(row for row in down if row[0] != lot_id)])
    ancestors = tuple(relatives[row[0]] for row in reversed(up))
    descendants = tuple(relatives[row[0]] for row in down if row[0] != lot_id)
    return Family(ancestors, descendants)


def descendant_ids(lot_ids: Iterable[int]) -> list[int]:
    """These lots and everything that was cut from them, in id order (for a recall)."""
    return sorted({row[0] for row in _descendants(sorted(set(lot_ids)))})


Row = tuple[int, int, int | None]


def _ancestors(lot_id: int) -> list[Row]:
    first = select(Lot.id, Lot.parent_id).where(Lot.id == lot_id)
    line = first.cte("ancestors", recursive=True)
    above = aliased(Lot)
    line = line.union(select(above.id, above.parent_id).where(above.id == line.c.parent_id))
    parent_of = dict(session().execute(select(line.c.id, line.c.parent_id)).tuples().all())
    ordered: list[Row] = []
    at = parent_of.get(lot_id)
    while at is not None:
        ordered.append((at, -len(ordered) - 1, parent_of[at]))
        at = parent_of[at]
    return ordered


def _descendants(lot_ids: list[int]) -> list[Row]:
    first = select(Lot.id, Lot.parent_id, (Lot.id - Lot.id).label("depth")).where(
        Lot.id.in_(lot_ids)
    )
    tree = first.cte("descendants", recursive=True)
    below = aliased(Lot)
    tree = tree.union(
        select(below.id, below.parent_id, tree.c.depth + 1).where(below.parent_id == tree.c.id)
    )
    rows = session().execute(select(tree).order_by(tree.c.depth, tree.c.id))
    return [(row.id, int(row.depth), row.parent_id) for row in rows]


def _relatives(rows: list[Row]) -> dict[int, Relative]:
    ids = [row[0] for row in rows]
    born = _born(ids)
    return {
        facts.card.id: Relative(facts, row[1], row[2], *born.get(facts.card.id, (0, 0)))
        for facts, row in zip(load_facts(ids), rows, strict=True)
    }


def _born(lot_ids: list[int]) -> dict[int, tuple[int, int]]:
    kinds = (MovementKind.RECEIVED, MovementKind.CUT_IN)
    statement = select(StockMovement.lot_id, StockMovement.pieces, StockMovement.grams).where(
        StockMovement.lot_id.in_(lot_ids), StockMovement.kind.in_(kinds)
    )
    return {lot_id: (pieces, grams) for lot_id, pieces, grams in session().execute(statement)}
