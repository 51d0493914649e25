"""The one-time code of a signature: six digits, ten minutes, five tries, once.

It is derived from the row's random reference and the server's secret, so no table and no queue
ever holds it. A signing PIN has six to twelve digits, not all the same and not in a row; five
wrong ones lock the key for fifteen minutes.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from itertools import pairwise

CODE_LIFE = timedelta(minutes=10)
CODE_TRIES = 5
PIN_TRIES = 5
PIN_LOCK = timedelta(minutes=15)


def derive_code(ref: str, secret: str) -> str:
    """Give the six digits that belong to a code row."""
    digest = hmac.new(secret.encode(), f"signing-code:{ref}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest[:8], "big") % 1_000_000).zfill(6)


def is_same_code(typed: str, ref: str, secret: str) -> bool:
    """Say whether the right code was typed; it takes equally long either way."""
    return hmac.compare_digest("".join(typed.split()).encode(), derive_code(ref, secret).encode())


def pin_fault(pin: str) -> str | None:
    """Give the code of what is wrong with a new PIN, or None."""
    if not (pin.isascii() and pin.isdigit() and 6 <= len(pin) <= 12):
        return "pin_digits"
    steps = {(int(b) - int(a)) % 10 for a, b in pairwise(pin)}
    if len(steps) == 1 and steps <= {0, 1, 9}:
        return "pin_too_simple"
    return None
