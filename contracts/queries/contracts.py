"""Single facts of a contract: who approved, what is being signed, what is due."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, func, or_, select

from accounts.models.organisations import Membership
from accounts.models.people import Person
from contracts.errors import ContractNotFound
from contracts.models.agreements import Approval, Contract
from contracts.models.signatures import Signature, SignatureEnvelope
from contracts.rules.lifecycle import ContractState, EnvelopeState
from contracts.rules.signing import Party
from core.db import session


def seen_by(org_id: int | None) -> ColumnElement[bool]:
    """What an organisation may see: contracts of its own, and of drafts only those it wrote."""
    colleagues = select(Membership.user_id).where(Membership.org_id == org_id)
    return and_(
        or_(Contract.buyer_org_id == org_id, Contract.seller_org_id == org_id),
        or_(Contract.state != ContractState.DRAFT, Contract.created_by_id.in_(colleagues)),
    )


def is_drafted_by(contract_id: int, *, org_id: int | None) -> bool:
    """Say whether somebody of an organisation began this contract."""
    colleagues = select(Membership.user_id).where(Membership.org_id == org_id)
    found = select(Contract.id).where(
        Contract.id == contract_id, Contract.created_by_id.in_(colleagues)
    )
    return session().scalar(found) is not None


def get_contract_id(contract_ref: str, *, org_id: int | None) -> int:
    """Give the id of a contract of one of its sides.

    Args:
        contract_ref: public reference.
        org_id: buyer or seller.

    Raises:
        ContractNotFound: there is none for this organisation.
    """
    found = session().scalar(
        select(Contract.id).where(Contract.ref == contract_ref, seen_by(org_id))
    )
    if found is None:
        raise ContractNotFound("contract_not_found")
    return found


def approvals_of(contract_id: int, version_seq: int) -> Sequence[Approval]:
    """List the approvals of one version."""
    return (
        session()
        .scalars(
            select(Approval)
            .where(Approval.contract_id == contract_id, Approval.version_seq == version_seq)
            .order_by(Approval.id)
        )
        .all()
    )


def find_envelope(contract_id: int) -> SignatureEnvelope | None:
    """Find the newest envelope that is not void."""
    return (
        session()
        .scalars(
            select(SignatureEnvelope)
            .where(
                SignatureEnvelope.contract_id == contract_id,
                SignatureEnvelope.state != EnvelopeState.VOID,
            )
            .order_by(SignatureEnvelope.id.desc())
        )
        .first()
    )


def signed_parties(contract_refs: Collection[str]) -> dict[str, set[Party]]:
    """Say which sides have signed the newest envelope of each contract."""
    newest = (
        select(func.max(SignatureEnvelope.id))
        .where(SignatureEnvelope.state != EnvelopeState.VOID)
        .group_by(SignatureEnvelope.contract_id)
    )
    statement = (
        select(Contract.ref, Signature.party)
        .join(SignatureEnvelope, SignatureEnvelope.contract_id == Contract.id)
        .join(Signature, Signature.envelope_id == SignatureEnvelope.id)
        .where(Contract.ref.in_(contract_refs), SignatureEnvelope.id.in_(newest))
    )
    found: dict[str, set[Party]] = {ref: set() for ref in contract_refs}
    for ref, party in session().execute(statement):
        found[ref].add(Party(party))
    return found


def open_envelope(contract_id: int) -> SignatureEnvelope:
    """Give the envelope that can be signed.

    Raises:
        ContractNotFound: nothing of this contract is out for signature.
    """
    envelope = find_envelope(contract_id)
    if envelope is None or envelope.frozen_sha256 is None:
        raise ContractNotFound("nothing_to_sign")
    return envelope


def phone_of(user_id: int) -> str | None:
    """Give the number to which a signatory's code goes."""
    return session().scalar(select(Person.phone).where(Person.id == user_id))


def list_due_refs(*, day: date) -> list[str]:
    """List contracts that begin or have ended by a day and whose state does not say so yet."""
    begins = and_(Contract.state == ContractState.SIGNED, Contract.start_on <= day)
    ended = and_(Contract.state == ContractState.ACTIVE, Contract.end_on < day)
    statement = select(Contract.ref).where(or_(begins, ended)).order_by(Contract.id)
    return list(session().scalars(statement))
