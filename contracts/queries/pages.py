"""The pages of the contract desk: the list of a side, and the sheet of one contract."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from accounts.queries import get_orgs, get_site
from accounts.rules.cards import OrgCard
from contracts.models.agreements import Contract, ContractLine
from contracts.queries.contracts import get_contract_id, seen_by
from contracts.queries.progress import Used, used_by_period
from contracts.queries.sheet import (
    approvals_of_sheet,
    call_offs_of_sheet,
    delivery_days_of_sheet,
    envelope_of_sheet,
    events_of_sheet,
    versions_of_sheet,
)
from contracts.queries.supply import supply_of_contract, supply_shortfalls
from contracts.rules.approval import Needed, needed_approvals
from contracts.rules.cards import ContractPage, ContractRow, LineCard, PartyCard, WeekCell
from contracts.rules.lifecycle import ContractState
from contracts.rules.progress import Quantities, quantities
from contracts.rules.signing import Party
from contracts.rules.volume import left_g
from contracts.rules.weeks import call_off_deadline, open_weeks
from core.db import session

CHECKED_STATES = frozenset(
    {
        ContractState.DRAFT,
        ContractState.NEGOTIATING,
        ContractState.IN_APPROVAL,
        ContractState.APPROVED,
        ContractState.OUT_FOR_SIGNATURE,
    }
)
_WITH_WEEKS = selectinload(Contract.lines).selectinload(ContractLine.periods)


def list_contracts(*, org_id: int, at: datetime) -> list[ContractRow]:
    """List the contracts of a side, the one whose call-off closes first on top."""
    rows = session().scalars(_mine(org_id)).all()
    cards = _cards(rows, org_id, at)
    return sorted(cards, key=lambda card: (card.next_deadline is None, card.next_deadline or at))


def list_page(
    *, org_id: int, before_id: int | None, limit: int, at: datetime
) -> tuple[list[ContractRow], int | None]:
    """List contracts of a side in pages, newest first.

    Returns:
        The rows, and the id before which the next page begins (None on the last page).
    """
    statement = _mine(org_id).limit(limit + 1)
    if before_id is not None:
        statement = statement.where(Contract.id < before_id)
    rows = session().scalars(statement).all()
    shown = rows[:limit]
    return _cards(shown, org_id, at), shown[-1].id if len(rows) > limit else None


def _mine(org_id: int) -> Select[Contract]:
    return (
        select(Contract)
        .where(seen_by(org_id))
        .options(_WITH_WEEKS)
        .order_by(Contract.id.desc())
        .execution_options(populate_existing=True)
    )


def _cards(rows: Sequence[Contract], org_id: int, at: datetime) -> list[ContractRow]:
    used = used_by_period([row.id for row in rows])
    orgs = _orgs(rows)
    return [_row(row, orgs, _lines(row, used, at), (org_id, at)) for row in rows]


def get_contract(contract_ref: str, *, org_id: int, at: datetime) -> ContractPage:
    """Give the whole sheet of a contract to one of its sides.

    Raises:
        ContractNotFound: there is none for this organisation.
    """
    contract_id = get_contract_id(contract_ref, org_id=org_id)
    statement = select(Contract).where(Contract.id == contract_id).options(_WITH_WEEKS)
    row = session().scalars(statement.execution_options(populate_existing=True)).one()
    orgs = _orgs([row])
    lines = _lines(row, used_by_period([row.id]), at)
    card = _row(row, orgs, lines, (org_id, at))
    is_public_body = orgs[row.buyer_org_id].is_public_body
    return _sheet(row, card, lines, needed=_needed(row, is_public_body=is_public_body), at=at)


def _sheet(
    row: Contract,
    card: ContractRow,
    lines: tuple[LineCard, ...],
    *,
    needed: Needed,
    at: datetime,
) -> ContractPage:
    versions = versions_of_sheet(row.id)
    envelope, signatures = envelope_of_sheet(row.id)
    is_checked = card.state in CHECKED_STATES
    return ContractPage(
        row=card,
        content_sha256=versions[-1].content_sha256,
        payment_days=row.payment_days,
        inspection_hours=row.inspection_hours,
        lead_workdays=row.lead_workdays,
        sites=[get_site(ref, org_id=row.buyer_org_id) for ref in row.site_refs],
        lines=lines,
        versions=versions,
        approvals=approvals_of_sheet(row),
        needed=needed,
        submitted_by_id=row.submitted_by_id,
        override_reason=row.override_reason,
        shortfalls=tuple(supply_shortfalls(row.id)) if is_checked else (),
        call_offs=call_offs_of_sheet(row.id),
        events=events_of_sheet(row.id),
        signed_at=row.signed_at,
        closed_reason=row.closed_reason,
        open_weeks=_open(row, lines, at),
        supply=tuple(
            supply_of_contract(
                row.seller_org_id,
                {line.spec_id: [cell.monday for cell in line.weeks] for line in lines},
            )
        ),
        delivery_days=delivery_days_of_sheet(row.id),
        envelope=envelope,
        signatures=signatures,
    )


def _needed(row: Contract, *, is_public_body: bool) -> Needed:
    return needed_approvals(
        row.amount_fen,
        is_public_body=is_public_body,
        is_overridden=bool(row.override_reason),
    )


def _orgs(rows: Iterable[Contract]) -> dict[int, OrgCard]:
    return get_orgs({one for row in rows for one in (row.buyer_org_id, row.seller_org_id)})


def _party(org: OrgCard) -> PartyCard:
    return PartyCard(
        org.id,
        org.ref,
        org.name_zh,
        org.name_en,
        org.county_code,
        org.city_code,
        org.story_zh,
        org.story_en,
    )


def _row(
    row: Contract,
    orgs: dict[int, OrgCard],
    lines: Sequence[LineCard],
    seen: tuple[int, datetime],
) -> ContractRow:
    org_id, at = seen
    open_now = _open(row, lines, at)
    monday = open_now[0] if open_now else None
    cells = [cell for line in lines for cell in line.weeks if cell.monday == monday]
    return ContractRow(
        ref=row.ref,
        number=row.number,
        title=row.title,
        state=ContractState(row.state),
        party=Party.BUYER if row.buyer_org_id == org_id else Party.SELLER,
        buyer=_party(orgs[row.buyer_org_id]),
        seller=_party(orgs[row.seller_org_id]),
        start_on=row.start_on,
        end_on=row.end_on,
        amount_fen=row.amount_fen,
        quantities=sum((line.quantities for line in lines), Quantities()),
        temperatures=tuple(sorted({line.temperature for line in lines})),
        next_monday=monday,
        next_deadline=call_off_deadline(monday, row.lead_workdays) if monday else None,
        next_left_g=sum(cell.quantities.remaining_g for cell in cells),
    )


def _open(row: Contract, lines: Sequence[LineCard], at: datetime) -> tuple[date, ...]:
    if row.state != ContractState.ACTIVE:
        return ()
    mondays = {cell.monday for line in lines for cell in line.weeks}
    return tuple(open_weeks(mondays, row.lead_workdays, at))


def _lines(row: Contract, used: Used, at: datetime) -> tuple[LineCard, ...]:
    return tuple(_line(row, line, used, at) for line in row.lines)


def _line(row: Contract, line: ContractLine, used: Used, at: datetime) -> LineCard:
    is_active = row.state == ContractState.ACTIVE
    weeks = []
    for period in line.periods:
        deadline = call_off_deadline(period.monday, row.lead_workdays)
        weeks.append(
            WeekCell(
                monday=period.monday,
                quantities=quantities(period.committed_g, used.get(period.id, ())),
                cap_g=period.cap_g,
                left_g=max(0, period.cap_g - period.called_g),
                deadline=deadline,
                is_open=is_active and deadline > at,
            )
        )
    return LineCard(
        ref=line.ref,
        listing_id=line.listing_id,
        spec_id=line.spec_id,
        name_zh=line.name_zh,
        name_en=line.name_en,
        quality=line.quality,
        temperature=line.temperature,
        priced_by=line.priced_by,
        sold_by=line.sold_by,
        piece_g=line.piece_g,
        price_e4=line.price_e4,
        total_g=line.total_g,
        tol_over_bp=line.tol_over_bp,
        left_g=left_g(line.total_g, line.tol_over_bp, line.called_g),
        quantities=sum((cell.quantities for cell in weeks), Quantities()),
        weeks=tuple(weeks),
        schedule=line.schedule,
    )
