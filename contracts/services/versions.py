"""Versions of a contract: lines worked out from a draft, the content document and its hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select

from accounts.queries import get_orgs, get_site
from accounts.rules.actor import Actor
from catalog.rules.cards import Terms
from catalog.rules.listing import PricedBy
from contracts.errors import BadSchedule
from contracts.models.agreements import (
    Contract,
    ContractLine,
    ContractVersion,
    LinePeriod,
    ScheduleEntry,
)
from contracts.models.signatures import SignatureEnvelope
from contracts.rules.calendar import CN_2026
from contracts.rules.clauses import CLAUSES, TEMPLATE
from contracts.rules.content import content_sha256
from contracts.rules.drafts import Draft, DraftLine
from contracts.rules.lifecycle import EnvelopeState, VersionState
from contracts.rules.schedule import Entry, make_schedule
from contracts.rules.schedule_case import thousandths
from contracts.rules.schedule_input import read_rule
from contracts.rules.volume import cap_g
from contracts.rules.weeks import weekly_g
from core.db import session
from core.types.money import each_total_fen, line_total_fen


@dataclass(frozen=True, slots=True)
class PlannedLine:
    """A line with its deliveries worked out."""

    line: DraftLine
    terms: Terms
    schedule: dict[str, object]
    entries: tuple[Entry, ...]
    weeks: dict[date, int]
    dropped: tuple[date, ...]

    @property
    def amount_fen(self) -> int:
        """What the whole line costs."""
        return amount_of(
            self.line.price_e4, self.line.total_g, self.terms.priced_by, self.terms.nominal_g
        )


def amount_of(price_e4: int, grams: int, priced_by: str, piece_g: int) -> int:
    """Work out what an amount of goods costs in fen, by the kilogram or by the piece."""
    if priced_by == PricedBy.KG:
        return line_total_fen(price_e4, grams)
    return each_total_fen(price_e4, grams // piece_g)


def plan_line(draft: Draft, line: DraftLine, terms: Terms) -> PlannedLine:
    """Work out the deliveries of a line; they always sum to its total.

    Raises:
        BadSchedule: the rule cannot be read, or gives no delivery at all.
    """
    rule = {
        **line.schedule,
        "quantity": {
            "split_total": thousandths(line.total_g),
            "pack_size": thousandths(terms.nominal_g),
        },
    }
    plan = make_schedule(draft.start_on, draft.end_on, read_rule(rule), CN_2026)
    if not plan.entries:
        raise BadSchedule("no_delivery_day", fields={"weekdays": "no_delivery_day"})
    return PlannedLine(line, terms, rule, plan.entries, weekly_g(plan.entries), plan.dropped)


def replace_lines(contract: Contract, planned: Sequence[PlannedLine]) -> None:
    """Write the lines of the working version; nothing has been called off of them yet."""
    lines = select(ContractLine.id).where(ContractLine.contract_id == contract.id)
    for table in (LinePeriod, ScheduleEntry):
        session().execute(delete(table).where(table.line_id.in_(lines)))
    session().execute(delete(ContractLine).where(ContractLine.contract_id == contract.id))
    session().add_all(_row(contract, number, one) for number, one in enumerate(planned, start=1))
    session().flush()  # the content names the lines by their new references


def _row(contract: Contract, position: int, one: PlannedLine) -> ContractLine:
    line, terms = one.line, one.terms
    return ContractLine(
        contract_id=contract.id,
        position=position,
        spec_id=terms.spec_id,
        listing_id=terms.listing_id,
        name_zh=terms.name_zh,
        name_en=terms.name_en,
        quality=line.quality,
        temperature=str(terms.temperature),
        priced_by=str(terms.priced_by),
        sold_by=str(terms.sold_by),
        piece_g=terms.nominal_g,
        price_e4=line.price_e4,
        tax_bp=terms.tax_bp,
        total_g=line.total_g,
        tol_over_bp=line.tol_over_bp,
        cap_g=cap_g(line.total_g, line.tol_over_bp),
        schedule=one.schedule,
        calendar_version=CN_2026.version,
        periods=[
            LinePeriod(monday=monday, committed_g=grams, cap_g=cap_g(grams, line.tol_over_bp))
            for monday, grams in one.weeks.items()
        ],
        entries=[
            ScheduleEntry(
                day=entry.on,
                grams=entry.quantity_m,
                action=entry.action,
                origins=[day.isoformat() for day in entry.origins],
            )
            for entry in one.entries
        ],
    )


def add_version(
    actor: Actor, *, contract: Contract, planned: Sequence[PlannedLine], note: str, at: datetime
) -> ContractVersion:
    """Write the content document of a new version; the one before is superseded."""
    for old in session().scalars(
        select(ContractVersion).where(
            ContractVersion.contract_id == contract.id,
            ContractVersion.state != VersionState.SUPERSEDED,
        )
    ):
        old.state = VersionState.SUPERSEDED.value
    contract.version_seq += 1
    content = _content(contract, planned)
    version = ContractVersion(
        contract_id=contract.id,
        seq=contract.version_seq,
        state=VersionState.WORKING.value,
        content=content,
        content_sha256=content_sha256(content),
        made_by_id=actor.user_id,
        made_by_name=actor.name,
        note=note.strip()[:400],
        created_at=at,
    )
    session().add(version)
    return version


def void_open_work(contract: Contract) -> None:
    """Void what hangs on the old text: the frozen PDF, the recorded override."""
    contract.override_reason, contract.override_by_id = "", None
    contract.submitted_by_id = None
    for envelope in session().scalars(
        select(SignatureEnvelope).where(
            SignatureEnvelope.contract_id == contract.id,
            SignatureEnvelope.state != EnvelopeState.COMPLETE,
        )
    ):
        envelope.state = EnvelopeState.VOID.value


def _content(contract: Contract, planned: Sequence[PlannedLine]) -> dict[str, object]:
    orgs = get_orgs([contract.buyer_org_id, contract.seller_org_id])
    sites = [get_site(ref, org_id=contract.buyer_org_id) for ref in contract.site_refs]
    return {
        "number": contract.number,
        "title": contract.title,
        "template": TEMPLATE,
        "currency": "CNY",
        "buyer": _party(orgs[contract.buyer_org_id]),
        "seller": _party(orgs[contract.seller_org_id]),
        "start_on": contract.start_on.isoformat(),
        "end_on": contract.end_on.isoformat(),
        "payment_days": contract.payment_days,
        "inspection_hours": contract.inspection_hours,
        "lead_workdays": contract.lead_workdays,
        "sites": [{"ref": site.ref, "name": site.name, "address": site.address} for site in sites],
        "lines": [_line(number, one) for number, one in enumerate(planned, start=1)],
        "amount_fen": contract.amount_fen,
        "clauses": [
            {"code": clause.code, "version": clause.version, "is_material": clause.is_material}
            for clause in CLAUSES
        ],
    }


def _party(org: object) -> dict[str, object]:
    names = ("ref", "name_zh", "name_en", "uscc", "county_code")
    return {name: getattr(org, name) for name in names}


def _line(number: int, one: PlannedLine) -> dict[str, object]:
    line, terms = one.line, one.terms
    return {
        "position": number,
        "spec": terms.spec_code,
        "listing": terms.listing_ref,
        "name_zh": terms.name_zh,
        "name_en": terms.name_en,
        "quality": line.quality,
        "temperature": str(terms.temperature),
        "sold_by": str(terms.sold_by),
        "priced_by": str(terms.priced_by),
        "piece_g": terms.nominal_g,
        "price_e4": line.price_e4,
        "tax_bp": terms.tax_bp,
        "total_g": line.total_g,
        "tol_over_bp": line.tol_over_bp,
        "amount_fen": one.amount_fen,
        "schedule": one.schedule,
        "calendar": CN_2026.version,
        "official_until": CN_2026.official_until.isoformat(),
        "weeks": [[monday.isoformat(), grams] for monday, grams in one.weeks.items()],
        "deliveries": [
            [entry.on.isoformat(), entry.quantity_m, [day.isoformat() for day in entry.origins]]
            for entry in one.entries
        ],
        "dropped": [day.isoformat() for day in one.dropped],
    }
