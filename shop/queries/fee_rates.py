"""The rates of fees that were ever set, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from accounts.queries import get_orgs
from accounts.rules.cards import OrgCard
from core.db import session
from shop.models.earnings import FeeRate

SHOWN = 100


@dataclass(frozen=True, slots=True)
class RateCard:
    """One rate: 1/10000 of the goods, limits an order in fen; `org` is None for all sellers."""

    kind: str
    org: OrgCard | None
    rate_bp: int
    min_fen: int
    max_fen: int | None
    valid_from: date
    set_by: str
    set_at: datetime


def list_rates() -> list[RateCard]:
    """The latest rates."""
    rows = list(session().scalars(select(FeeRate).order_by(FeeRate.id.desc()).limit(SHOWN)))
    orgs = get_orgs(row.seller_org_id for row in rows if row.seller_org_id is not None)
    return [
        RateCard(
            kind=row.kind,
            org=orgs.get(row.seller_org_id) if row.seller_org_id is not None else None,
            rate_bp=row.rate_bp,
            min_fen=row.min_fen,
            max_fen=row.max_fen,
            valid_from=row.valid_from,
            set_by=row.set_by,
            set_at=row.created_at,
        )
        for row in rows
    ]
