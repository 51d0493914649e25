"""Freezing: the text of a version becomes one PDF whose hash is fixed before anybody signs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from accounts.rules.actor import SYSTEM, Actor
from contracts.errors import ContractNotFound, DocumentBroken
from contracts.events import EnvelopePrepared
from contracts.models.agreements import Contract
from contracts.models.signatures import Document, SignatureEnvelope
from contracts.rules.lifecycle import ContractState, EnvelopeState, check_move
from contracts.services import audit
from contracts.services.locks import lock_contract
from contracts.services.negotiation import current_version
from core import outbox
from core.db import session, update_where


@dataclass(frozen=True, slots=True)
class FrozenText:
    """What the PDF is made from."""

    envelope_ref: str
    contract_ref: str
    content: dict[str, Any]
    content_sha256: str
    is_open: bool


def freeze(actor: Actor, *, contract_ref: str, at: datetime) -> str:
    """Order the PDF of an approved contract; a job makes it. Safe to repeat: the newest counts.

    Returns:
        The reference of the envelope.

    Raises:
        IllegalMove: the contract is not approved.
    """
    contract = lock_contract(contract_ref)
    if not any(map(actor.acts_for, (contract.buyer_org_id, contract.seller_org_id))):
        raise ContractNotFound("contract_not_found")
    check_move(ContractState(contract.state), ContractState.OUT_FOR_SIGNATURE)
    version = current_version(contract)
    _void_unfinished(contract)
    attempts = session().scalar(
        select(func.count())
        .select_from(SignatureEnvelope)
        .where(
            SignatureEnvelope.contract_id == contract.id,
            SignatureEnvelope.version_seq == version.seq,
        )
    )
    envelope = SignatureEnvelope(
        contract_id=contract.id,
        version_seq=version.seq,
        attempt=(attempts or 0) + 1,
        state=EnvelopeState.PREPARED.value,
        progress_pct=10,
        content_sha256=version.content_sha256,
        created_at=at,
    )
    session().add(envelope)
    session().flush()  # the event carries its reference
    outbox.publish(EnvelopePrepared(envelope.ref), dedupe_key=envelope.ref)
    return envelope.ref


def _void_unfinished(contract: Contract) -> None:
    """An older order of the PDF counts no more, or the newest would wait behind it for ever."""
    unfinished = (
        SignatureEnvelope.contract_id == contract.id,
        SignatureEnvelope.state == EnvelopeState.PREPARED,
    )
    update_where(SignatureEnvelope, *unfinished, state=EnvelopeState.VOID.value)


def read_frozen_text(envelope_ref: str) -> FrozenText:
    """Give what the PDF is made from, for the job that makes it.

    Raises:
        ContractNotFound: there is no such envelope.
    """
    envelope = _envelope(envelope_ref)
    contract = session().get_one(Contract, envelope.contract_id)
    version = current_version(contract)
    is_open = envelope.state == EnvelopeState.PREPARED and version.seq == envelope.version_seq
    return FrozenText(envelope_ref, contract.ref, version.content, version.content_sha256, is_open)


def note_progress(envelope_ref: str, *, percent: int) -> None:
    """Say how far the PDF is, for the page that waits for it."""
    _envelope(envelope_ref).progress_pct = percent


def put_pdf(envelope_ref: str, *, pdf: bytes, at: datetime) -> None:
    """Keep the finished PDF: from now on its hash is what both sides sign.

    Doing it twice changes nothing.

    Raises:
        ContractNotFound: there is no such envelope.
    """
    contract_id = _envelope(envelope_ref).contract_id
    contract = lock_contract(session().get_one(Contract, contract_id).ref)
    envelope = _envelope(envelope_ref)  # as it is now that nobody else may change it
    if envelope.state != EnvelopeState.PREPARED or contract.state != ContractState.APPROVED:
        return
    sha256 = keep_document(contract, pdf, kind="frozen", at=at)
    envelope.frozen_sha256 = envelope.current_sha256 = sha256
    envelope.state, envelope.progress_pct = EnvelopeState.SENT.value, 100
    envelope.frozen_at = at
    facts = {"pdf_sha256": sha256, "content_sha256": envelope.content_sha256}
    audit.move(SYSTEM, contract=contract, to=ContractState.OUT_FOR_SIGNATURE, at=at, data=facts)


def keep_document(contract: Contract, data: bytes, *, kind: str, at: datetime) -> str:
    """Store a file under its hash; the same file is kept once."""
    sha256 = hashlib.sha256(data).hexdigest()
    known = session().scalar(select(Document.id).where(Document.sha256 == sha256))
    if known is None:
        row = Document(
            sha256=sha256,
            contract_id=contract.id,
            kind=kind,
            size=len(data),
            data=data,
            created_at=at,
        )
        session().add(row)
        session().flush()  # the same file at the same moment clashes here
    return sha256


def read_document(sha256: str) -> bytes:
    """Give a kept file and check that it still is what its name says.

    Raises:
        DocumentBroken: it is missing, or was changed in the database.
    """
    data = session().scalar(select(Document.data).where(Document.sha256 == sha256))
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise DocumentBroken("document_changed")
    return data


def _envelope(envelope_ref: str) -> SignatureEnvelope:
    statement = select(SignatureEnvelope).where(SignatureEnvelope.ref == envelope_ref)
    row = session().scalar(statement.execution_options(populate_existing=True))
    if row is None:
        raise ContractNotFound("contract_not_found")
    return row
