"""Approval inside the buyer's house, with the supply check that stands before every signature."""

from __future__ import annotations

from datetime import datetime

from accounts.queries import get_org
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.errors import ContractNotFound, MayNotApprove, SupplyTooSmall
from contracts.models.agreements import Approval, Contract
from contracts.queries.contracts import approvals_of
from contracts.queries.supply import supply_shortfalls
from contracts.rules.approval import (
    Given,
    Needed,
    is_chain_done,
    needed_approvals,
    why_not_approve,
)
from contracts.rules.lifecycle import ContractState, check_move
from contracts.services import audit, envelopes
from contracts.services.locks import lock_contract
from core.db import session


def approve(
    actor: Actor,
    *,
    contract_ref: str,
    note: str = "",
    override_reason: str = "",
    at: datetime,
) -> bool:
    """Say yes to a contract; the last yes freezes its text for signature.

    Args:
        actor: an approver or somebody from finance of the buyer.
        contract_ref: the contract.
        note: what the approver wants to add.
        override_reason: why it may be signed although the forecast does not carry it.
        at: the present instant.

    Returns:
        True when the approvals are complete and the PDF is being made.

    Raises:
        MayNotApprove: own submission, or approved already.
        SupplyTooSmall: the forecast does not carry it and nobody went over that.
        IllegalMove: it is not waiting for approval.
    """
    contract = lock_contract(contract_ref)
    if not actor.acts_for(contract.buyer_org_id):
        raise ContractNotFound("contract_not_found")
    if not actor.can(Permission.PAY):
        actor.require(Permission.APPROVE_ORDER)
    check_move(ContractState(contract.state), ContractState.APPROVED)
    _check_supply(actor, contract, override_reason.strip(), at)
    _add(actor, contract, note, at)
    if not is_chain_done(needed(contract), _given(contract)):
        return False
    audit.move(actor, contract=contract, to=ContractState.APPROVED, at=at)
    envelopes.freeze(actor, contract_ref=contract_ref, at=at)
    return True


def decline(actor: Actor, *, contract_ref: str, note: str, at: datetime) -> None:
    """Send a contract back to the table; approvals given so far are void.

    Raises:
        IllegalMove: it is not waiting for approval.
    """
    actor.require(Permission.APPROVE_ORDER)
    contract = lock_contract(contract_ref)
    if not actor.acts_for(contract.buyer_org_id):
        raise ContractNotFound("contract_not_found")
    check_move(ContractState(contract.state), ContractState.APPROVED)
    facts = {"note": note}
    audit.move(actor, contract=contract, to=ContractState.NEGOTIATING, at=at, data=facts)


def needed(contract: Contract) -> Needed:
    """Say how many approvals a contract needs."""
    buyer = get_org(contract.buyer_org_id)
    return needed_approvals(
        contract.amount_fen,
        is_public_body=buyer.is_public_body,
        is_overridden=bool(contract.override_reason),
    )


def _check_supply(actor: Actor, contract: Contract, reason: str, at: datetime) -> None:
    missing = supply_shortfalls(contract.id)
    if not missing or contract.override_reason:
        return
    if not reason:
        worst = max(missing, key=lambda one: one.missing_g)
        raise SupplyTooSmall(
            "supply_too_small",
            weeks=len(missing),
            monday=worst.monday.isoformat(),
            missing_kg=-(-worst.missing_g // 1000),
        )
    actor.require(Permission.APPROVE_ORDER)
    contract.override_reason, contract.override_by_id = reason[:400], actor.user_id
    facts = {"reason": reason, "weeks": [one.monday.isoformat() for one in missing]}
    audit.record(actor, contract=contract, kind="contract.supply_overridden", at=at, data=facts)


def _given(contract: Contract) -> list[Given]:
    rows = approvals_of(contract.id, contract.version_seq)
    return [Given(row.user_id, row.is_finance) for row in rows]


def _add(actor: Actor, contract: Contract, note: str, at: datetime) -> None:
    user_id = actor.user_id
    if user_id is None:
        raise MayNotApprove("not_a_person")
    fault = why_not_approve(user_id, submitted_by=contract.submitted_by_id, given=_given(contract))
    if fault:
        raise MayNotApprove(fault)
    row = Approval(
        contract_id=contract.id,
        version_seq=contract.version_seq,
        user_id=user_id,
        user_name=actor.name,
        is_finance=actor.can(Permission.PAY),
        note=note.strip()[:400],
        created_at=at,
    )
    session().add(row)
    session().flush()  # the chain is counted right after
    facts = {"version": contract.version_seq, "note": note.strip()}
    audit.record(actor, contract=contract, kind="contract.approval", at=at, data=facts)
