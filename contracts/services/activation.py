"""From the last signature into force: commitments are written, the first day activates."""

from __future__ import annotations

from datetime import date, datetime

from accounts.rules.actor import SYSTEM, Actor
from catalog.services.commitments import commit as promise_weeks
from contracts.errors import SupplyTooSmall
from contracts.events import ContractActivated, ContractSigned
from contracts.models.agreements import Contract
from contracts.queries.contracts import list_due_refs
from contracts.queries.supply import supply_shortfalls, weeks_by_spec
from contracts.rules.lifecycle import ContractState, VersionState
from contracts.services import audit
from contracts.services.locks import lock_contract
from contracts.services.negotiation import current_version
from core import outbox
from core.clock import local_day
from core.db import session


def conclude(actor: Actor, *, contract: Contract, at: datetime) -> None:
    """Both have signed: the harvest is committed, by the rank of this very moment.

    Raises:
        SupplyTooSmall: the forecast no longer carries it and no override is recorded.
    """
    missing = supply_shortfalls(contract.id)
    if missing and not contract.override_reason:
        raise SupplyTooSmall(
            "supply_too_small",
            weeks=len(missing),
            monday=missing[0].monday.isoformat(),
            missing_kg=-(-missing[0].missing_g // 1000),
        )
    contract.signed_at = at
    current_version(contract).state = VersionState.SIGNED.value
    audit.move(actor, contract=contract, to=ContractState.SIGNED, at=at)
    for spec_id, weeks in weeks_by_spec(contract.id).items():
        promise_weeks(
            SYSTEM,
            contract_ref=contract.ref,
            seller_id=contract.seller_org_id,
            spec_id=spec_id,
            weeks=weeks,
            priority_at=at,
            override_reason=contract.override_reason or None,
        )
    session().flush()
    outbox.publish(ContractSigned(contract.ref), dedupe_key=contract.ref)
    if contract.start_on <= local_day(at):
        _activate(contract, at)


def activate_due(*, day: date, at: datetime) -> int:
    """Put signed contracts into force whose first day has come, and end those past their last.

    Returns:
        How many contracts changed.
    """
    refs = list_due_refs(day=day)
    for ref in refs:
        contract = lock_contract(ref)
        if contract.state == ContractState.SIGNED:
            _activate(contract, at)
        elif contract.state == ContractState.ACTIVE:
            audit.move(SYSTEM, contract=contract, to=ContractState.EXPIRED, at=at)
    return len(refs)


def _activate(contract: Contract, at: datetime) -> None:
    audit.move(SYSTEM, contract=contract, to=ContractState.ACTIVE, at=at)
    contract.active_at = at
    outbox.publish(ContractActivated(contract.ref), dedupe_key=contract.ref)
