"""Signing in: codes by SMS, and slowing down wrong passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from accounts import events
from accounts.errors import CodeGone, CodeTooSoon
from accounts.models.people import FailedSignIn, SignInCode
from accounts.queries import find_person, list_code_times
from accounts.rules.actor import Actor
from accounts.rules.cards import PersonCard
from accounts.rules.phones import normalise_phone
from accounts.rules.sign_in import (
    CODE_LIFE,
    MAX_ATTEMPTS,
    derive_code,
    hash_token,
    is_same_code,
    next_code_at,
)
from accounts.services.people import create_person
from core import outbox
from core.db import session, update_where
from core.errors import InvalidInput, NotFound

JOIN_WITHIN = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class CodeStarted:
    """A code is on its way."""

    ref: str
    phone: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class CodeCheck:
    """What came of typing a code: right (and whose number it is), or why not."""

    phone: str
    problem: str | None
    user_id: int | None
    left: int = 0


def start_phone_code(_actor: Actor, *, phone: str, at: datetime) -> CodeStarted:
    """Send a sign-in code to a mobile number; whether we know it shows nowhere.

    Raises:
        InvalidInput: Not a mobile number.
        CodeTooSoon: The number has had its codes; `seconds` says how long to wait.
    """
    number = normalise_phone(phone)
    if number is None:
        raise InvalidInput(fields={"phone": "invalid_phone"})
    free_at = next_code_at(list_code_times(number, at=at), at)
    if free_at is not None:
        raise CodeTooSoon(seconds=int((free_at - at).total_seconds()) + 1)
    row = SignInCode(
        phone=number,
        minute=int(at.timestamp()) // 60,
        expires_at=at + CODE_LIFE,
        attempts=0,
        created_at=at,
    )
    session().add(row)
    session().flush()  # two requests within one minute clash here
    outbox.publish(events.SignInCodeRequested(row.ref), dedupe_key=row.ref)
    return CodeStarted(row.ref, number, row.expires_at)


def confirm_phone_code(
    _actor: Actor, *, ref: str, code: str, secret: str, at: datetime
) -> CodeCheck:
    """Check a typed code; a try is counted whatever comes of it, so this answers, never raises.

    Args:
        _actor: whoever types.
        ref: the code row, from the page.
        code: what was typed.
        secret: the server's secret.
        at: the present instant.
    """
    row = session().scalar(select(SignInCode).where(SignInCode.ref == ref))
    if row is None:
        return CodeCheck("", "phone_code_gone", None)
    tried = update_where(
        SignInCode,
        SignInCode.id == row.id,
        SignInCode.used_at.is_(None),
        SignInCode.expires_at > at,
        SignInCode.attempts < MAX_ATTEMPTS,
        attempts=SignInCode.attempts + 1,
    )
    if tried != 1:
        return CodeCheck(row.phone, "phone_code_gone", None)
    session().refresh(row)
    if not is_same_code(code, row.ref, secret):
        left = MAX_ATTEMPTS - row.attempts
        return CodeCheck(row.phone, "phone_code_wrong" if left else "phone_code_gone", None, left)
    used = update_where(
        SignInCode, SignInCode.id == row.id, SignInCode.used_at.is_(None), used_at=at
    )
    if used != 1:
        return CodeCheck(row.phone, "phone_code_gone", None)
    known = find_person(phone=row.phone)
    return CodeCheck(row.phone, None, known.id if known else None)


def get_code_message(ref: str, *, secret: str) -> tuple[str, str]:
    """The number and the code of a row, for the job that sends it.

    Raises:
        NotFound: There is no such row.
    """
    row = session().scalar(select(SignInCode).where(SignInCode.ref == ref))
    if row is None:
        raise NotFound("code_not_found")
    return row.phone, derive_code(row.ref, secret)


def mark_code_sent(ref: str, *, at: datetime) -> None:
    """Note that the provider took the message."""
    update_where(SignInCode, SignInCode.ref == ref, sent_at=at)


def note_wrong_password(identity: str, *, at: datetime) -> None:
    """Count a wrong password against the name that was typed, known or not."""
    session().add(FailedSignIn(identity_hash=hash_token(identity.lower()), created_at=at))


def join_with_code(actor: Actor, *, ref: str, name: str, at: datetime) -> PersonCard:
    """Enter a new person whose number was just confirmed by a code.

    Raises:
        CodeGone: The code was not confirmed within the last half hour.
        InvalidInput: The number is known by now.
    """
    row = session().scalar(select(SignInCode).where(SignInCode.ref == ref))
    if row is None or row.used_at is None or row.used_at < at - JOIN_WITHIN:
        raise CodeGone
    return create_person(actor, phone=row.phone, name=name, at=at)


def get_code_phone(ref: str, *, at: datetime) -> str:
    """The number that an open code was sent to.

    Raises:
        NotFound: There is no such code, or it is a day old.
    """
    row = session().scalar(select(SignInCode).where(SignInCode.ref == ref))
    if row is None or row.created_at < at - timedelta(days=1):
        raise NotFound("code_not_found")
    return row.phone
