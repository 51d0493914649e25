"""From the last signature into force, and to the end: the harvest is committed, then let go."""

from __future__ import annotations

from datetime import date, datetime

from accounts.rules.actor import SYSTEM, Actor
from catalog.services.commitments import commit as promise_weeks
from catalog.services.commitments import uncommit
from contracts.errors import SupplyTooSmall
from contracts.events import ContractActivated, ContractEnded, ContractSigned
from contracts.models.agreements import Contract
from contracts.queries.progress import quantities_of_lines
from contracts.queries.supply import supply_shortfalls, weeks_by_spec
from contracts.rules.ending import ending, open_items
from contracts.rules.lifecycle import ContractState, VersionState
from contracts.services import audit
from contracts.services.locks import lock_contract
from contracts.services.negotiation import current_version
from core import outbox
from core.clock import local_day


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
    outbox.publish(ContractSigned(contract.ref), dedupe_key=contract.ref)
    if contract.start_on <= local_day(at):
        _activate(contract, at)


def turn_day(*, contract_ref: str, day: date, at: datetime) -> ContractState:
    """Put a signed contract into force on its first day, and end it after its last.

    Args:
        contract_ref: the contract.
        day: today at the place of delivery.
        at: the present instant.

    Returns:
        The state after that; the same as before when nothing was due.
    """
    contract = lock_contract(contract_ref)
    if contract.state == ContractState.SIGNED and contract.start_on <= day:
        _activate(contract, at)
    if contract.state == ContractState.ACTIVE and contract.end_on < day:
        _end(contract, at)
    return ContractState(contract.state)


def _end(contract: Contract, at: datetime) -> None:
    lines = quantities_of_lines(contract.id)
    to = ending(lines)
    if to is None:
        return
    audit.move(SYSTEM, contract=contract, to=to, at=at, data=open_items(lines))
    uncommit(SYSTEM, contract_ref=contract.ref)
    outbox.publish(ContractEnded(contract.ref), dedupe_key=f"ended:{contract.ref}")


def _activate(contract: Contract, at: datetime) -> None:
    audit.move(SYSTEM, contract=contract, to=ContractState.ACTIVE, at=at)
    contract.active_at = at
    outbox.publish(ContractActivated(contract.ref), dedupe_key=contract.ref)
