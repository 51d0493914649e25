"""Signatories: people who set a PIN and get a platform certificate for their organisation."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.queries import get_org
from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.errors import KeyLocked, NotSetUp, WrongPin
from contracts.gateways import DocumentSigner, Identity, SigningKey
from contracts.models.signatures import Signatory
from contracts.rules.codes import PIN_LOCK, PIN_TRIES, pin_fault
from core.db import session, update_where
from core.errors import NotAllowed
from core.unit_of_work import record_anyway


def set_pin(actor: Actor, *, pin: str, signer: DocumentSigner, at: datetime) -> str:
    """Set a signing PIN and get a certificate; an older certificate is revoked.

    Returns:
        The fingerprint (SHA-256) of the new certificate.

    Raises:
        WrongPin: the PIN is too short or too simple.
        NotAllowed: the person may not sign for this organisation.
    """
    actor.require(Permission.SIGN_CONTRACT)
    user_id, org_id = _person(actor)
    fault = pin_fault(pin)
    if fault:
        raise WrongPin(fault, fields={"pin": fault})
    revoke(actor, signer=signer, at=at)
    key = signer.issue(identity_of(actor), pin, at=at)
    row = Signatory(
        org_id=org_id,
        user_id=user_id,
        certificate_pem=key.certificate_pem,
        sealed_key=key.sealed_key,
        serial=key.serial,
        fingerprint=key.fingerprint,
        valid_from=key.valid_from,
        valid_until=key.valid_until,
        created_at=at,
    )
    session().add(row)
    return key.fingerprint


def revoke(actor: Actor, *, signer: DocumentSigner, at: datetime) -> bool:
    """Revoke one's own certificate at once; what was signed before stays valid.

    Returns:
        True when there was one to revoke.
    """
    user_id, org_id = _person(actor)
    row = find_signatory(org_id=org_id, user_id=user_id, at=at)
    if row is None:
        return False
    row.revoked_at = at
    signer.revoke(row.serial, at=at)
    return True


def require_signatory(actor: Actor, *, at: datetime) -> Signatory:
    """Load the key of the person who is about to sign.

    Raises:
        NotSetUp: no valid certificate.
        KeyLocked: too many wrong PINs; it opens again by itself.
    """
    user_id, org_id = _person(actor)
    row = find_signatory(org_id=org_id, user_id=user_id, at=at)
    if row is None:
        raise NotSetUp("signing_not_set_up")
    if row.locked_until is not None and row.locked_until > at:
        minutes = int((row.locked_until - at).total_seconds()) // 60 + 1
        raise KeyLocked("key_locked", minutes=minutes)
    return row


def find_signatory(*, org_id: int, user_id: int, at: datetime) -> Signatory | None:
    """Find the valid certificate of a person for an organisation."""
    return (
        session()
        .scalars(
            select(Signatory)
            .where(
                Signatory.org_id == org_id,
                Signatory.user_id == user_id,
                Signatory.revoked_at.is_(None),
                Signatory.valid_until > at,
            )
            .order_by(Signatory.id.desc())
        )
        .first()
    )


def note_wrong_pin(signatory: Signatory, *, at: datetime) -> None:
    """Count a wrong PIN although the request is refused; five of them lock the key a while."""
    signatory_id = signatory.id
    is_last = signatory.wrong_pins + 1 >= PIN_TRIES

    def write(_current: Session) -> None:
        update_where(
            Signatory,
            Signatory.id == signatory_id,
            wrong_pins=0 if is_last else Signatory.wrong_pins + 1,
            locked_until=at + PIN_LOCK if is_last else None,
        )

    record_anyway(write)


def identity_of(actor: Actor) -> Identity:
    """Name the person and the organisation as the certificate names them."""
    _, org_id = _person(actor)
    org = get_org(org_id)
    return Identity(org.ref, org.name_zh, actor.user_ref, actor.name)


def key_of(signatory: Signatory) -> SigningKey:
    """Give the key material of a signatory to the signer."""
    return SigningKey(
        certificate_pem=signatory.certificate_pem,
        sealed_key=signatory.sealed_key,
        serial=signatory.serial,
        fingerprint=signatory.fingerprint,
        valid_from=signatory.valid_from,
        valid_until=signatory.valid_until,
    )


def _person(actor: Actor) -> tuple[int, int]:
    if actor.user_id is None or actor.org_id is None:
        raise NotAllowed("not_allowed", permission=Permission.SIGN_CONTRACT.value)
    return actor.user_id, actor.org_id
