"""Crates and pallets: the balance with each partner, and the moves it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.db import session
from logistics.models.returnables import ReturnableMove
from logistics.rules.returnables import Move, ReturnableKind, balances

LIMIT = 60


@dataclass(frozen=True, slots=True)
class PartnerBalance:
    """What one partner has of ours, by kind; negative: we have theirs."""

    partner: OrgCard
    crates: int
    pallets: int


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One move as one side sees it: given (+) or come back (−)."""

    partner: OrgCard
    kind: str
    pieces: int
    note: str
    by_name: str
    at: datetime


def list_balances(*, org_id: int) -> list[PartnerBalance]:
    """The balance of an organisation with each partner, the largest first."""
    table = ReturnableMove
    sums = select(table.giver_org_id, table.taker_org_id, table.kind, func.sum(table.pieces))
    grouped = sums.where(_own(org_id)).group_by(table.giver_org_id, table.taker_org_id, table.kind)
    rows = [Move(a, b, kind, int(n)) for a, b, kind, n in session().execute(grouped)]
    found = balances(org_id, rows)
    partners = get_orgs(sorted({partner for partner, _ in found}))
    crate, pallet = ReturnableKind.CRATE.value, ReturnableKind.PALLET.value
    listed = [
        PartnerBalance(card, found.get((key, crate), 0), found.get((key, pallet), 0))
        for key, card in partners.items()
    ]
    return sorted(listed, key=lambda row: (-abs(row.crates), -abs(row.pallets), row.partner.id))


def list_moves(*, org_id: int, limit: int = LIMIT) -> list[MoveRow]:
    """The last moves of an organisation, newest first."""
    statement = select(ReturnableMove).where(_own(org_id)).order_by(ReturnableMove.id.desc())
    rows = list(session().scalars(statement.limit(limit)))
    sides = {row.giver_org_id for row in rows} | {row.taker_org_id for row in rows}
    partners = get_orgs(sorted(sides))
    return [
        MoveRow(
            partners[row.taker_org_id if row.giver_org_id == org_id else row.giver_org_id],
            row.kind,
            row.pieces if row.giver_org_id == org_id else -row.pieces,
            row.note,
            row.by_name,
            row.created_at,
        )
        for row in rows
    ]


def _own(org_id: int) -> ColumnElement[bool]:
    return or_(ReturnableMove.giver_org_id == org_id, ReturnableMove.taker_org_id == org_id)
