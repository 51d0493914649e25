"""What the signing pages show: one's own certificate, and the code that is on its way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from accounts.rules.phones import mask_phone
from contracts.models.signatures import Signatory, SignatureEnvelope, SigningCode
from contracts.queries.contracts import phone_of
from core.db import session


@dataclass(frozen=True, slots=True)
class SignatoryCard:
    """One's own certificate."""

    serial: str
    fingerprint: str
    valid_from: datetime
    valid_until: datetime
    locked_until: datetime | None


@dataclass(frozen=True, slots=True)
class CodeCard:
    """A code that was sent and may still be used."""

    ref: str
    expires_at: datetime
    phone_masked: str


def find_signatory_card(*, org_id: int, user_id: int, at: datetime) -> SignatoryCard | None:
    """Find the certificate with which a person signs for an organisation."""
    row = (
        session()
        .scalars(
            select(Signatory)
            .where(Signatory.org_id == org_id, Signatory.user_id == user_id)
            .where(Signatory.revoked_at.is_(None), Signatory.valid_until > at)
            .order_by(Signatory.id.desc())
        )
        .first()
    )
    if row is None:
        return None
    return SignatoryCard(
        row.serial, row.fingerprint, row.valid_from, row.valid_until, row.locked_until
    )


def find_code(*, envelope_ref: str, user_id: int, at: datetime) -> CodeCard | None:
    """Find the newest code of a person for an envelope that is still good."""
    row = (
        session()
        .scalars(
            select(SigningCode)
            .join(SignatureEnvelope, SignatureEnvelope.id == SigningCode.envelope_id)
            .where(SignatureEnvelope.ref == envelope_ref, SigningCode.user_id == user_id)
            .where(SigningCode.used_at.is_(None), SigningCode.expires_at > at)
            .order_by(SigningCode.id.desc())
        )
        .first()
    )
    if row is None:
        return None
    phone = phone_of(user_id)
    return CodeCard(row.ref, row.expires_at, mask_phone(phone) if phone else "")
