"""Both sides accept the same text, or one of them ends the talk."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.errors import ContentChanged, MayNotSign
from contracts.models.agreements import Contract, ContractVersion
from contracts.queries.contracts import is_drafted_by
from contracts.rules.lifecycle import ContractState, VersionState, check_move
from contracts.rules.signing import Party
from contracts.services import audit
from contracts.services.drafts import require_party
from contracts.services.locks import lock_contract
from contracts.services.versions import void_open_work
from core.db import session


def propose(actor: Actor, *, contract_ref: str, content_sha256: str, at: datetime) -> None:
    """Offer the working version to the other side; whoever offers has accepted it himself.

    Raises:
        ContentChanged: the text is not the one that was on the screen.
        IllegalMove: it is past negotiating.
    """
    actor.require(Permission.MANAGE_CONTRACT)
    contract = lock_contract(contract_ref)
    party = party_of(actor, contract)
    version = _version_with_hash(contract, content_sha256)
    if contract.state != ContractState.NEGOTIATING:
        audit.move(actor, contract=contract, to=ContractState.NEGOTIATING, at=at)
    version.state = VersionState.PROPOSED.value
    _accept(actor, contract, version, party, at)


def agree(actor: Actor, *, contract_ref: str, content_sha256: str, at: datetime) -> None:
    """Accept the offered text; when both sides have, it goes to the buyer's approvers.

    Raises:
        ContentChanged: the text is not the one that was on the screen.
        IllegalMove: the contract is not being negotiated.
    """
    actor.require(Permission.MANAGE_CONTRACT)
    contract = lock_contract(contract_ref)
    party = party_of(actor, contract)
    version = _version_with_hash(contract, content_sha256)
    _accept(actor, contract, version, party, at)


def withdraw(actor: Actor, *, contract_ref: str, reason: str, at: datetime) -> None:
    """End the talk before both have signed: the side that began withdraws, the other rejects.

    Raises:
        IllegalMove: the contract is signed already.
    """
    actor.require(Permission.MANAGE_CONTRACT)
    contract = lock_contract(contract_ref)
    require_party(actor, contract)
    is_maker = is_drafted_by(contract.id, org_id=actor.org_id)
    to = ContractState.WITHDRAWN if is_maker else ContractState.REJECTED
    audit.move(actor, contract=contract, to=to, at=at, data={"reason": reason})
    contract.closed_reason = reason.strip()[:400]
    void_open_work(contract)


def party_of(actor: Actor, contract: Contract) -> Party:
    """Say for which side a person acts.

    Raises:
        ContractNotFound: the contract is between others.
        MayNotSign: the system has no side.
    """
    require_party(actor, contract)
    if actor.org_id == contract.buyer_org_id:
        return Party.BUYER
    if actor.org_id == contract.seller_org_id:
        return Party.SELLER
    raise MayNotSign("not_a_party")


def current_version(contract: Contract) -> ContractVersion:
    """Load the version that counts."""
    return (
        session()
        .scalars(
            select(ContractVersion).where(
                ContractVersion.contract_id == contract.id,
                ContractVersion.seq == contract.version_seq,
            )
        )
        .one()
    )


def _version_with_hash(contract: Contract, content_sha256: str) -> ContractVersion:
    version = current_version(contract)
    if version.content_sha256 != content_sha256:
        raise ContentChanged("content_changed")
    return version


def _accept(
    actor: Actor, contract: Contract, version: ContractVersion, party: Party, at: datetime
) -> None:
    check_move(ContractState(contract.state), ContractState.IN_APPROVAL)
    if party is Party.BUYER and version.buyer_accepted_at is None:
        version.buyer_accepted_at, version.buyer_accepted_by = at, actor.name
        contract.submitted_by_id = actor.user_id
    elif party is Party.SELLER and version.seller_accepted_at is None:
        version.seller_accepted_at, version.seller_accepted_by = at, actor.name
    else:
        return
    facts = {"party": party.value, "content_sha256": version.content_sha256}
    audit.record(actor, contract=contract, kind="contract.accepted", at=at, data=facts)
    if version.buyer_accepted_at and version.seller_accepted_at:
        version.state = VersionState.AGREED.value
        audit.move(actor, contract=contract, to=ContractState.IN_APPROVAL, at=at)
