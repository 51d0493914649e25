"""The files of a contract, and what the public check page may know of them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from contracts.errors import ContractNotFound, DocumentBroken
from contracts.models.agreements import Contract, ContractVersion
from contracts.models.signatures import Document, Signature, SignatureEnvelope
from contracts.queries.contracts import find_envelope, get_contract_id
from contracts.rules.lifecycle import ContractState
from core.db import session


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A kept PDF with its name."""

    name: str
    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class KnownFile:
    """What the platform says about a file that somebody checks."""

    contract_ref: str
    number: str
    title: str
    state: ContractState
    start_on: date
    end_on: date
    content_sha256: str
    current_sha256: str
    frozen_at: datetime | None
    is_newest: bool


def get_pdf(contract_ref: str, *, org_id: int) -> KeptFile:
    """Give the newest PDF of a contract to one of its sides.

    Raises:
        ContractNotFound: there is none.
        DocumentBroken: the stored file no longer has the hash under which it was kept.
    """
    return _kept(get_contract_id(contract_ref, org_id=org_id))


def get_public_pdf(contract_ref: str) -> KeptFile:
    """Give the newest PDF to whoever holds its random reference (the code on the paper).

    Raises:
        ContractNotFound: there is none.
    """
    contract_id = session().scalar(select(Contract.id).where(Contract.ref == contract_ref))
    if contract_id is None:
        raise ContractNotFound("contract_not_found")
    return _kept(contract_id)


def _kept(contract_id: int) -> KeptFile:
    envelope = find_envelope(contract_id)
    if envelope is None or envelope.current_sha256 is None:
        raise ContractNotFound("no_document_yet")
    sha256 = envelope.current_sha256
    data = session().scalar(select(Document.data).where(Document.sha256 == sha256))
    if data is None or hashlib.sha256(data).hexdigest() != sha256:
        raise DocumentBroken("document_changed")
    number = session().scalar(select(Contract.number).where(Contract.id == contract_id))
    return KeptFile(f"{number}.pdf", sha256, data)


def find_known_file(sha256: str) -> KnownFile | None:
    """Find the contract to which a file with this hash belongs."""
    row = (
        session()
        .execute(
            select(Contract, Document)
            .join(Document, Document.contract_id == Contract.id)
            .where(Document.sha256 == sha256)
        )
        .one_or_none()
    )
    return _known(row[0], sha256) if row is not None else None


def find_signed_file(certificate_serial: str, *, signed_at: datetime) -> KnownFile | None:
    """Find the contract on which a certificate was used at a moment (to the second)."""
    row = (
        session()
        .scalars(
            select(Contract)
            .join(SignatureEnvelope, SignatureEnvelope.contract_id == Contract.id)
            .join(Signature, Signature.envelope_id == SignatureEnvelope.id)
            .where(Signature.certificate_serial == certificate_serial)
            .where(Signature.created_at >= signed_at)
            .where(Signature.created_at < signed_at + timedelta(seconds=1))
        )
        .first()
    )
    return _known(row, "") if row else None


def _known(contract: Contract, sha256: str) -> KnownFile | None:
    envelope = (
        session()
        .scalars(
            select(SignatureEnvelope)
            .where(SignatureEnvelope.contract_id == contract.id)
            .where(SignatureEnvelope.frozen_sha256.is_not(None))
            .order_by(SignatureEnvelope.id.desc())
        )
        .first()
    )
    if envelope is None:
        return None
    content_sha256 = session().scalar(
        select(ContractVersion.content_sha256).where(
            ContractVersion.contract_id == contract.id,
            ContractVersion.seq == envelope.version_seq,
        )
    )
    current = envelope.current_sha256 or ""
    return KnownFile(
        contract_ref=contract.ref,
        number=contract.number,
        title=contract.title,
        state=ContractState(contract.state),
        start_on=contract.start_on,
        end_on=contract.end_on,
        content_sha256=content_sha256 or "",
        current_sha256=current,
        frozen_at=envelope.frozen_at,
        is_newest=sha256 == current,
    )
