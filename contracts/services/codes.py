"""The one-time code that goes with a PIN: asked for, sent by a job, used once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from accounts.rules.actor import Actor
from accounts.rules.permissions import Permission
from contracts.errors import ContractNotFound, MayNotSign, WrongPin
from contracts.events import SigningCodeAsked
from contracts.models.signatures import SignatureEnvelope, SigningCode
from contracts.queries.contracts import get_contract_id, open_envelope, phone_of
from contracts.rules.codes import CODE_LIFE, CODE_TRIES, derive_code, is_same_code
from contracts.services.locks import lock_envelope
from core import outbox
from core.db import require_one, session, update_where
from core.unit_of_work import record_anyway

MIN_PAUSE = timedelta(seconds=30)


@dataclass(frozen=True, slots=True)
class CodeMessage:
    """What is sent to whom."""

    phone: str | None
    code: str


def ask_code(actor: Actor, *, contract_ref: str, at: datetime) -> str:
    """Send a code to the signatory's phone; within half a minute the same one counts.

    Returns:
        The reference of the code row.

    Raises:
        ContractNotFound: no such contract, or nothing to sign.
    """
    actor.require(Permission.SIGN_CONTRACT)
    if actor.user_id is None:
        raise MayNotSign("not_a_party")
    found = open_envelope(get_contract_id(contract_ref, org_id=actor.org_id))
    envelope = lock_envelope(found.id)  # pressed twice at once: still one code
    fresh = session().scalar(
        select(SigningCode.ref).where(
            SigningCode.envelope_id == envelope.id,
            SigningCode.user_id == actor.user_id,
            SigningCode.used_at.is_(None),
            SigningCode.created_at > at - MIN_PAUSE,
        )
    )
    if fresh:
        return fresh
    row = SigningCode(
        envelope_id=envelope.id,
        user_id=actor.user_id,
        expires_at=at + CODE_LIFE,
        created_at=at,
    )
    session().add(row)
    session().flush()  # the event carries its reference
    outbox.publish(SigningCodeAsked(row.ref), dedupe_key=row.ref)
    return row.ref


def read_code_message(code_ref: str, *, secret: str) -> CodeMessage:
    """Give phone number and code, for the job that sends them.

    Raises:
        ContractNotFound: there is no such code.
    """
    row = session().scalar(select(SigningCode).where(SigningCode.ref == code_ref))
    if row is None:
        raise ContractNotFound("contract_not_found")
    return CodeMessage(phone_of(row.user_id), derive_code(row.ref, secret))


def use_code(
    actor: Actor, *, envelope: SignatureEnvelope, secrets: tuple[str, str], at: datetime
) -> None:
    """Use a code up.

    Args:
        actor: the signatory.
        envelope: what he is about to sign.
        secrets: the typed code, and the server's secret.
        at: the present instant.

    Raises:
        WrongPin: it is wrong, used, too old, or tried too often.
    """
    typed, server_secret = secrets
    row = (
        session()
        .scalars(
            select(SigningCode)
            .where(
                SigningCode.envelope_id == envelope.id,
                SigningCode.user_id == actor.user_id,
                SigningCode.used_at.is_(None),
                SigningCode.expires_at > at,
                SigningCode.wrong_tries < CODE_TRIES,
            )
            .order_by(SigningCode.id.desc())
        )
        .first()
    )
    if row is None:
        raise WrongPin("code_expired", fields={"code": "code_expired"})
    if not is_same_code(typed, row.ref, server_secret):
        _note_wrong_code(row.id)
        raise WrongPin("wrong_code", fields={"code": "wrong_code"})
    used = update_where(
        SigningCode, SigningCode.id == row.id, SigningCode.used_at.is_(None), used_at=at
    )
    require_one(used, WrongPin("code_expired", fields={"code": "code_expired"}))


def _note_wrong_code(code_id: int) -> None:
    def write(_current: Session) -> None:
        update_where(
            SigningCode, SigningCode.id == code_id, wrong_tries=SigningCode.wrong_tries + 1
        )

    record_anyway(write)
