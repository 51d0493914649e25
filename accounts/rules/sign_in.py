"""Signing in by a code sent to a mobile number, and how often one may try.

A code is six digits, works once, within ten minutes, for five tries. A number gets one code a
minute, five an hour and ten a day. The code is derived from the code row's random reference and
the server's secret, so no table and no queue ever holds it. Passwords: twelve characters or
more; after five wrong ones within fifteen minutes the name has to wait.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from datetime import datetime, timedelta

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
MAX_ATTEMPTS = 5
CODE_LIMITS: tuple[tuple[timedelta, int], ...] = (
    (timedelta(minutes=1), 1),
    (timedelta(hours=1), 5),
    (timedelta(days=1), 10),
)
PASSWORD_MIN = 12
PASSWORD_MAX = 128
WRONG_PASSWORDS = 5
WRONG_PASSWORD_WINDOW = timedelta(minutes=15)


def derive_code(ref: str, secret: str) -> str:
    """The six digits that belong to a code row.

    Args:
        ref: the row's random reference.
        secret: the server's secret key; without it nobody can tell the code.
    """
    digest = hmac.new(secret.encode(), f"sign-in-code:{ref}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest[:8], "big") % 10**CODE_DIGITS).zfill(CODE_DIGITS)


def is_same_code(typed: str, ref: str, secret: str) -> bool:
    """Whether somebody typed the right code; takes equally long either way."""
    clean = "".join(typed.split())
    return hmac.compare_digest(clean.encode(), derive_code(ref, secret).encode())


def derive_token(ref: str, secret: str) -> str:
    """The token of an invitation link, from its random reference and the server's secret."""
    return hmac.new(secret.encode(), f"invitation:{ref}".encode(), hashlib.sha256).hexdigest()


def next_code_at(sent: Iterable[datetime], at: datetime) -> datetime | None:
    """When the number may have its next code; None if at once.

    Args:
        sent: when its codes of the last day were sent.
        at: the present instant.
    """
    times = sorted(sent)
    waits = [at]
    for window, limit in CODE_LIMITS:
        recent = [moment for moment in times if moment > at - window]
        if len(recent) >= limit:
            waits.append(recent[-limit] + window)
    latest = max(waits)
    return latest if latest > at else None


def hash_token(token: str) -> str:
    """How a random token (invitation, API key) is stored: SHA-256, hexadecimal."""
    return hashlib.sha256(token.encode()).hexdigest()


def password_faults(password: str, *, names: Iterable[str] = ()) -> list[str]:
    """Why a password is refused, as codes; empty if it is good.

    Length counts, mixtures do not; it may not be one repeated character or contain a name that
    belongs to the account.
    """
    faults = []
    if len(password) < PASSWORD_MIN:
        faults.append("password_too_short")
    if len(password) > PASSWORD_MAX:
        faults.append("password_too_long")
    if password and len(set(password)) <= 2:
        faults.append("password_too_plain")
    lowered = password.lower()
    if any(len(name) >= 5 and name.lower() in lowered for name in names):
        faults.append("password_has_name")
    return faults
