"""Drafts: a contract is written down, version by version, before both sides agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.queries import get_orgs, list_sites
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from catalog.queries.terms import get_terms
from contracts.errors import ContractNotFound
from contracts.models.agreements import Contract
from contracts.queries.contracts import is_drafted_by
from contracts.rules.drafts import BuyerFacts, Draft, GoodsFacts, check_draft
from contracts.rules.lifecycle import EDITABLE, ContractState, check_move
from contracts.services import audit
from contracts.services.locks import lock_contract
from contracts.services.versions import (
    PlannedLine,
    add_version,
    plan_line,
    replace_lines,
    void_open_work,
)
from core.clock import local_day, shanghai
from core.db import next_number, session


@dataclass(frozen=True, slots=True)
class Drafted:
    """The answer to a written draft."""

    contract_ref: str
    number: str
    content_sha256: str


def draft_contract(actor: Actor, *, draft: Draft, at: datetime) -> Drafted:
    """Write a first draft between a buyer and a seller; either side may begin.

    Raises:
        NotAllowed: the person may not manage contracts.
        ContractNotFound: the person belongs to neither side.
        BadDraft: a field cannot be used; `fields` says which and why.
        BadSchedule: a schedule rule cannot be read.
    """
    actor.require(Permission.MANAGE_CONTRACT)
    planned = _planned(actor, draft, at)
    year = shanghai(at).year
    contract = Contract(
        number=f"MN-{year}-{next_number(f'contract-{year}'):06d}",
        state=ContractState.DRAFT.value,
        version_seq=0,
        created_by_id=actor.user_id,
        created_at=at,
        **_head(draft, planned),
    )
    session().add(contract)
    session().flush()  # lines and events need the id
    replace_lines(contract, planned)
    version = add_version(actor, contract=contract, planned=planned, note="", at=at)
    facts = {"version": version.seq, "content_sha256": version.content_sha256}
    audit.record(actor, contract=contract, kind="contract.drafted", at=at, data=facts)
    return Drafted(contract.ref, contract.number, version.content_sha256)


def revise(actor: Actor, *, contract_ref: str, draft: Draft, note: str, at: datetime) -> Drafted:
    """Write a new version; what was approved or signed of the old one is void.

    Raises:
        IllegalMove: the contract is signed or closed; it changes by an amendment only.
        BadDraft, BadSchedule: as for a first draft.
    """
    actor.require(Permission.MANAGE_CONTRACT)
    contract = lock_contract(contract_ref)
    require_party(actor, contract)
    if ContractState(contract.state) not in EDITABLE:
        check_move(ContractState(contract.state), ContractState.NEGOTIATING)
    planned = _planned(actor, draft, at)
    for name, value in _head(draft, planned).items():
        setattr(contract, name, value)
    void_open_work(contract)
    replace_lines(contract, planned)
    version = add_version(actor, contract=contract, planned=planned, note=note, at=at)
    facts = {"version": version.seq, "content_sha256": version.content_sha256, "note": note}
    audit.record(actor, contract=contract, kind="contract.revised", at=at, data=facts)
    if contract.state not in (ContractState.DRAFT, ContractState.NEGOTIATING):
        audit.move(actor, contract=contract, to=ContractState.NEGOTIATING, at=at)
    return Drafted(contract.ref, contract.number, version.content_sha256)


def require_party(actor: Actor, contract: Contract) -> None:
    """Go on only for people of one of the two sides; a draft is its writers' alone.

    Raises:
        ContractNotFound: the contract is between others, or a draft that was not offered yet.
    """
    if not any(map(actor.acts_for, (contract.buyer_org_id, contract.seller_org_id))):
        raise ContractNotFound("contract_not_found")
    is_shown = contract.state != ContractState.DRAFT or actor.is_system
    if not is_shown and not is_drafted_by(contract.id, org_id=actor.org_id):
        raise ContractNotFound("contract_not_found")


def _planned(actor: Actor, draft: Draft, at: datetime) -> list[PlannedLine]:
    if not any(map(actor.acts_for, (draft.buyer_org_id, draft.seller_org_id))):
        raise ContractNotFound("contract_not_found")
    buyer = get_orgs([draft.buyer_org_id, draft.seller_org_id])[draft.buyer_org_id]
    terms = get_terms([line.listing_id for line in draft.lines])
    doors = frozenset(site.ref for site in list_sites(org_id=buyer.id))
    facts = BuyerFacts(buyer.buyer_kind, buyer.size_class, buyer.is_public_body, doors)
    goods = [
        GoodsFacts(one.listing_ref, one.seller_id, one.nominal_g, one.is_alcohol)
        for one in (terms[line.listing_id] for line in draft.lines)
    ]
    check_draft(draft, facts, goods, local_day(at))
    return [plan_line(draft, line, terms[line.listing_id]) for line in draft.lines]


def _head(draft: Draft, planned: list[PlannedLine]) -> dict[str, object]:
    return {
        "title": draft.title.strip(),
        "buyer_org_id": draft.buyer_org_id,
        "seller_org_id": draft.seller_org_id,
        "start_on": draft.start_on,
        "end_on": draft.end_on,
        "payment_days": draft.payment_days,
        "inspection_hours": draft.inspection_hours,
        "lead_workdays": draft.lead_workdays,
        "site_refs": list(draft.site_refs),
        "amount_fen": sum(line.amount_fen for line in planned),
    }
