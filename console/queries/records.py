"""Reads the records of looks: all of them for the auditor, one's own for those looked at."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from accounts.models.access import AccessConcern, AccessRecord
from accounts.queries import get_orgs
from accounts.rules.access import AccessCard, Reason
from accounts.rules.cards import OrgCard
from core.db import session

PAGE_SIZE = 40


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One page of records, newest first."""

    records: list[AccessCard]
    page: int
    pages: int
    total: int


def list_records(*, reason: str = "", page: int = 1) -> RecordPage:
    """Every look of everybody, newest first, perhaps of one reason only."""
    return _page([AccessRecord.reason == reason] if reason else [], page)


def list_records_of(*, org_id: int, page: int = 1) -> RecordPage:
    """The looks that showed something of one organisation."""
    theirs = select(AccessConcern.record_id).where(AccessConcern.org_id == org_id)
    return _page([AccessRecord.id.in_(theirs)], page, show_orgs=False)


def list_records_by(*, user_id: int) -> list[AccessCard]:
    """What one person looked at last."""
    return _page([AccessRecord.user_id == user_id], 1).records[:8]


def list_records_about(*, person_id: int) -> list[AccessCard]:
    """The looks at the orders of one shopper."""
    return _page([AccessRecord.person_id == person_id], 1).records


def _page(
    conditions: list[ColumnElement[bool]], page: int, *, show_orgs: bool = True
) -> RecordPage:
    total = session().scalar(select(func.count(AccessRecord.id)).where(*conditions)) or 0
    pages = max(1, ceil(total / PAGE_SIZE))
    page = min(max(page, 1), pages)
    statement = (
        select(AccessRecord)
        .where(*conditions)
        .options(selectinload(AccessRecord.concerned))
        .order_by(AccessRecord.id.desc())
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    rows = list(session().scalars(statement))
    orgs = (
        get_orgs(concern.org_id for row in rows for concern in row.concerned) if show_orgs else {}
    )
    return RecordPage([_card(row, orgs) for row in rows], page, pages, total)


def _card(row: AccessRecord, orgs: dict[int, OrgCard]) -> AccessCard:
    return AccessCard(
        ref=row.ref,
        looked_at=row.looked_at,
        user_name=row.user_name,
        reason=Reason(row.reason),
        note=row.note,
        kind=row.subject_kind,
        number=row.subject_number,
        found=row.found,
        orgs=tuple(_names(row.concerned, orgs)),
        is_private=row.person_id is not None,
    )


def _names(concerns: Iterable[AccessConcern], orgs: dict[int, OrgCard]) -> Iterable[OrgCard]:
    return (orgs[concern.org_id] for concern in concerns if concern.org_id in orgs)
