"""Signatures: documents by their hash, envelopes, signatories with their keys, one-time codes."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from contracts.models.guards import append_only
from core.db import Base, CreatedMixin, IdMixin, RefMixin


@append_only
class Document(IdMixin, CreatedMixin, Base):
    """A file, known by its SHA-256; never changed."""

    __tablename__ = "contract_document"
    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    size: Mapped[int]
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class SignatureEnvelope(IdMixin, RefMixin, CreatedMixin, Base):
    """The frozen PDF of one version on its way through the signatures."""

    __tablename__ = "signature_envelope"
    __table_args__ = (UniqueConstraint("contract_id", "version_seq", "attempt"),)
    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"), index=True)
    version_seq: Mapped[int]
    attempt: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(12))
    progress_pct: Mapped[int] = mapped_column(default=0)
    content_sha256: Mapped[str] = mapped_column(String(64))
    frozen_sha256: Mapped[str | None] = mapped_column(String(64))
    current_sha256: Mapped[str | None] = mapped_column(String(64))
    frozen_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    failure: Mapped[str] = mapped_column(Text, default="")

    signatures: Mapped[list["Signature"]] = relationship(lazy="raise", order_by="Signature.id")


@append_only
class Signature(IdMixin, CreatedMixin, Base):
    """One signature that was written and found good; only ever added."""

    __tablename__ = "contract_signature"
    __table_args__ = (UniqueConstraint("envelope_id", "party"),)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("signature_envelope.id"))
    party: Mapped[str] = mapped_column(String(8))
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    user_name: Mapped[str] = mapped_column(String(80))
    org_name: Mapped[str] = mapped_column(String(120))
    document_sha256: Mapped[str] = mapped_column(String(64))
    result_sha256: Mapped[str] = mapped_column(String(64))
    certificate_serial: Mapped[str] = mapped_column(String(64))
    certificate_fingerprint: Mapped[str] = mapped_column(String(64))
    acknowledged: Mapped[list[Any]]


class Signatory(IdMixin, RefMixin, CreatedMixin, Base):
    """A person who signs for an organisation: certificate, and key sealed under the PIN."""

    __tablename__ = "signatory"
    __table_args__ = (Index("ix_signatory_person", "org_id", "user_id"),)
    org_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    certificate_pem: Mapped[str] = mapped_column(Text)
    sealed_key: Mapped[str] = mapped_column(Text)
    serial: Mapped[str] = mapped_column(String(64), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64))
    valid_from: Mapped[datetime]
    valid_until: Mapped[datetime]
    wrong_pins: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class SigningCode(IdMixin, RefMixin, CreatedMixin, Base):
    """A one-time code for one signature; the code itself is derived, never stored."""

    __tablename__ = "signing_code"
    __table_args__ = (Index("ix_signing_code_envelope", "envelope_id", "user_id"),)
    envelope_id: Mapped[int] = mapped_column(ForeignKey("signature_envelope.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    wrong_tries: Mapped[int] = mapped_column(default=0)
