"""Signing: one party after the other writes its signature into the frozen PDF."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.queries import get_org
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.errors import DocumentBroken, MayNotSign, WrongPin
from contracts.gateways import DocumentSigner, SignOrder
from contracts.models.agreements import Contract
from contracts.models.signatures import Signatory, Signature, SignatureEnvelope
from contracts.queries.contracts import approvals_of, open_envelope
from contracts.rules.clauses import material_clauses
from contracts.rules.lifecycle import ContractState, EnvelopeState
from contracts.rules.signing import FIELD_NAMES, Party, who_must_still_sign, why_not_sign
from contracts.services import activation, audit, codes
from contracts.services.envelopes import keep_document, read_document
from contracts.services.locks import lock_contract, lock_envelope
from contracts.services.negotiation import party_of
from contracts.services.signatories import (
    identity_of,
    key_of,
    note_wrong_pin,
    require_signatory,
)
from core.db import session

REASONS = {Party.SELLER: "供方签署", Party.BUYER: "需方签署"}


@dataclass(frozen=True, slots=True)
class Secrets:
    """What only the signatory knows: his PIN, and the code that was sent to his phone."""

    pin: str
    code: str
    server_secret: str


@dataclass(frozen=True, slots=True)
class Signed:
    """The answer to a signature."""

    document_sha256: str
    is_complete: bool


def sign(
    actor: Actor,
    *,
    contract_ref: str,
    secrets: Secrets,
    acknowledged: Collection[str],
    signer: DocumentSigner,
    at: datetime,
) -> Signed:
    """Sign the frozen PDF for one's side; first the seller, then the buyer.

    Raises:
        MayNotSign: not this side's turn, or a material clause was not acknowledged.
        NotSetUp, KeyLocked: there is no certificate, or its PIN is locked for a while.
        WrongPin: PIN or code is wrong; the try is counted.
        DocumentBroken: the file did not pass the check after signing; nothing is kept.
        SupplyTooSmall: the forecast no longer carries it.
    """
    actor.require(Permission.SIGN_CONTRACT)
    contract = lock_contract(contract_ref)
    party = party_of(actor, contract)
    envelope = lock_envelope(open_envelope(contract.id).id)
    _check_turn(actor, contract, envelope, party)
    _check_acknowledged(acknowledged)
    signatory = require_signatory(actor, at=at)
    codes.use_code(actor, envelope=envelope, secrets=(secrets.code, secrets.server_secret), at=at)
    order = _order(actor, signatory, party, secrets.pin)
    signed = [*_signed_parties(envelope), party]
    pdf = _write(signatory, order, read_document(envelope.current_sha256 or ""), signer, at)
    _check_file(signer, pdf, len(signed), at)
    sha256 = keep_document(contract, pdf, kind=f"signed_{party.value}", at=at)
    session().add(_row(actor, envelope, signatory, (party, sha256, acknowledged), at))
    envelope.current_sha256 = sha256
    facts = {"party": party.value, "pdf_sha256": sha256, "certificate": signatory.fingerprint}
    audit.record(actor, contract=contract, kind="contract.signature", at=at, data=facts)
    return Signed(sha256, _advance(actor, contract, envelope, signed, at))


def _advance(
    actor: Actor,
    contract: Contract,
    envelope: SignatureEnvelope,
    signed: Collection[Party],
    at: datetime,
) -> bool:
    if who_must_still_sign(signed):
        envelope.state = EnvelopeState.PARTIAL.value
        return False
    envelope.state, envelope.completed_at = EnvelopeState.COMPLETE.value, at
    activation.conclude(actor, contract=contract, at=at)
    return True


def _check_turn(
    actor: Actor, contract: Contract, envelope: SignatureEnvelope, party: Party
) -> None:
    if contract.state != ContractState.OUT_FOR_SIGNATURE:
        raise MayNotSign("not_out_for_signature")
    approvers = {row.user_id for row in approvals_of(contract.id, contract.version_seq)}
    is_buyer = party is Party.BUYER
    signatory_org = contract.buyer_org_id if is_buyer else contract.seller_org_id
    fault = why_not_sign(
        party,
        signed=_signed_parties(envelope),
        is_approver=actor.user_id in approvers,
        is_public_body=get_org(signatory_org).is_public_body,
    )
    if fault:
        raise MayNotSign(fault)


def _check_acknowledged(acknowledged: Collection[str]) -> None:
    missing = [one.code for one in material_clauses() if one.code not in acknowledged]
    if missing:
        raise MayNotSign("clauses_not_acknowledged", missing=len(missing))


def _signed_parties(envelope: SignatureEnvelope) -> list[Party]:
    rows = session().scalars(select(Signature.party).where(Signature.envelope_id == envelope.id))
    return [Party(row) for row in rows]


def _order(actor: Actor, signatory: Signatory, party: Party, pin: str) -> SignOrder:
    return SignOrder(
        field=FIELD_NAMES[party],
        identity=identity_of(actor),
        key=key_of(signatory),
        pin=pin,
        is_certifying=party is Party.SELLER,
        reason=REASONS[party],
    )


def _write(
    signatory: Signatory, order: SignOrder, pdf: bytes, signer: DocumentSigner, at: datetime
) -> bytes:
    try:
        signed = signer.sign(pdf, order, at=at)
    except WrongPin:
        note_wrong_pin(signatory, at=at)
        raise
    signatory.wrong_pins = 0
    return signed


def _check_file(signer: DocumentSigner, pdf: bytes, expected: int, at: datetime) -> None:
    reports = signer.verify(pdf, at=at)
    if len(reports) != expected or not all(one.is_valid for one in reports):
        raise DocumentBroken("signature_check_failed")


def _row(
    actor: Actor,
    envelope: SignatureEnvelope,
    signatory: Signatory,
    signed: tuple[Party, str, Collection[str]],
    at: datetime,
) -> Signature:
    party, result_sha256, acknowledged = signed
    return Signature(
        envelope_id=envelope.id,
        party=party.value,
        org_id=signatory.org_id,
        user_id=signatory.user_id,
        user_name=actor.name,
        org_name=get_org(signatory.org_id).name_zh,
        document_sha256=envelope.current_sha256 or "",
        result_sha256=result_sha256,
        certificate_serial=signatory.serial,
        certificate_fingerprint=signatory.fingerprint,
        acknowledged=sorted(acknowledged),
        created_at=at,
    )
